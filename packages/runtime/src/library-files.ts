import { posix, relative } from 'node:path';
import type { Library } from '@modelgate/contracts';

/** Where the files of libraries lie below the code of a model: `.libraries/shared/src/shared/text.py`. */
export const LIBRARIES = '.libraries';

/**
 * The path of a file from the project's folder, by what the runner calls it: `.libraries/shared/src/shared/text.py` is
 * `../../libs/shared/src/shared/text.py`. Every other path is one from the project's folder already.
 *
 * @param root the project's folder, absolute
 */
export function fileInProject(path: string, libraries: readonly Library[] | undefined, root: string): string {
  const [first, name, ...inner] = path.split('/');
  const library = first === LIBRARIES ? libraries?.find((candidate) => candidate.name === name) : undefined;
  if (!library) return path;
  return posix.join(relative(root, library.root).split('\\').join('/'), ...inner);
}
