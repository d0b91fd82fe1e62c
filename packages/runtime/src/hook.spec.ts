import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pythonMinor } from './hook';
import { tempFolder, writeFiles, type Files } from './testing/temp-project';

let root: string;
beforeEach(() => (root = tempFolder()));
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A program that says it is a Python of this version, and leaves a line in `asked` each time it is asked. */
function fakePython(path: string, version: string, more = ''): void {
  const answer = JSON.stringify({ executable: join(root, path), version });
  writeFiles(root, {
    [path]: `#!/bin/sh\necho asked >> '${join(root, 'asked')}'\n${more}\necho '${answer}'\n`,
  });
  chmodSync(join(root, path), 0o755);
}

const minor = (env: NodeJS.ProcessEnv = {}) =>
  pythonMinor({
    workspaceRoot: root,
    env: { PATH: join(root, 'bin'), ...env },
    cacheDir: join(root, '.cache'),
  });
/** How often a fake Python was asked. */
const asked = () => readFileSync(join(root, 'asked'), 'utf8').trim().split('\n').length;

describe('pythonMinor', () => {
  it.each<[string, Files, NodeJS.ProcessEnv, string]>([
    [
      '.python-version',
      { '.python-version': '3.11.7\n3.9\n', '.venv/pyvenv.cfg': 'version = 3.12.1' },
      {},
      '3.11',
    ],
    ['.python-version of a minor alone', { '.python-version': '3.13' }, {}, '3.13'],
    [
      'a .venv, past a .python-version without a number',
      { '.python-version': 'mine', '.venv/pyvenv.cfg': 'home = /usr\nversion = 3.12.1\n' },
      {},
      '3.12',
    ],
    ['a .venv of uv', { '.venv/pyvenv.cfg': 'version_info = 3.10.2' }, {}, '3.10'],
    ['the active environment', { 'active/pyvenv.cfg': 'version = 3.9.1' }, { VIRTUAL_ENV: 'active' }, '3.9'],
    ['nothing', {}, {}, 'none'],
    [
      'MODELGATE_PYTHON that does not exist',
      { '.python-version': '3.11' },
      { MODELGATE_PYTHON: '/nowhere/python' },
      'none',
    ],
  ])('%s', (_name, files, env, expected) => {
    writeFiles(root, files);
    const active = env['VIRTUAL_ENV'] ? { VIRTUAL_ENV: join(root, env['VIRTUAL_ENV']) } : {};
    expect(minor({ ...env, ...active })).toBe(expected);
  });

  it('asks the Python on PATH once, and again when it is another file', () => {
    fakePython('bin/python3', '3.11.7');
    expect([minor(), minor(), asked()]).toEqual(['3.11', '3.11', 1]);
    fakePython('bin/python3', '3.12.10');
    expect([minor(), minor(), asked()]).toEqual(['3.12', '3.12', 2]);
  });

  it('asks a shim of pyenv again when its choice may be another one', () => {
    fakePython('bin/python3', '3.11.7');
    const env = { PYENV_ROOT: join(root, 'pyenv') };
    minor(env);
    minor(env);
    expect(asked()).toBe(1);
    writeFiles(root, { 'pyenv/version': '3.12.1' });
    minor(env);
    minor(env);
    expect(asked()).toBe(2);
    minor({ ...env, PYENV_VERSION: '3.9' });
    expect(asked()).toBe(3);
  });

  it('takes MODELGATE_PYTHON before everything else', () => {
    fakePython('other/python', '3.10.1');
    writeFiles(root, { '.python-version': '3.11' });
    expect(minor({ MODELGATE_PYTHON: 'other/python' })).toBe('3.10');
  });

  it('takes python where there is no python3, and passes over what is no Python', () => {
    writeFiles(root, { 'bin/python3': '#!/bin/sh\nexit 1\n' });
    chmodSync(join(root, 'bin/python3'), 0o755);
    fakePython('bin/python', '3.13.0');
    expect(minor()).toBe('3.13');
  });

  it('works where nothing can be remembered', () => {
    fakePython('bin/python3', '3.11.7');
    writeFileSync(join(root, '.cache'), 'a file where the folder should be');
    expect([minor(), minor()]).toEqual(['3.11', '3.11']);
  });
});

describe('the module of the hook', () => {
  it('loads none of the large libraries', () => {
    jest.isolateModules(() => {
      for (const name of ['zod', 'yaml', 'smol-toml', '@modelgate/contracts', '@modelgate/store']) {
        jest.doMock(name, () => {
          throw new Error(`${name} was loaded`);
        });
      }
      const hook: unknown = jest.requireActual('./hook');
      expect(Object.keys(hook ?? {}).sort()).toEqual([
        'hardwareClass',
        'keepQuietly',
        'minorSatisfies',
        'minorSatisfying',
        'pythonMinor',
      ]);
    });
  });
});
