import { isAbsolute, relative } from 'node:path';

export interface Hang {
  /** The innermost place in the project's own code, from its folder. */
  place?: { file: string; line: number };
  /** The frames of the model's code, the innermost last. */
  text: string;
}

const FRAME = /^ {2}File "(.+)", line (\d+) in (.+)$/;
const SHOWN_FRAMES = 12;

/**
 * What a hanging process was doing, from the output of Python's faulthandler (all threads, innermost frame first):
 * the frames of the thread that runs the stage, without those of the runner.
 */
export function describeHang(stack: string, root: string): Hang | undefined {
  const threads = stack.split(/\n(?=\S)/).map((text) => text.split('\n').flatMap(frameOf));
  const main = threads.find((frames) => frames.some(({ file, name }) => isRunner(file) && name === 'main'));
  const frames = (main ?? []).slice(
    0,
    main?.findIndex(({ file }) => isRunner(file)),
  );
  if (frames.length === 0) return undefined;
  const own = frames
    .map(({ file, line }) => ({ file: inside(root, file), line }))
    .find((place): place is { file: string; line: number } => place.file !== undefined);
  const shown = frames.slice(0, SHOWN_FRAMES).reverse();
  return {
    ...(own ? { place: own } : {}),
    text: shown
      .map(({ file, line, name }) => `File "${inside(root, file) ?? file}", line ${line}, in ${name}`)
      .join('\n'),
  };
}

function frameOf(line: string): { file: string; line: number; name: string }[] {
  const [, file = '', number = '', name = ''] = FRAME.exec(line) ?? [];
  return file === '' ? [] : [{ file, line: Number(number), name }];
}

function isRunner(file: string): boolean {
  return /[/\\]modelgate_runner\.py$/.test(file);
}

function inside(root: string, file: string): string | undefined {
  const inner = relative(root, file);
  return inner.startsWith('..') || isAbsolute(inner) || inner.includes('site-packages')
    ? undefined
    : inner.split('\\').join('/');
}
