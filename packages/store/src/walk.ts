import { UserError } from '@modelgate/contracts';
import type { Stats } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { withPlace } from './file-system-errors';
import { byCodeUnit, innerPath } from './inner-path';
import { isTemporaryName } from './write-atomic';

/**
 * All files below a folder as paths from it, with forward slashes, in code-unit order. Links are followed as long as
 * they stay inside the folder; temporary files that a killed process left are passed over.
 * @param within files and folders to walk, from `folder`; default: all of it
 * @throws UserError for a link that leaves the folder, dangles or runs in a circle, for anything that is neither a
 * file nor a folder, and for a name that cannot stand in a manifest
 */
export async function walkFiles(folder: string, within?: readonly string[]): Promise<string[]> {
  const root = await withPlace('cannot read the folder', folder, () => realpath(folder));
  const found = new Set<string>();
  for (const path of within ?? ['']) {
    await visit({ folder, root, found }, path, path === '' ? folder : innerPath(folder, path), []);
  }
  return [...found].sort(byCodeUnit);
}

interface Walk {
  folder: string;
  /** `folder` without any links. */
  root: string;
  found: Set<string>;
}

async function visit(walk: Walk, path: string, place: string, parents: readonly string[]): Promise<void> {
  const real = await withPlace('cannot read it', place, () => realpath(place));
  if (real !== walk.root && !real.startsWith(walk.root.endsWith(sep) ? walk.root : walk.root + sep)) {
    throw new UserError(`the link leaves the folder ${walk.folder}`, {
      where: { file: place },
      why: `it leads to ${real}; what stands there can change without anyone seeing it`,
      fix: 'copy the file to this place instead of linking it',
    });
  }
  const found = await withPlace('cannot read it', place, () => stat(real));
  if (found.isFile()) {
    walk.found.add(path);
  } else if (found.isDirectory()) {
    await visitFolder(walk, path, place, real, parents);
  } else {
    throw new UserError(`this is ${kindOf(found)}, not a file`, { where: { file: place }, fix: 'remove it' });
  }
}

async function visitFolder(
  walk: Walk,
  path: string,
  place: string,
  real: string,
  parents: readonly string[],
): Promise<void> {
  if (parents.includes(real)) {
    throw new UserError('the link runs in a circle', {
      where: { file: place },
      why: `it leads to ${relative(walk.root, real) || 'the folder itself'}, which it stands in`,
      fix: 'remove the link',
    });
  }
  const names = await withPlace('cannot read the folder', place, () => readdir(place));
  for (const name of names) {
    if (isTemporaryName(name)) continue;
    const inner = path === '' ? name : `${path}/${name}`;
    innerPath(walk.folder, inner);
    await visit(walk, inner, join(place, name), [...parents, real]);
  }
}

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return 'a pipe';
  if (stats.isSocket()) return 'a socket';
  return 'a device';
}
