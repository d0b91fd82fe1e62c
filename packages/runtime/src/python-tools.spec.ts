import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { installedVersions, optionalListing, runTool, type ToolRun } from './python-tools';
import { untilGone } from './testing/processes';
import { PYTHON } from './testing/temp-project';

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(realpathSync(tmpdir()), 'modelgate-tool-'));
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const run = (code: string, more: Partial<ToolRun> = {}) =>
  runTool({ what: 'tool of toy', interpreter: PYTHON, args: ['-c', code], cwd, env: process.env, ...more });

describe('a tool of a Python environment', () => {
  it('ends with its exit code and what it printed, whatever that is', async () => {
    const lines: string[] = [];
    const code =
      'import sys; print("one"); print(sys.stdin.read()); print("two", file=sys.stderr); sys.exit(3)';
    const end = await run(code, { input: 'given', onLine: (line) => void lines.push(line) });
    expect(end).toMatchObject({ exitCode: 3, stdout: 'one\ngiven\n', stderr: 'two\n' });
    expect(lines.sort()).toEqual(['given', 'one', 'two']);
  });

  it('sees folders in front of PYTHONPATH, no colours and no credentials but those that are named', async () => {
    const code =
      'import os, json; print(json.dumps({n: os.environ.get(n) for n in ("PYTHONPATH", "FORCE_COLOR", "A_TOKEN", "B_TOKEN", "CACHE")}))';
    const env = {
      ...process.env,
      FORCE_COLOR: '1',
      PYTHONPATH: '/before',
      A_TOKEN: 'aaaa1',
      B_TOKEN: 'bbbb1',
    };
    const lines: string[] = [];
    const end = await run(code, {
      env,
      path: ['/one', '/two'],
      secrets: ['B_TOKEN'],
      variables: { CACHE: '/cache' },
      onLine: (line) => void lines.push(line),
    });
    expect(JSON.parse(end.stdout)).toEqual({
      PYTHONPATH: ['/one', '/two', '/before'].join(delimiter),
      FORCE_COLOR: null,
      A_TOKEN: null,
      B_TOKEN: '***',
      CACHE: '/cache',
    });
    expect(lines.join()).not.toContain('bbbb1');
  });

  it('does not wait for what it left running', async () => {
    const code =
      'import subprocess, sys; print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]).pid)';
    const { stdout } = await run(code);
    expect(await untilGone(Number(stdout))).toBe(true);
  });

  it('is stopped at its timeout, and when it is cancelled', async () => {
    const hangs = 'import time; print("begun", flush=True); time.sleep(600)';
    await expect(run(hangs, { timeoutMs: 300 })).rejects.toThrow(
      'tool of toy ran longer than 0.3 s and was stopped',
    );
    const controller = new AbortController();
    const cancelled = run(hangs, { signal: controller.signal, onLine: () => controller.abort() });
    await expect(cancelled).rejects.toThrow('tool of toy was stopped');
  });

  it('is an error where it is killed, or does not start', async () => {
    await expect(run('import os; os.kill(os.getpid(), 9)')).rejects.toThrow(
      'tool of toy was killed by SIGKILL',
    );
    const interpreter = { ...PYTHON, path: join(cwd, 'python') };
    await expect(run('', { interpreter })).rejects.toThrow(/tool of toy: .*python cannot be started: ENOENT/);
  });
});

it('tells the versions of what is installed', async () => {
  const site = join(cwd, 'site/tool_x-1.2.dist-info');
  mkdirSync(site, { recursive: true });
  writeFileSync(join(site, 'METADATA'), 'Metadata-Version: 2.1\nName: tool-x\nVersion: 1.2\n');
  const env = { ...process.env, PYTHONPATH: join(cwd, 'site') };
  expect(await installedVersions(PYTHON, ['tool-x', 'tool-y'], { cwd, env })).toEqual(
    new Map([['tool-x', '1.2']]),
  );
});

it.each([
  ['', undefined],
  ['[project.optional-dependencies]\na = ["x"]\ndev = ["Ruff >= 0.6"]\n', { kind: 'extra', name: 'dev' }],
  ['[dependency-groups]\nlint = [{include-group = "a"}, "ruff"]\n', { kind: 'group', name: 'lint' }],
  ['not toml', undefined],
])('finds the extra that lists a tool in %j', async (text, listing) => {
  writeFileSync(join(cwd, 'pyproject.toml'), text);
  expect(await optionalListing(cwd, 'ruff')).toEqual(listing);
});
