import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { environmentLock } from './environment-lock';

const PANDAS = '[project]\nname = "m"\nversion = "1"\ndependencies = ["pandas>=2", "scikit-learn==1.5.1"]\n';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(realpathSync(tmpdir()), 'modelgate-lock-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it.each<[what: string, files: Record<string, string>, locked: boolean, loose: string[]]>([
  ['nothing', {}, false, []],
  [
    'a project without dependencies',
    { 'm/pyproject.toml': '[project]\nname = "m"\nversion = "1"\n' },
    true,
    [],
  ],
  ['bounds alone', { 'm/pyproject.toml': PANDAS }, false, ['pandas>=2']],
  ['uv.lock', { 'm/pyproject.toml': PANDAS, 'm/uv.lock': '' }, true, []],
  ['uv.lock of the workspace', { 'm/pyproject.toml': PANDAS, 'uv.lock': '' }, true, []],
  [
    'pins of all',
    { 'm/pyproject.toml': PANDAS, 'm/requirements.txt': 'Pandas==2.2.3\nnumpy==2.0.0\n' },
    true,
    [],
  ],
  [
    'pins with hashes and markers',
    { 'm/requirements.txt': 'pandas==2.2.3 ; python_version >= "3.9" \\\n    --hash=sha256:aa\n' },
    true,
    [],
  ],
  ['pins of the workspace', { 'm/pyproject.toml': PANDAS, 'requirements.txt': 'pandas===2.2.3\n' }, true, []],
  [
    'pins in a file beside the bounds',
    { 'm/requirements.txt': 'pandas>=2\n', 'm/requirements.lock.txt': 'pandas==2.2.3\n' },
    true,
    [],
  ],
  [
    'pins of other packages',
    { 'm/pyproject.toml': PANDAS, 'm/requirements-dev.txt': 'ruff==0.6.0\n' },
    false,
    ['pandas>=2'],
  ],
  ['a pin with a wildcard', { 'm/requirements.txt': 'pandas==2.*\n' }, false, ['pandas==2.*']],
  ['two bounds', { 'm/requirements.txt': 'pandas==2.1,<3\n' }, false, ['pandas==2.1,<3']],
  ['an address', { 'm/requirements.txt': 'pandas @ https://example.test/pandas.whl\n' }, true, []],
])('%s', async (_what, files, locked, loose) => {
  mkdirSync(join(root, 'm'));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  expect(await environmentLock(root, join(root, 'm'))).toMatchObject({ locked, loose });
});

describe('included files', () => {
  const project = () => join(root, 'teams/a/m');
  const put = (files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(project(), path)), { recursive: true });
      writeFileSync(join(project(), path), text);
    }
  };

  it.each<[line: string, file: string, unseen: string[]]>([
    ['-r reqs/base.txt', 'reqs/base.txt', ['teams/a/m/reqs/base.txt']],
    ['-rreqs/base.txt', 'reqs/base.txt', ['teams/a/m/reqs/base.txt']],
    ['--requirement=reqs/requirements.txt', 'reqs/requirements.txt', ['teams/a/m/reqs/requirements.txt']],
    ['-c pins.txt', 'pins.txt', ['teams/a/m/pins.txt']],
    ['-r requirements-base.txt', 'requirements-base.txt', []],
    ['-r ../requirements.txt', '../requirements.txt', []],
  ])('%s', async (line, file, unseen) => {
    put({ [file]: 'pandas==2.2.3\n', 'requirements.txt': `${line}\nnumpy==2.0.0\n` });
    const locked = unseen.length === 0;
    expect(await environmentLock(root, project())).toMatchObject({ locked, loose: [], unseen });
    expect(await environmentLock(root, project(), [], [file])).toMatchObject({ locked: true, unseen: [] });
  });

  it('pins of every folder above count', async () => {
    put({ 'requirements.txt': 'pandas>=2\n', '../requirements.lock.txt': 'pandas==2.2.3\n' });
    expect(await environmentLock(root, project())).toMatchObject({ locked: true });
  });
});
