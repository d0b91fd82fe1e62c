import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder, writeFiles } from '../testing/temp-project';
import { dirListMd5, dvcFiles } from './dvc-folder';

let root: string;
beforeEach(() => (root = tempFolder()));
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('dirListMd5', () => {
  it('is that of DVC, whatever the names and their order', () => {
    const names = [
      'b.csv',
      'sub/ü😀 "q"\x7f.csv',
      'sub/\uffee.csv',
      'a b.csv',
      'sub\\x.csv',
      'sub.csv',
      'sub/😀.csv',
      'sub/!.csv',
    ];
    const files = names.map((relpath, at) => ({ relpath, md5: at.toString(16).padStart(32, '0') }));
    // From dvc-data, the library of DVC 3.67.1.
    expect(dirListMd5(files)).toBe('6a102a9984cec46284e7db5a3b0a176c.dir');
  });
});

describe('dvcFiles', () => {
  const folder = () => join(root, 'data/p');
  const all = ['tmp/a', 'sub/keep.log', 'sub/x.log', 'skip/b', 'sub/skip/c', 'd', '.h', '.git/e', '.dvc/f'];
  beforeEach(() => {
    mkdirSync(join(root, '.dvc'));
    writeFiles(folder(), Object.fromEntries(all.map((path) => [path, path])));
  });

  it('lists what DVC takes, with hidden files, without its own and those of git', async () => {
    expect(await dvcFiles(folder(), root)).toEqual(all.filter((path) => !/^\.(git|dvc)\//.test(path)).sort());
  });

  it('leaves out what .dvcignore names, each from its own folder', async () => {
    writeFiles(root, {
      '.dvcignore': '*.log\n/data/p/skip\n!keep.log\ntmp/\n',
      'data/.dvcignore': '!p/sub/skip\n',
    });
    expect(await dvcFiles(folder(), root)).toEqual(['.h', 'd', 'sub/keep.log', 'sub/skip/c']);
    writeFiles(root, { 'data/.dvcignore': 'sub/\n' });
    expect(await dvcFiles(folder(), root)).toEqual(['.h', 'd']);
  });

  it('takes links to files, not those to folders', async () => {
    symlinkSync('d', join(folder(), 'link'));
    symlinkSync('sub', join(folder(), 'folder-link'));
    const found = await dvcFiles(folder(), root);
    expect(found).toContain('link');
    expect(found.filter((path) => path.startsWith('folder-link'))).toEqual([]);
  });
});
