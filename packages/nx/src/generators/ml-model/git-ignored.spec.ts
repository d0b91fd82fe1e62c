import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ignoredPaths } from './git-ignored';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'modelgate-ignored-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('ignoredPaths', () => {
  it('names the rule of each path that git ignores, although nothing is there yet', () => {
    execFileSync('git', ['init', '-q'], { cwd: folder });
    writeFileSync(join(folder, '.gitignore'), 'tmp\nmodels/\n*.csv\n!keep.csv\n');
    expect(
      ignoredPaths(folder, ['models/é/model.yaml', 'models/x', 'src/$x.csv', 'keep.csv', 'a.yaml']),
    ).toEqual([
      'git ignores models/é/model.yaml, models/x by .gitignore:2 (models/), so Nx does not see it: take that line out, or narrow it',
      'git ignores src/$x.csv by .gitignore:3 (*.csv), so Nx does not see it: take that line out, or narrow it',
    ]);
  });

  it('says nothing where there is no repository', () => {
    expect(ignoredPaths(folder, ['a'])).toEqual([]);
  });
});
