import { execFileSync } from 'node:child_process';
import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ignoreRules } from './git-ignored';
import { tempFolder, writeFiles } from './testing/temp-project';

let root: string;
beforeEach(() => {
  root = tempFolder();
  writeFiles(root, { '.gitignore': '*.csv\n', '.nxignore': 'raw\n', 'real/a.csv': 'x\n' });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const ODD = ['/nowhere/a.csv', 'link/a.csv', '../outside.csv'];
const FILES = ['a.csv', ...ODD, 'b.txt', 'real/a.csv', 'raw/c.txt'];

it('gives the rules of all other files where some lie outside the repository or behind a link', async () => {
  execFileSync('git', ['init', '-q'], { cwd: root });
  symlinkSync('real', join(root, 'link'));
  expect([...(await ignoreRules(root, FILES))]).toEqual([
    ['a.csv', { source: '.gitignore', line: 1, pattern: '*.csv' }],
    ['real/a.csv', { source: '.gitignore', line: 1, pattern: '*.csv' }],
    ['raw/c.txt', { source: '.nxignore', line: 1, pattern: 'raw' }],
  ]);
});

it('has none outside of a repository', async () => {
  expect(await ignoreRules(root, FILES)).toEqual(new Map());
});

it('is an error where git refuses to answer', async () => {
  execFileSync('git', ['init', '-q'], { cwd: root });
  writeFiles(root, { '.git/config': '[core\n' });
  await expect(ignoreRules(root, FILES)).rejects.toThrow('git does not tell which files are ignored');
});
