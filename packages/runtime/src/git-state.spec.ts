import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitAuthor, gitOrigin, gitState } from './git-state';
import { tempFolder } from './testing/temp-project';

let root: string;
beforeEach(() => (root = tempFolder()));
afterEach(() => rmSync(root, { recursive: true, force: true }));
const git = (...args: string[]) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
const commit = (path: string, text: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
  git('add', '.');
  git('commit', '-qm', path);
  return git('rev-parse', 'HEAD');
};
const initialise = () => {
  git('init', '-q');
  git('config', 'user.name', 'Ada');
  git('config', 'user.email', 'ada@example.org');
};

describe('gitState', () => {
  it('is empty outside of a repository and without a commit', async () => {
    expect(await gitState(root)).toEqual({});
    initialise();
    expect(await gitState(root)).toEqual({});
  });

  it('tells the commit and changes of tracked files', async () => {
    initialise();
    const head = commit('a', '1');
    writeFileSync(join(root, 'untracked'), '1');
    expect(await gitState(root)).toEqual({ commit: head, dirty: false });
    writeFileSync(join(root, 'a'), '2');
    expect(await gitState(root)).toEqual({ commit: head, dirty: true });
  });
});

describe('gitOrigin', () => {
  it('looks at the named paths alone, whatever their names are', async () => {
    initialise();
    const first = commit('models/[a]/x', '1');
    commit('models/b/x', '1');
    expect(await gitOrigin(root, ['models/[a]', 'uv.lock'])).toEqual({ commit: first, dirty: false });
    writeFileSync(join(root, 'models/b/new'), '1');
    expect(await gitOrigin(root, ['models/[a]'])).toEqual({ commit: first, dirty: false });
    writeFileSync(join(root, 'models/[a]/new'), '1');
    expect(await gitOrigin(root, ['models/[a]'])).toEqual({ commit: first, dirty: true });
  });

  it('is empty where nothing of it was committed', async () => {
    initialise();
    commit('a', '1');
    expect(await gitOrigin(root, ['b'])).toEqual({});
  });
});

describe('gitAuthor', () => {
  it('is who the repository says', async () => {
    initialise();
    expect(await gitAuthor(root)).toBe('Ada <ada@example.org>');
  });
});
