import { readdir, realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { UserError, type FileEntry } from '@modelgate/contracts';
import { artifactOf, withPlace } from '@modelgate/store';
import { minimatch } from 'minimatch';
import { inWorkspace, type Asked, type OpenedData, type OpenedFile } from './data-question';
import { openPointer } from './dvc-data';
import { pointerAbove } from './dvc-pointer';
import { assertSeen } from './ignored-data';
import { rememberedDigests } from './remembered-digest';

const WILDCARD = /[*?[{]/;

/** Whether a path names several files by a pattern: `*`, `?`, `[a-z]`, `{a,b}` and `**` for folders. */
export function isGlob(path: string): boolean {
  return WILDCARD.test(path);
}

/** The folder that stands before the first wildcard of a pattern. */
export function fixedFolder(projectRoot: string, pattern: string): string {
  const parts = pattern.split('/');
  const fixed = parts.findIndex((part) => WILDCARD.test(part));
  return join(projectRoot, ...parts.slice(0, fixed));
}

/** All files below a folder, without hidden ones. */
export async function openFolder(ask: Asked, folder: string): Promise<OpenedData> {
  const paths = await filesBelow(ask, folder, Infinity);
  if (paths.length === 0)
    throw nothing(ask, `the folder ${inWorkspace(ask.workspaceRoot, folder)} has no files`);
  return together(ask, folder, folder, paths);
}

/** The files that a pattern matches, without hidden ones; its paths start from what stands before the first wildcard. */
export async function openGlob(ask: Asked): Promise<OpenedData> {
  const parts = ask.path.split('/');
  const fixed = parts.findIndex((part) => WILDCARD.test(part));
  const base = fixedFolder(ask.projectRoot, ask.path);
  const pattern = parts.slice(fixed).join('/');
  const depth = /\*\*|\{/.test(pattern) ? Infinity : parts.length - fixed;
  const all = (await isFolder(base)) ? await filesBelow(ask, base, depth) : [];
  const matches = (path: string) =>
    [path, ...(path.endsWith('.dvc') ? [path.slice(0, -'.dvc'.length)] : [])].some((name) =>
      minimatch(name, pattern, { nocomment: true, nonegate: true, noext: true }),
    );
  const paths = all.filter(matches);
  const shown = inWorkspace(ask.workspaceRoot, join(ask.projectRoot, ask.path));
  if (paths.length === 0) {
    const above = await pointerAbove(ask.workspaceRoot, join(base, 'any'));
    const tracked =
      above && `DVC tracks the folder with ${inWorkspace(ask.workspaceRoot, above)}; name the folder itself`;
    throw nothing(ask, `no file matches ${shown}`, tracked);
  }
  return together(ask, join(ask.projectRoot, ask.path), base, paths);
}

/** The identity of several files: pointers among them stand for their data. */
async function together(
  ask: Asked,
  file: string,
  base: string,
  paths: readonly string[],
): Promise<OpenedData> {
  const { workspaceRoot, cacheDir } = ask;
  const pointers = paths.filter((path) => path.endsWith('.dvc'));
  const byDvc: OpenedFile[] = [];
  for (const path of pointers) {
    const opened = await openPointer(ask, join(base, path));
    byDvc.push(...(opened.files ?? [opened]));
  }
  const known = new Set(byDvc.map((one) => one.file));
  const plain = paths
    .filter((path) => !path.endsWith('.dvc'))
    .map((path) => join(base, path))
    .filter((path) => !known.has(path));
  await assertSeen(ask, plain);
  const digests = await rememberedDigests(file, plain, { cacheDir });
  const opened: OpenedFile[] = plain.map((path, at) => ({
    file: path,
    relative: inWorkspace(workspaceRoot, path),
    sha256: digests[at]?.sha256 ?? '',
    bytes: digests[at]?.bytes ?? 0,
  }));
  const all = new Map(
    [...opened, ...byDvc].map((one) => [relative(base, one.file).split('\\').join('/'), one] as const),
  );
  const manifest = artifactOf(
    [...all].map(([path, { sha256, bytes }]): FileEntry => ({ path, sha256, bytes })),
  );
  return {
    file,
    relative: inWorkspace(workspaceRoot, file),
    sha256: manifest.digest,
    bytes: manifest.files.reduce((sum, { bytes }) => sum + bytes, 0),
    files: manifest.files.flatMap(({ path }) => all.get(path) ?? []),
  };
}

/** Files down to a depth, as paths from the folder, without hidden files and folders. */
async function filesBelow(ask: Asked, folder: string, depth: number): Promise<string[]> {
  const root = await realpath(ask.workspaceRoot);
  const found: string[] = [];
  const visit = async (inner: string, left: number): Promise<void> => {
    const place = join(folder, inner);
    const entries = await withPlace('cannot read the folder', inWorkspace(ask.workspaceRoot, place), () =>
      readdir(place, { withFileTypes: true }),
    );
    for (const entry of entries) {
      if (entry.name.startsWith('.')) continue;
      const path = inner === '' ? entry.name : `${inner}/${entry.name}`;
      if (entry.isDirectory()) {
        if (left > 1) await visit(path, left - 1);
      } else {
        if (entry.isSymbolicLink()) await assertGoodLink(ask, join(folder, path), root);
        else if (!entry.isFile()) throw noFile(ask, join(folder, path));
        found.push(path);
      }
    }
  };
  await visit('', depth);
  return found.sort();
}

/** Nx does not look behind links to folders, nor outside the workspace. */
async function assertGoodLink(ask: Asked, path: string, root: string): Promise<void> {
  const real = await realpath(path).catch(() => undefined);
  const from = real === undefined ? undefined : relative(root, real);
  const fault =
    real === undefined || from === undefined
      ? 'a symbolic link to nothing'
      : from.startsWith('..') || isAbsolute(from)
        ? `a symbolic link out of the workspace (${real})`
        : (await isFolder(real))
          ? 'a symbolic link to a folder'
          : undefined;
  if (fault === undefined) return;
  throw new UserError(`${ask.key}: ${inWorkspace(ask.workspaceRoot, path)} is ${fault}`, {
    where: ask.where,
    why: 'Nx does not hash what stands behind it, so a change of the data would go unseen',
    fix: 'put the file itself there, or track it with DVC',
  });
}

/** Reading a pipe or a device would never come to an end. */
export function noFile(ask: Asked, path: string): UserError {
  return new UserError(`${ask.key}: ${inWorkspace(ask.workspaceRoot, path)} is neither a file nor a folder`, {
    where: ask.where,
    fix: 'write the data into a file',
  });
}

function nothing(ask: Asked, what: string, fix?: string): UserError {
  return new UserError(`${ask.key}: ${what}`, {
    where: ask.where,
    fix: fix ?? 'put data there, or mend the path; hidden files do not count',
  });
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
