import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const PREFIX = 'run-';

/**
 * Asks a question once for all tasks of one nx command, each of which is a process of its own: what git says of a commit
 * or of a file does not change from task to task, and starting git for it each time costs more than the answer.
 *
 * @param run the nx command, as the hook before all tasks names it; undefined: the question is asked every time
 * @param key the question; `ask` answers it with a JSON value
 */
export async function oncePerRun<T>(
  cacheDir: string,
  run: string | undefined,
  key: string,
  { ask, isAnswer }: { ask: () => Promise<T>; isAnswer: (value: unknown) => value is T },
): Promise<T> {
  if (!run) return ask();
  const folder = join(cacheDir, `${PREFIX}${digest(run)}`);
  const file = join(folder, digest(key));
  const known = readAnswer(file);
  if (known !== undefined && isAnswer(known.answer)) return known.answer;
  const answer = await ask();
  writeAnswer(cacheDir, folder, file, answer);
  return answer;
}

function readAnswer(file: string): { answer: unknown } | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return parsed !== null && typeof parsed === 'object' && 'answer' in parsed ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** An answer that cannot be kept costs time only. */
function writeAnswer(cacheDir: string, folder: string, file: string, answer: unknown): void {
  try {
    if (mkdirSync(folder, { recursive: true }) !== undefined) forgetOtherRuns(cacheDir, folder);
    const temporary = `${file}.${process.pid}`;
    writeFileSync(temporary, JSON.stringify({ answer }));
    renameSync(temporary, file);
  } catch {
    // The next task asks again.
  }
}

function forgetOtherRuns(cacheDir: string, folder: string): void {
  for (const name of readdirSync(cacheDir)) {
    const other = join(cacheDir, name);
    if (name.startsWith(PREFIX) && other !== folder) rmSync(other, { recursive: true, force: true });
  }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 24);
}
