import { lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from './replace-file';
import { tempFolder } from './testing/temp-folder';

const temp = tempFolder();

describe('replaceFile', () => {
  it('writes a file anew', async () => {
    const path = temp.write('file.txt', 'old');
    await replaceFile(path, 'new');
    expect(readFileSync(path, 'utf8')).toBe('new');
    expect(readdirSync(temp.path)).toEqual(['file.txt']);
  });

  it('writes behind a link, which stays one', async () => {
    const link = join(temp.path, 'link.txt');
    symlinkSync(temp.write('behind.txt', 'old'), link);
    await replaceFile(link, 'new');
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(join(temp.path, 'behind.txt'), 'utf8')).toBe('new');
  });

  it('fails over a folder and leaves no draft', async () => {
    const folder = join(temp.path, 'folder');
    mkdirSync(folder);
    await expect(replaceFile(folder, 'text')).rejects.toThrow('EISDIR');
    expect(readdirSync(temp.path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
