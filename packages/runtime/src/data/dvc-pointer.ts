import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { dvcPointerSchema, UserError, validate, type DvcOut } from '@modelgate/contracts';
import { withPlace } from '@modelgate/store';
import { inWorkspace } from './data-question';
import { dirListMd5 } from './dvc-folder';
import type { Md5Kind } from './remembered-digest';

/** What a pointer says of the data that it stands for. */
export interface Pointer {
  /** Absolute path of the pointer. */
  file: string;
  /** Its path from the workspace, and the line of the digest. */
  place: { file: string; line: number };
  /** Absolute path of the data. */
  data: string;
  isFolder: boolean;
  md5: string;
  kind: Md5Kind;
}

/** The pointer beside a file or folder, or undefined where it has none. */
export async function pointerOver(data: string): Promise<string | undefined> {
  const file = `${data}.dvc`;
  return (await isFile(file)) ? file : undefined;
}

/** The pointer of a folder of the workspace that a file lies in, however deep. */
export async function pointerAbove(workspaceRoot: string, file: string): Promise<string | undefined> {
  const folder = dirname(file);
  if (inWorkspace(workspaceRoot, folder).startsWith('..') || folder === workspaceRoot || folder === file)
    return undefined;
  return (await pointerOver(folder)) ?? pointerAbove(workspaceRoot, folder);
}

/**
 * Reads a `.dvc` file.
 * @throws UserError where it is no readable pointer, or one of several outputs, or without an MD5
 */
export async function readPointer(workspaceRoot: string, file: string): Promise<Pointer> {
  const shown = inWorkspace(workspaceRoot, file);
  const text = await withPlace('cannot read the pointer', shown, () => readFile(file, 'utf8'));
  const { outs, wdir } = validate(dvcPointerSchema, text, { filePath: shown });
  const [out, ...others] = outs;
  const where = { file: shown, line: lineOf(text, 'outs:') };
  if (!out || others.length > 0) {
    throw new UserError(
      `the pointer has ${outs.length} outputs: ${outs.map(({ path }) => path).join(', ')}`,
      {
        where,
        why: 'data is identified by a pointer of its own',
        fix: `give each a pointer of its own: ${outs.map(({ path }) => `dvc add ${path}`).join('; ')}`,
      },
    );
  }
  const listed = md5OfList(out);
  const md5 = out.md5 ?? listed;
  if (md5 === undefined || (out.hash !== undefined && out.hash !== 'md5')) {
    throw new UserError(
      `the pointer names no MD5 of ${out.path}${out.hash === undefined ? '' : ` (hash: ${out.hash})`}`,
      {
        where,
        why: 'without it nobody can tell whether the bytes are the right ones',
        fix: `track it anew: dvc add ${out.path}`,
      },
    );
  }
  return {
    file,
    place: { file: shown, line: out.md5 === undefined ? lineOf(text, 'files:') : lineOf(text, out.md5) },
    data: resolve(dirname(file), wdir ?? '.', out.path),
    isFolder: md5.endsWith('.dir'),
    md5,
    kind: out.hash === undefined && listed === undefined ? 'md5-text' : 'md5',
  };
}

/** Where a pointer lists the files of a folder instead of naming the list's digest. */
function md5OfList({ files }: DvcOut): string | undefined {
  const list = files?.flatMap(({ relpath, md5 }) => (md5 === undefined ? [] : [{ relpath, md5 }]));
  return list && list.length === files?.length ? dirListMd5(list) : undefined;
}

/** The 1-based line of the first occurrence. */
function lineOf(text: string, part: string): number {
  return text.slice(0, Math.max(0, text.indexOf(part))).split('\n').length;
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** The folder with DVC's own `.dvc` folder that a pointer belongs to. */
export async function dvcRoot(pointer: string): Promise<string | undefined> {
  for (let folder = dirname(pointer); ; folder = dirname(folder)) {
    const found = await stat(join(folder, '.dvc')).catch(() => undefined);
    if (found?.isDirectory()) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
