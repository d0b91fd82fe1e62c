import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@modelgate/contracts';
import { resolveInterpreter } from './interpreter';
import type { ChosenInterpreter } from './interpreter-choice';
import { venvPython } from './python-places';
import { PYTHON, tempFolder, writeFiles, type Files } from './testing/temp-project';

let root: string;
beforeEach(() => {
  root = tempFolder();
  mkdirSync(join(root, 'models/toy'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A program that says it is a Python of this version. */
function fakePython(path: string, version: string): void {
  const answer = JSON.stringify({ executable: join(root, path), version });
  writeFiles(root, { [path]: `#!/bin/sh\necho asked >> '${root}/asked'\necho '${answer}'\n` });
  chmodSync(join(root, path), 0o755);
}

/** A uv that writes down how it is called, and makes environments that are links to the Python of the tests. */
function fakeUv(): void {
  writeFiles(root, {
    'bin/uv': `#!/bin/sh
PATH=/usr/bin:/bin
echo "$@" >> '${root}/uv-calls'
if [ "$1" = venv ]; then
  for venv; do :; done
  mkdir -p "$venv/bin"
  ln -s '${PYTHON.path}' "$venv/bin/python"
fi
`,
  });
  chmodSync(join(root, 'bin/uv'), 0o755);
}

function resolve(env: NodeJS.ProcessEnv = {}, requires?: string): Promise<ChosenInterpreter> {
  return resolveInterpreter({
    workspaceRoot: root,
    projectRoot: join(root, 'models/toy'),
    env: { PATH: join(root, 'bin'), ...env },
    requires,
    cacheDir: join(root, '.cache'),
  });
}

async function failure(env?: NodeJS.ProcessEnv, requires?: string): Promise<string> {
  const error: unknown = await resolve(env, requires).catch((reason: unknown) => reason);
  if (error instanceof UserError) return error.message.replaceAll(root, '<root>');
  throw error;
}

describe('resolveInterpreter', () => {
  it('takes MODELGATE_PYTHON, else the nearest .venv, else what is active, else PATH', async () => {
    fakePython('bin/python3', '3.13.1');
    expect(await resolve()).toMatchObject({
      interpreter: { path: join(root, 'bin/python3'), version: '3.13.1', chosen_by: 'PATH' },
      why: `Python 3.13.1 at ${root}/bin/python3: it is ${root}/bin/python3 on PATH`,
      news: true,
    });
    fakePython('conda/bin/python', '3.12.1');
    const conda = { CONDA_PREFIX: join(root, 'conda'), CONDA_DEFAULT_ENV: 'risk' };
    expect((await resolve(conda)).interpreter).toMatchObject({
      version: '3.12.1',
      chosen_by: 'CONDA_PREFIX',
    });
    expect((await resolve({ ...conda, CONDA_DEFAULT_ENV: 'base' })).interpreter.chosen_by).toBe('PATH');
    fakePython('active/bin/python', '3.11.1');
    const active = { ...conda, VIRTUAL_ENV: join(root, 'active') };
    expect((await resolve(active)).interpreter).toMatchObject({
      version: '3.11.1',
      chosen_by: 'VIRTUAL_ENV',
    });
    fakePython('.venv/bin/python', '3.10.1');
    expect((await resolve(active)).interpreter.chosen_by).toBe('.venv of the workspace');
    fakePython('models/toy/.venv/bin/python', '3.9.9');
    expect((await resolve(active)).interpreter).toEqual({
      path: join(root, 'models/toy/.venv/bin/python'),
      version: '3.9.9',
      chosen_by: '.venv of models/toy',
    });
    expect((await resolve({ ...active, MODELGATE_PYTHON: 'bin/python3' })).interpreter).toMatchObject({
      version: '3.13.1',
      chosen_by: 'MODELGATE_PYTHON',
    });
  });

  it('asks a Python once, and says once what it has chosen', async () => {
    fakePython('bin/python3', '3.13.1');
    expect([(await resolve()).news, (await resolve()).news]).toEqual([true, false]);
    expect(readFileSync(join(root, 'asked'), 'utf8')).toBe('asked\n');
  });

  it('passes over a Python on PATH and an active one that are too old', async () => {
    fakePython('bin/python3', '2.7.18');
    fakePython('bin/python', '3.11.1');
    fakePython('active/bin/python', '3.8.1');
    const { interpreter } = await resolve({ VIRTUAL_ENV: join(root, 'active') });
    expect(interpreter.path).toBe(join(root, 'bin/python'));
  });

  it.each<[string, Files, NodeJS.ProcessEnv, string | undefined, string[]]>([
    [
      'no Python at all',
      {},
      {},
      undefined,
      [
        'there is no Python that can run models/toy',
        'there is no python3 and no python on PATH',
        'install Python 3.9 or newer (https://www.python.org/downloads), or uv',
        'MODELGATE_PYTHON',
      ],
    ],
    [
      'MODELGATE_PYTHON that does not exist',
      {},
      { MODELGATE_PYTHON: '/nowhere/python3' },
      undefined,
      ['MODELGATE_PYTHON names "/nowhere/python3", which does not exist'],
    ],
    [
      'MODELGATE_PYTHON that is on no PATH',
      {},
      { MODELGATE_PYTHON: 'python9' },
      undefined,
      ['MODELGATE_PYTHON names "python9", which does not exist'],
    ],
    [
      'MODELGATE_PYTHON that is no Python',
      {},
      { MODELGATE_PYTHON: '/bin/ls' },
      undefined,
      ['MODELGATE_PYTHON names "/bin/ls", which does not run as a Python interpreter'],
    ],
    [
      'a .venv without a Python',
      { 'models/toy/.venv/pyvenv.cfg': '' },
      {},
      undefined,
      ['models/toy/.venv holds no Python that runs', 'remove models/toy/.venv'],
    ],
    [
      'a broken pyproject.toml',
      { 'models/toy/pyproject.toml': '[project]\nname = "toy"\ndependencies = = ["numpy"]\n' },
      {},
      undefined,
      ['models/toy/pyproject.toml:3'],
    ],
    [
      'dependencies that are no list',
      { 'models/toy/pyproject.toml': '[project]\ndependencies = "numpy"\n' },
      {},
      undefined,
      ['models/toy/pyproject.toml  project.dependencies: expected a list of texts'],
    ],
  ])('refuses %s', async (_name, files, env, requires, texts) => {
    writeFiles(root, files);
    const message = await failure(env, requires);
    for (const text of texts) expect(message).toContain(text);
  });

  it.each<[string, string, string | undefined, string[]]>([
    [
      'older than the runner',
      '3.8.1',
      undefined,
      ['Python 3.8.1 is older than 3.9, the oldest that modelgate runs'],
    ],
    [
      'older than model.yaml asks for',
      '3.10.1',
      '>=3.11',
      [
        'models/toy/model.yaml  models/toy/.venv: Python 3.10.1 is not >=3.11, which models/toy/model.yaml asks for',
      ],
    ],
    [
      'asked for in words',
      '3.10.1',
      'newest',
      ['models/toy/model.yaml  Python version "newest" cannot be read'],
    ],
  ])('refuses a .venv with a Python that is %s', async (_name, version, requires, texts) => {
    fakePython('models/toy/.venv/bin/python', version);
    const message = await failure({}, requires);
    for (const text of texts) expect(message).toContain(text);
  });

  it('names what it passed over where nothing fits', async () => {
    fakePython('bin/python3', '3.10.1');
    const message = await failure({}, '>=3.12');
    expect(message).toContain(
      '<root>/bin/python3: Python 3.10.1 is not >=3.12, which models/toy/model.yaml asks for',
    );
    expect(message).toContain('install a Python that is >=3.12');
  });

  it('names a version that two files ask for once', async () => {
    fakePython('bin/python3', '3.10.1');
    writeFiles(root, { 'models/toy/pyproject.toml': '[project]\nrequires-python = ">=3.12"\n' });
    expect(await failure({}, '>=3.12')).toContain('install a Python that is >=3.12 (');
  });

  it('takes the Python on PATH where it has the dependencies, and remembers that it has', async () => {
    mkdirSync(join(root, 'bin'));
    symlinkSync(PYTHON.path, join(root, 'bin/python3'));
    writeFiles(root, {
      'models/toy/pyproject.toml':
        '[project]\ndependencies = ["pip>=1", \'nowhere; python_version < "3"\']\n',
    });
    expect((await resolve()).why).toContain('on PATH and has all dependencies');
    // What is remembered is what is asked next: here, that something is missing after all.
    const folder = join(root, '.cache/python-requirements');
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      writeFileSync(path, readFileSync(path, 'utf8').replace('"missing":[]', '"missing":["pip>=1 (gone)"]'));
    }
    fakeUv();
    expect((await resolve()).why).toContain('lacks pip>=1 (gone)');
  });

  it.each<[string, Files, string[]]>([
    [
      'uv.lock',
      { 'pyproject.toml': '[project]\ndependencies = ["nowhere"]\n', 'uv.lock': 'version = 1\n' },
      ['sync --locked --no-install-project --project <toy>'],
    ],
    [
      'pyproject.toml',
      { 'pyproject.toml': '[project]\ndependencies = ["nowhere"]\n' },
      ['pip install --python <venv>/bin/python -r <venv>/modelgate-requirements.txt'],
    ],
    [
      'requirements.txt',
      { 'requirements.txt': 'nowhere\n' },
      ['pip install --python <venv>/bin/python -r <toy>/requirements.txt'],
    ],
  ])(
    'makes a .venv with uv from %s where the Python on PATH lacks something',
    async (_name, files, steps) => {
      mkdirSync(join(root, 'bin'));
      symlinkSync(PYTHON.path, join(root, 'bin/python3'));
      fakeUv();
      const toy = join(root, 'models/toy');
      writeFiles(toy, files);
      const { interpreter, why } = await resolve();
      expect(interpreter).toMatchObject({
        path: venvPython(join(toy, '.venv')),
        chosen_by: '.venv of models/toy',
      });
      expect(why).toContain('models/toy/.venv was made for it because no other Python fits');
      expect(why).toContain('lacks nowhere (not installed)');
      const calls = readFileSync(join(root, 'uv-calls'), 'utf8')
        .replaceAll(join(toy, '.venv'), '<venv>')
        .replaceAll(toy, '<toy>')
        .trim()
        .split('\n');
      expect(calls).toEqual([expect.stringMatching(/^venv --allow-existing --python .* <venv>$/), ...steps]);
      // It is there now, and up to date.
      expect((await resolve()).why).toContain('the nearest .venv is models/toy/.venv');
      expect(readFileSync(join(root, 'uv-calls'), 'utf8').trim().split('\n')).toHaveLength(2);
    },
  );
});
