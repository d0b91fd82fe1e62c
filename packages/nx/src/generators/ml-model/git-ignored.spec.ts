import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ignoredPaths } from './git-ignored';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'modelgate-ignored-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('ignoredPaths', () => {
  it('names the rule of each path that Nx does not see, although nothing is there yet', async () => {
    execFileSync('git', ['init', '-q'], { cwd: folder });
    writeFileSync(join(folder, '.gitignore'), 'tmp\nmodels/\n*.csv\n!keep.csv\n');
    writeFileSync(join(folder, '.nxignore'), 'scratch/\n');
    const paths = ['models/é/model.yaml', 'models/x', 'src/$x.csv', 'keep.csv', 'a.yaml', 'scratch/b.yaml'];
    expect(await ignoredPaths(folder, paths)).toEqual([
      '.gitignore:2 (models/) ignores models/é/model.yaml, models/x, so Nx does not see it: take that line out, or narrow it',
      '.gitignore:3 (*.csv) ignores src/$x.csv, so Nx does not see it: take that line out, or narrow it',
      '.nxignore:1 (scratch/) ignores scratch/b.yaml, so Nx does not see it: take that line out, or narrow it',
    ]);
  });

  it('says nothing where there is no repository', async () => {
    expect(await ignoredPaths(folder, ['a'])).toEqual([]);
  });
});
