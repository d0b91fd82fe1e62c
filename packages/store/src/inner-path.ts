import { innerPathSchema, UserError } from '@modelgate/contracts';
import { join } from 'node:path';

/** Order of manifests: by UTF-16 code unit, the same on every machine and in every locale. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * Why a path cannot stand in a manifest, or undefined where it can. Besides leaving its folder, a path must not have
 * a second spelling (`a//b`, `./a`), nor characters that would let two lists of files have the same text and thus
 * the same digest.
 */
export function innerPathFault(path: string): string | undefined {
  if (!innerPathSchema.safeParse(path).success)
    return 'it is not a relative path with forward slashes inside its folder';
  if (path.split('/').some((part) => part === '' || part === '.')) return 'it has an empty part or a "."';
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u001f\u007f]/.test(path)) return 'it has a control character';
  if (/\p{Surrogate}|\ufffd/u.test(path)) return 'it is not valid Unicode';
  return undefined;
}

/**
 * The place of a manifest's path in a folder.
 * @throws UserError where the path leaves the folder or is not in its one spelling
 */
export function innerPath(folder: string, path: string): string {
  const fault = innerPathFault(path);
  if (fault) {
    throw new UserError(`the path ${JSON.stringify(path)} cannot be used in a manifest`, {
      where: { file: folder },
      why: fault,
      fix: 'rename the file',
    });
  }
  return join(folder, path);
}
