import { lstat, readdir } from 'node:fs/promises';
import { basename, dirname, posix } from 'node:path';
import { suggest, UserError } from '@modelgate/contracts';
import { inWorkspace, type Asked } from './data-question';
import { pointerAbove } from './dvc-pointer';

/** The error for a path at which there is nothing: what there is instead, and what was probably meant. */
export async function missingData(ask: Asked, file: string): Promise<UserError> {
  const { workspaceRoot, path, key, where } = ask;
  const shown = inWorkspace(workspaceRoot, file);
  const what = `${key}: there is no file ${shown}`;
  const above = await pointerAbove(workspaceRoot, file);
  if (above !== undefined) {
    return new UserError(what, {
      where,
      why: `DVC tracks a folder around it with the pointer ${inWorkspace(workspaceRoot, above)}`,
      fix: `name that folder, or track the file with a pointer of its own (dvc add ${shown})`,
    });
  }
  const folder = dirname(file);
  const names = (await readdir(folder).catch(() => undefined))?.sort();
  const near = names && suggest(basename(file), names);
  const isLink = await lstat(file).then(
    (entry) => entry.isSymbolicLink(),
    () => false,
  );
  const list = (names ?? []).slice(0, 8).join(', ');
  return new UserError(what, {
    where,
    why: isLink
      ? 'the path is a symbolic link to nothing'
      : !names
        ? `the folder ${posix.dirname(shown)} does not exist either`
        : names.length === 0
          ? `the folder ${posix.dirname(shown)} is empty`
          : `the folder has ${list}${names.length > 8 ? ', ...' : ''}`,
    fix: near
      ? `did you mean "${posix.join(posix.dirname(path), near)}"?`
      : `put the data there, or set ${key} in ${posix.basename(where.file)} to where it is`,
  });
}
