import { readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { UserError } from '@modelgate/contracts';
import { minimatch } from 'minimatch';
import type { DataSource } from '../data-source';
import { codeOf, messageOf } from '../engine/error-message';

export interface FoundFile {
  /** Absolute. */
  path: string;
  /** What messages call it. */
  name: string;
}

export interface FoundFiles {
  kind: 'file' | 'folder' | 'pattern';
  /** Sorted by path; of folders and patterns without hidden files. */
  files: FoundFile[];
}

const WILDCARD = /[*?[{]/;

/**
 * The files that a data source names.
 * @throws UserError where there are none, or a folder cannot be read
 */
export async function findFiles(data: DataSource): Promise<FoundFiles> {
  const name = data.name ?? data.path;
  const path = resolve(data.path);
  const found = await stat(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw unreadable(name, error);
  });
  const isPattern = !found && WILDCARD.test(data.path);
  const kind = found?.isDirectory() ? 'folder' : isPattern ? 'pattern' : 'file';
  if (kind === 'file') return { kind, files: [{ path, name }] };
  const shownRoot = isPattern ? staticRoot(name) : name.replace(/[\\/]+$/, '');
  const root = isPattern ? resolve(staticRoot(data.path)) : path;
  if (data.files) {
    const files = data.files.map((file) => ({ path: resolve(file.path), name: file.name ?? file.path }));
    return { kind, files: files.filter((file) => !isHidden(file.path.slice(root.length))) };
  }
  const pattern = isPattern
    ? data.path.slice(staticRoot(data.path).length).replace(/^[\\/]+/, '')
    : undefined;
  const depth = pattern === undefined || /\*\*|\{/.test(pattern) ? Infinity : pattern.split('/').length;
  const inside = await walk(root, { depth, name });
  const chosen =
    pattern === undefined
      ? inside
      : inside.filter((file) => minimatch(file, pattern, { nonegate: true, nocomment: true, noext: true }));
  if (chosen.length === 0) {
    throw isPattern
      ? new UserError('no file matches the pattern', {
          where: { file: name },
          fix: 'check the pattern, or fetch the data; names that begin with . or _ are left out',
        })
      : new UserError('the folder holds no file', { where: { file: name }, fix: 'fetch the data' });
  }
  return {
    kind,
    files: chosen
      .sort(compareCodeUnits)
      .map((file) => ({ path: join(root, file), name: shownRoot === '' ? file : `${shownRoot}/${file}` })),
  };
}

/** The folders before the first wildcard. */
function staticRoot(pattern: string): string {
  const fixed = pattern.slice(0, pattern.search(WILDCARD));
  const end = Math.max(fixed.lastIndexOf('/'), fixed.lastIndexOf('\\'));
  return end === 0 ? '/' : end < 0 ? '' : fixed.slice(0, end);
}

/** Whether a file, or a folder above it, is one of those that programs write for themselves: `_SUCCESS`, `.part.crc`. */
function isHidden(fromRoot: string): boolean {
  return fromRoot.split(/[\\/]/).some((part) => /^[._]/.test(part));
}

/** All files below a folder, from it, with forward slashes; hidden ones aside. Links to folders are not followed. */
async function walk(root: string, { depth, name }: { depth: number; name: string }): Promise<string[]> {
  const files: string[] = [];
  const visit = async (folder: string, level: number): Promise<void> => {
    const entries = await readdir(join(root, folder), { withFileTypes: true }).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return [];
      throw unreadable(name, error);
    });
    for (const entry of entries) {
      if (isHidden(entry.name)) continue;
      const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (level < depth) await visit(file, level + 1);
      } else if (entry.isFile() || (await isLinkToFile(join(root, file)))) {
        files.push(file);
      }
    }
  };
  await visit('', 1);
  return files;
}

/** A link to nothing counts as a file: opening it tells what is wrong. */
async function isLinkToFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found === undefined || found.isFile();
}

function unreadable(name: string, error: unknown): UserError {
  return new UserError('the data cannot be read', {
    where: { file: name },
    why: messageOf(error),
    fix: 'check the rights of the file and its folders',
    cause: error,
  });
}

function compareCodeUnits(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
