import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PythonOutline } from '@modelgate/contracts';
import { readCode } from '@modelgate/runtime';

/** A temporary folder with these files. */
export function folderWith(files: Record<string, string>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'modelgate-adopt-')));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

/** What the Python files of a folder define. */
export async function outlinesOf(folder: string, files: Record<string, string>): Promise<PythonOutline[]> {
  const question = {
    workspaceRoot: folder,
    projectRoot: folder,
    env: process.env,
    cacheDir: join(folder, '.cache'),
  };
  const code = Object.keys(files).filter((path) => path.endsWith('.py'));
  return (await readCode(question, code)).files;
}
