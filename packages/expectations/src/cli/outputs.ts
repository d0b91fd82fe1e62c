import { mkdir } from 'node:fs/promises';
import { dirname, relative, resolve } from 'node:path';
import { UserError } from '@modelgate/contracts';
import { messageOf } from '../engine/error-message';
import { replaceFile } from '../replace-file';
import type { ReadArguments } from './arguments';
import type { Surroundings } from './surroundings';

/** Forms of output of which at most one may be named. */
export const OUTPUT_FORMS = ['json', 'html', 'md', 'junit'] as const;
export type OutputForm = (typeof OUTPUT_FORMS)[number];

export function outputForm(command: string, args: ReadArguments): OutputForm | undefined {
  const named = OUTPUT_FORMS.filter((form) => args.flag(form));
  const [first, second] = named;
  if (first === undefined || second === undefined) return first;
  throw new UserError(`${command}: --${first} and --${second} are both given`, {
    fix: 'name one form of output; call it again for another',
  });
}

/** Writes a file that the user named, with its folders: as a whole or not at all. */
export async function writeOutput(named: string, text: string, { cwd }: Surroundings): Promise<void> {
  const path = resolve(cwd, named);
  try {
    await mkdir(dirname(path), { recursive: true });
    await replaceFile(path, text);
  } catch (error) {
    throw new UserError('the output cannot be written', {
      where: { file: named },
      why: messageOf(error) ?? String(error),
      fix: 'name a file in a folder that can be written, with room on its disk',
      cause: error,
    });
  }
}

/** A path as a person in the current folder types it. */
export function shownPath(path: string, { cwd }: Surroundings): string {
  const near = relative(cwd, path);
  return near === '' || near.startsWith('..') ? path : near;
}
