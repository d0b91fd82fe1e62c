import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageOutlook } from './package-outlook';
import { tempFolder, writeFiles } from './testing/temp-project';

let root: string;
beforeEach(() => {
  root = tempFolder();
  mkdirSync(join(root, 'bin'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

interface Python {
  /** What check_requirements.py finds missing. */
  missing?: string[];
  /** Whether it has venv and pip. */
  whole?: boolean;
  /** The newest version that its index has. */
  newest?: string | undefined;
}

function program(path: string, text: string): void {
  writeFiles(root, { [path]: `#!/bin/sh\n${text}` });
  chmodSync(join(root, path), 0o755);
}

function fakePython(path: string, { missing = [], whole = true, newest }: Python): void {
  const probe = JSON.stringify({ executable: join(root, path), version: '3.12.1' });
  const pip = newest === undefined ? 'echo "ERROR: no index" >&2; exit 1' : `echo "scikit-learn (${newest})"`;
  program(
    path,
    `case "$*" in
  *check_requirements*) echo '${JSON.stringify({ missing, sites: [] })}' ;;
  *ensurepip*) ${whole ? 'exit 0' : 'echo "No module named ensurepip" >&2; exit 1'} ;;
  *"pip index versions scikit-learn"*) ${pip} ;;
  *) echo '${probe}' ;;
esac
`,
  );
}

async function outlook(env: NodeJS.ProcessEnv = {}): Promise<string> {
  const { state, because } = await packageOutlook(
    {
      workspaceRoot: root,
      projectRoot: join(root, 'models/new'),
      env: { PATH: join(root, 'bin'), ...env },
      requires: '>=3.9',
      cacheDir: join(root, '.cache'),
    },
    ['scikit-learn>=1.4'],
  );
  return `${state}: ${because}`.replaceAll(root, '<root>');
}

const LACKS = ['scikit-learn>=1.4 (not installed)'];

describe('packageOutlook', () => {
  it.each<[string, Python, string]>([
    ['has them', {}, 'present: it is <root>/bin/python3 on PATH and has all dependencies'],
    [
      'can have them',
      { missing: LACKS, newest: '1.6.1' },
      'installable: pip can install them into models/new/.venv',
    ],
    [
      'is too old for them',
      { missing: LACKS, newest: '1.3.2' },
      'missing: <root>/bin/python3: lacks scikit-learn>=1.4 (not installed); ' +
        'the newest scikit-learn for this Python is 1.3.2, not >=1.4',
    ],
    [
      'has no index',
      { missing: LACKS },
      'missing: <root>/bin/python3: lacks scikit-learn>=1.4 (not installed); ' +
        'pip cannot find scikit-learn (ERROR: no index)',
    ],
    [
      'cannot make environments',
      { missing: LACKS, whole: false, newest: '1.6.1' },
      'missing: <root>/bin/python3: lacks scikit-learn>=1.4 (not installed); ' +
        '<root>/bin/python3 has no venv or no pip (No module named ensurepip)',
    ],
  ])('of a python3 on PATH that %s', async (_name, python, text) => {
    fakePython('bin/python3', python);
    expect(await outlook()).toBe(text);
  });

  it('installs nothing into an environment that is there', async () => {
    fakePython('bin/python3', {});
    fakePython('.venv/bin/python', { missing: LACKS, newest: '1.6.1' });
    expect(await outlook()).toBe(
      'missing: the nearest .venv is .venv and lacks scikit-learn>=1.4 (not installed)',
    );
  });

  it('of an active environment', async () => {
    fakePython('active/bin/python', {});
    expect(await outlook({ VIRTUAL_ENV: join(root, 'active') })).toBe(
      'present: VIRTUAL_ENV is active (<root>/active) and has them',
    );
  });

  it.each([
    ['echo "scikit-learn==1.6.1"', 'installable: uv can install them into models/new/.venv'],
    [
      'echo "error: no route to host" >&2; exit 2',
      'missing: <root>/bin/python3: lacks scikit-learn>=1.4 (not installed); uv cannot fetch scikit-learn>=1.4 (error: no route to host)',
    ],
  ])('asks uv where it is installed: %s', async (uv, text) => {
    fakePython('bin/python3', { missing: LACKS });
    program('bin/uv', uv);
    expect(await outlook()).toBe(text);
  });

  it('is told by nothing but a sentence where there is no Python at all', async () => {
    expect(await outlook()).toBe('missing: there is no Python');
    expect(await outlook({ MODELGATE_PYTHON: '/nowhere/python' })).toBe(
      'missing: MODELGATE_PYTHON names "/nowhere/python", which does not exist',
    );
  });
});
