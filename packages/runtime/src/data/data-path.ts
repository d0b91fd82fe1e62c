import { posix } from 'node:path';
import { hasScheme } from '@modelgate/contracts';
import { minimatch } from 'minimatch';
import { isGlob } from './many-files';

/**
 * Whether a file belongs to the data that a project names: it is the data or its pointer, lies below it where it is a
 * folder, or is matched by it where it is a pattern.
 *
 * @param data as the project's file has it: a path from the project, or a URI
 * @param file a path from the project, with forward slashes
 */
export function isOfData(data: string, file: string): boolean {
  if (hasScheme(data)) return false;
  const path = withoutPointer(posix.normalize(data).replace(/(.)\/$/, '$1'));
  return [file, withoutPointer(file)].some(
    (name) =>
      name === path ||
      name.startsWith(`${path}/`) ||
      (isGlob(path) && minimatch(name, path, { nocomment: true, nonegate: true, noext: true })),
  );
}

function withoutPointer(path: string): string {
  return path.endsWith('.dvc') ? path.slice(0, -'.dvc'.length) : path;
}
