import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { withPlace } from '@modelgate/store';
import createIgnore, { type Ignore } from 'ignore';

/** What DVC leaves out of every folder. */
const NEVER = ['.hg/', '.git/', '.git', '.dvc/'];

export interface ListedFile {
  /** From the folder, with forward slashes. */
  relpath: string;
  md5: string;
}

/** The digest of a folder as a pointer has it: the MD5 of DVC's list of its files in JSON, and `.dir`. */
export function dirListMd5(files: readonly ListedFile[]): string {
  const sorted = [...files].sort((a, b) => byCodePoint(a.relpath, b.relpath));
  const entries = sorted.map(
    ({ md5, relpath }) => `{"md5": ${asciiJson(md5)}, "relpath": ${asciiJson(relpath)}}`,
  );
  return `${createHash('md5')
    .update(`[${entries.join(', ')}]`)
    .digest('hex')}.dir`;
}

/** The list of a folder that DVC keeps in its cache, where it is there: from which file on the folder differs. */
export async function cachedDirList(root: string, md5: string): Promise<ListedFile[] | undefined> {
  const inner = [md5.slice(0, 2), md5.slice(2)];
  for (const folder of [['files', 'md5'], []]) {
    const file = join(root, '.dvc', 'cache', ...folder, ...inner);
    try {
      const list: unknown = JSON.parse(await readFile(file, 'utf8'));
      if (Array.isArray(list) && list.every(isListed)) return list;
    } catch {
      // The cache may lie elsewhere, or be empty.
    }
  }
  return undefined;
}

/**
 * The files that DVC counts to a folder, as paths from it: without what a .dvcignore between the repository and the
 * folder leaves out. Links to files count, links to folders do not.
 */
export async function dvcFiles(folder: string, root: string | undefined): Promise<string[]> {
  const rules = await ignoreFiles(folder, root);
  const found: string[] = [];
  const visit = async (inner: string): Promise<void> => {
    const place = join(folder, inner);
    const entries = await withPlace('cannot read the folder', place, () =>
      readdir(place, { withFileTypes: true }),
    );
    for (const entry of entries) {
      const path = inner === '' ? entry.name : `${inner}/${entry.name}`;
      const isFolder = entry.isDirectory();
      if (isIgnored(rules, join(folder, path), isFolder)) continue;
      if (isFolder) await visit(path);
      else if (entry.isFile() || (entry.isSymbolicLink() && (await linksToFile(join(folder, path)))))
        found.push(path);
    }
  };
  await visit('');
  return found.sort(byCodePoint);
}

interface IgnoreFile {
  folder: string;
  rules: Ignore;
}

async function ignoreFiles(folder: string, root: string | undefined): Promise<IgnoreFile[]> {
  const top = root ?? folder;
  const found: IgnoreFile[] = [];
  for (let at = dirname(folder); at.length >= top.length; at = dirname(at)) {
    const text = await readFile(join(at, '.dvcignore'), 'utf8').catch(() => undefined);
    if (text !== undefined)
      found.unshift({ folder: at, rules: createIgnore({ ignorecase: false }).add(text) });
    if (dirname(at) === at) break;
  }
  return [{ folder: top, rules: createIgnore({ ignorecase: false }).add(NEVER) }, ...found];
}

/** The rules that stand deepest have the last word. */
function isIgnored(files: readonly IgnoreFile[], path: string, isFolder: boolean): boolean {
  let ignored = false;
  for (const { folder, rules } of files) {
    const inner = relative(folder, path).split('\\').join('/');
    const answer = rules.test(isFolder ? `${inner}/` : inner);
    if (answer.ignored) ignored = true;
    else if (answer.unignored) ignored = false;
  }
  return ignored;
}

async function linksToFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

function isListed(value: unknown): value is ListedFile {
  return (
    value !== null &&
    typeof value === 'object' &&
    'md5' in value &&
    'relpath' in value &&
    typeof value.md5 === 'string' &&
    typeof value.relpath === 'string'
  );
}

/** Python's order of texts; that of JavaScript differs above U+FFFF. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const difference = (left[at]?.codePointAt(0) ?? 0) - (right[at]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** JSON as Python writes it: everything outside printable ASCII as `\uXXXX`. */
function asciiJson(text: string): string {
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
