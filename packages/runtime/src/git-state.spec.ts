import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitState } from './git-state';
import { tempFolder } from './testing/temp-project';

let root: string;
beforeEach(() => (root = tempFolder()));
afterEach(() => rmSync(root, { recursive: true, force: true }));
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

describe('gitState', () => {
  it('is empty, but for who works here, outside of a repository', async () => {
    const { by: _by, ...rest } = await gitState(root);
    expect(rest).toEqual({});
  });

  it('tells commit, changes of tracked files and author', async () => {
    git('init', '-q');
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.org');
    expect(await gitState(root)).toEqual({ by: 'Ada <ada@example.org>' });
    writeFileSync(join(root, 'a'), '1');
    git('add', '.');
    git('commit', '-qm', 'first');
    writeFileSync(join(root, 'untracked'), '1');
    const clean = { commit: git('rev-parse', 'HEAD'), dirty: false, by: 'Ada <ada@example.org>' };
    expect(await gitState(root)).toEqual(clean);
    writeFileSync(join(root, 'a'), '2');
    expect(await gitState(root)).toEqual({ ...clean, dirty: true });
  });
});
