import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { expectCode, tasks, workspace, type Workspace } from './harness';

const MODEL = 'models/credit';

interface StageReport {
  summary: string;
  gates: { title: string; outcome: string; message: string }[];
  notes: string[];
}

describe('the checks of the code of a model', () => {
  let ws: Workspace;
  /** A Python with nothing installed in it. */
  let env: { MODELGATE_PYTHON: string };
  const nx = (...args: string[]) => ws.nx(args, { env });
  const report = (stage: string) => JSON.parse(ws.read(`dist/${MODEL}/${stage}/report.json`)) as StageReport;

  beforeAll(async () => {
    ws = workspace({ name: 'quality' });
    const bare = join(ws.root, '..', 'bare');
    spawnSync('python3', ['-m', 'venv', '--without-pip', bare]);
    env = { MODELGATE_PYTHON: join(bare, 'bin/python') };
    expectCode(0, await nx('generate', 'ml-model', 'credit', '--template=stdlib'));
    ws.commit('Add a model');
  });
  afterEach(() => {
    ws.git('checkout', '--quiet', '.');
    ws.git('clean', '--quiet', '-fd', 'models');
  });
  afterAll(() => ws?.remove());

  it('run the generated tests once, before check, and leave no file behind', async () => {
    const first = expectCode(0, await nx('run', 'credit:check'));
    expect(tasks(first).ran).toContain('credit:test');
    expect(report('test').summary).toMatch(/^unittest: \d+ passed$/);
    expect(ws.git('status', '--porcelain')).toBe('');
    const again = expectCode(0, await nx('run', 'credit:check'));
    expect(tasks(again).cached).toContain('credit:test');
    expect(existsSync(join(ws.root, `dist/${MODEL}/test/tests.xml`))).toBe(true);
  });

  it('restore tests.xml from the cache, and run again for code, tests and settings, not for prose', async () => {
    expectCode(0, await nx('run', 'credit:test'));
    ws.write(`${MODEL}/README.md`, 'Another text.\n');
    expect(tasks(await nx('run', 'credit:test')).cached).toEqual(['credit:test']);
    for (const path of [`${MODEL}/tests/test_more.py`, `${MODEL}/src/credit/more.py`, 'models/conftest.py']) {
      ws.write(path, '# nothing\n');
      const run = await nx('run', 'credit:test');
      expect(tasks(run).ran.concat(tasks(run).failed)).toEqual(['credit:test']);
    }
  });

  it('name the test that failed, its line and its message, and block check', async () => {
    ws.write(
      `${MODEL}/tests/test_more.py`,
      'import unittest\n\nclass More(unittest.TestCase):\n    def test_sum(self):\n        self.assertEqual(1 + 1, 3)\n',
    );
    const run = await nx('run', 'credit:check');
    expect(run.code).not.toBe(0);
    expect(tasks(run).failed).toEqual(['credit:test']);
    expect(run.all).toContain(`${MODEL}/tests/test_more.py:5: AssertionError: 2 != 3`);
    const failed = report('test').gates.filter(({ outcome }) => outcome === 'fail');
    expect(failed.map(({ title }) => title)).toEqual(['test_more.More::test_sum']);
    expect(ws.read(`dist/${MODEL}/test/junit.xml`)).toContain('AssertionError: 2 != 3');
  });

  it('are targets only where quality lists them, and say how a missing tool is installed', async () => {
    const without = await nx('run', 'credit:lint');
    expect(without.code).not.toBe(0);
    ws.replace(`${MODEL}/model.yaml`, 'quality: [ test ]', 'quality: [lint, typecheck, test]');
    for (const [stage, tool] of [
      ['lint', 'ruff'],
      ['typecheck', 'mypy'],
    ]) {
      const run = expectCode(1, await nx('run', `credit:${stage}`));
      expect(run.all).toContain(`${tool} is not installed in Python 3.`);
      expect(run.all).toContain(`-m pip install ${tool}`);
    }
  });

  it('train the same model twice, or say what decides otherwise', async () => {
    const before = spawnSync('find', ['dist', '-newermt', '2000-01-01', '-name', 'report.json'], {
      cwd: ws.root,
      encoding: 'utf8',
    }).stdout;
    const run = expectCode(0, await nx('run', 'credit:repro'));
    expect(run.all).toMatch(/bitwise equal: two trainings gave the artifact [0-9a-f]{12}/);
    expect(tasks(expectCode(0, await nx('run', 'credit:repro'))).ran).toEqual(['credit:repro']);
    const after = spawnSync('find', ['dist', '-name', 'report.json'], {
      cwd: ws.root,
      encoding: 'utf8',
    }).stdout;
    const added = after.split('\n').filter((path) => !before.includes(path));
    expect(added).toEqual([`dist/${MODEL}/repro/report.json`]);
    expect(ws.git('status', '--porcelain')).toBe('');
  });

  it('keep verdicts as they are where an exporter cannot write, and say so in one line', async () => {
    const nxJson = JSON.parse(ws.read('nx.json')) as { plugins: unknown[] };
    const options = { exporters: { mlflow: {} } };
    ws.write('nx.json', JSON.stringify({ ...nxJson, plugins: [{ plugin: '@modelgate/nx', options }] }));
    const run = expectCode(0, await nx('run', 'credit:evaluate'));
    expect(run.all.match(/not exported to mlflow: mlflow is not installed in /g)).toHaveLength(2);
  });
});
