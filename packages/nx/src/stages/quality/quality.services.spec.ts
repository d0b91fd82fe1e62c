import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
// eslint-disable-next-line @nx/enforce-module-boundaries -- tools are no package; e2e uses the same environments
import { pythonWith } from '../../../../../tools/workspace/python-environment.cjs';
import { modelWorkspace, type ModelWorkspace } from '../../testing/model-workspace';
import { lint } from './lint';
import { tests } from './tests';
import { typecheck } from './typecheck';

const PYTHON = pythonWith(['ruff', 'flake8', 'mypy', 'pytest', 'pytest-cov', 'coverage']);
const before = process.env['MODELGATE_PYTHON'];
beforeAll(() => {
  process.env['MODELGATE_PYTHON'] = PYTHON;
});
afterAll(() => {
  if (before === undefined) delete process.env['MODELGATE_PYTHON'];
  else process.env['MODELGATE_PYTHON'] = before;
});

const CLEAN = {
  'models/toy/src/toy/__init__.py': '',
  'models/toy/src/toy/data.py': 'def double(x: int) -> int:\n    return 2 * x\n',
  'models/toy/tests/test_data.py':
    'import pytest\n\nfrom toy.data import double\n\n\n@pytest.mark.parametrize("x", [1, 2])\ndef test_doubles(x):\n    assert double(x) == x + x\n',
};

let ws: ModelWorkspace;
afterEach(() => ws.remove());

describe('lint', () => {
  it('passes clean code with ruff, and leaves nothing in the project', async () => {
    ws = modelWorkspace(CLEAN);
    const { success, said, report } = await ws.run('lint', lint);
    expect(said).toContain('All checks passed!');
    expect(success).toBe(true);
    expect(report?.summary).toMatch(/^ruff \d+\.\d+\.\d+ in src, tests: nothing found$/);
    expect(ws.files('models/toy')).toEqual([
      'model.yaml',
      ...Object.keys(CLEAN).map((path) => path.slice('models/toy/'.length)),
    ]);
  });

  it('names what ruff found with its place, and leaves out the code of the baseline', async () => {
    ws = modelWorkspace({
      ...CLEAN,
      'models/toy/src/toy/train.py': 'import os\nimport sys\n',
      'models/toy/src/toy/api.py': 'def app(:\n',
      'models/toy/baseline/files/code/src/toy/data.py': 'import os\n',
    });
    const { success, said, report } = await ws.run('lint', lint);
    expect(success).toBe(false);
    expect(said).toContain('src/toy/train.py:1:8: F401');
    const gates = new Map(report?.gates.map(({ id, message }) => [id, message]));
    expect(gates.get('F401')).toBe(
      'models/toy/src/toy/train.py:1:8: `os` imported but unused (the first of 2)',
    );
    expect(gates.get('invalid-syntax')).toContain('models/toy/src/toy/api.py:1:9');
    expect(report?.tables[0]?.rows).toContainEqual([
      'models/toy/src/toy/train.py:2:8',
      'F401',
      '`sys` imported but unused',
    ]);
    expect(JSON.stringify(report)).not.toContain('baseline/files');
  });

  it('is flake8 where the nearest settings are its own', async () => {
    ws = modelWorkspace({
      ...CLEAN,
      'pyproject.toml': '[tool.ruff]\nline-length = 100\n',
      'models/toy/setup.cfg': '[flake8]\nmax-line-length = 40\n',
      'models/toy/src/toy/train.py': `import os\n\nx = ${'1 + '.repeat(20)}1\n`,
    });
    const { report } = await ws.run('lint', lint);
    expect(report?.summary).toMatch(/^flake8 /);
    expect(report?.gates.map(({ id }) => id).sort()).toEqual(['E501', 'F401']);
  });

  it('tells what is wrong with the settings', async () => {
    ws = modelWorkspace({ ...CLEAN, 'models/toy/ruff.toml': 'line-lenght = 3\n' });
    const { success, said } = await ws.run('lint', lint);
    expect(success).toBe(false);
    expect(said).toContain('ruff of toy ended with exit code 2');
    expect(said).toContain('line-lenght');
  });
});

describe('typecheck', () => {
  it('checks the code and keeps its cache outside the project', async () => {
    ws = modelWorkspace({
      ...CLEAN,
      'models/toy/src/toy/train.py': 'from toy.data import double\n\ndouble("x")\n',
    });
    const failed = await ws.run('typecheck', typecheck);
    expect(failed.success).toBe(false);
    expect(failed.said).toContain('Found 1 error in 1 file');
    expect(failed.report?.gates.map(({ id, message }) => `${id} ${message}`)).toEqual([
      'arg-type models/toy/src/toy/train.py:3:8: Argument 1 to "double" has incompatible type "str"; expected "int"',
    ]);
    ws.write({ 'models/toy/src/toy/train.py': 'from toy.data import double\n\ndouble(1)\n' });
    const passed = await ws.run('typecheck', typecheck);
    expect(passed.said).toContain('Success: no issues found in 3 source files');
    expect(passed.success).toBe(true);
    expect(ws.files('models/toy').filter((path) => path.includes('cache'))).toEqual([]);
    expect(existsSync(join(ws.root, '.nx/workspace-data/modelgate/tools/mypy/models/toy'))).toBe(true);
  });

  it('checks what the settings of mypy name, and tells of broken syntax', async () => {
    ws = modelWorkspace({
      ...CLEAN,
      'models/toy/mypy.ini': '[mypy]\nfiles = src/toy/train.py\n',
      'models/toy/src/toy/train.py': 'def (\n',
    });
    const { success, report } = await ws.run('typecheck', typecheck);
    expect(success).toBe(false);
    expect(report?.summary).toContain('in the files of its settings');
    expect(report?.gates[0]?.message).toContain('models/toy/src/toy/train.py:1');
  });
});

describe('test', () => {
  const own = () => ws.files('models/toy').filter((path) => !path.endsWith('.py'));

  it('runs pytest with coverage, and writes tests.xml and coverage.xml outside the project', async () => {
    ws = modelWorkspace(CLEAN);
    const { success, said, report } = await ws.run('test', tests);
    expect(said).toContain('2 passed');
    expect(success).toBe(true);
    expect(report?.summary).toMatch(/^pytest \d\S+: 2 passed; 100 % of 2 lines covered$/);
    expect(report?.tables).toEqual([
      {
        title: 'Coverage',
        columns: ['file', 'lines', 'covered', '%'],
        rows: [
          ['toy/__init__.py', 0, 0, null],
          ['toy/data.py', 2, 2, 100],
          ['all', 2, 2, 100],
        ],
      },
    ]);
    expect(own()).toEqual(['model.yaml']);
    expect(ws.files('dist/models/toy/test')).toEqual(
      expect.arrayContaining(['coverage.xml', 'junit.xml', 'tests.xml']),
    );
  });

  it('makes a gate of each failed test, with the line that failed', async () => {
    ws = modelWorkspace({
      ...CLEAN,
      'models/toy/tests/test_more.py':
        'import unittest\n\ndef test_wrong():\n    value = 3\n    assert value == 4\n\nclass Old(unittest.TestCase):\n    def test_old(self):\n        self.assertIn("a", "b")\n    @unittest.skip("later")\n    def test_later(self): pass\n',
      'models/toy/tests/test_broken.py': 'import nothing_here\n',
      'models/toy/pyproject.toml':
        '[tool.pytest.ini_options]\naddopts = "--continue-on-collection-errors -q"\n',
    });
    const { success, report } = await ws.run('test', tests);
    expect(success).toBe(false);
    expect(report?.summary).toMatch(/2 passed, 3 failed, 1 skipped/);
    const messages = report?.gates.map(({ title, message }) => `${title} | ${message.split('\n')[0]}`).sort();
    expect(messages).toEqual([
      expect.stringMatching(/test_broken \| models\/toy\/tests\/test_broken.py:1: /),
      expect.stringContaining(
        "tests.test_more.Old::test_old | models/toy/tests/test_more.py:9: AssertionError: 'a' not found in 'b'",
      ),
      expect.stringContaining('tests.test_more::test_wrong | models/toy/tests/test_more.py:5: assert 3 == 4'),
    ]);
    const xml = readFileSync(join(ws.root, 'dist/models/toy/test/tests.xml'), 'utf8');
    expect(xml).toContain('name="test_wrong"');
  });

  it('fails where pytest collects nothing', async () => {
    ws = modelWorkspace({ ...CLEAN, 'models/toy/tests/test_data.py': 'x = 1\n' });
    const { success, report } = await ws.run('test', tests);
    expect(success).toBe(false);
    expect(report?.gates.map(({ message }) => message)).toEqual(['pytest found no test in models/toy/tests']);
  });

  it('fails where the coverage is less than the project asks for', async () => {
    ws = modelWorkspace({
      ...CLEAN,
      'models/toy/src/toy/train.py': 'def train():\n    return 1\n',
      'models/toy/pyproject.toml': '[tool.coverage.report]\nfail_under = 90\n',
    });
    const { success, report } = await ws.run('test', tests);
    expect(success).toBe(false);
    expect(report?.gates.map(({ message }) => message).join()).toMatch(
      /fail.under|[Rr]equired test coverage|less than/,
    );
  });

  it('masks secrets in what is shown and in tests.xml', async () => {
    process.env['TOY_TOKEN'] = 'very-secret-value';
    ws = modelWorkspace({
      ...CLEAN,
      'models/toy/tests/test_secret.py':
        'import os\n\ndef test_secret():\n    print(os.environ["TOY_TOKEN"])\n    assert os.environ["TOY_TOKEN"] == ""\n',
    });
    ws.write({
      'models/toy/model.yaml': `${readFileSync(join(ws.root, 'models/toy/model.yaml'), 'utf8')}secrets: [TOY_TOKEN]\n`,
    });
    const { said, report } = await ws.run('test', tests);
    delete process.env['TOY_TOKEN'];
    const xml = readFileSync(join(ws.root, 'dist/models/toy/test/tests.xml'), 'utf8');
    expect(xml).toContain('***');
    expect(said + xml + JSON.stringify(report)).not.toContain('very-secret-value');
  });

  it('is unittest with coverage around it, where coverage alone is installed', async () => {
    process.env['MODELGATE_PYTHON'] = pythonWith(['coverage']);
    ws = modelWorkspace({
      ...CLEAN,
      'models/toy/src/toy/train.py': 'def train():\n    return 1\n',
      'models/toy/tests/test_data.py':
        'import unittest\nfrom toy.data import double\n\nclass T(unittest.TestCase):\n    def test_it(self): self.assertEqual(double(1), 2)\n',
    });
    const passed = await ws.run('test', tests);
    expect(passed.success).toBe(true);
    expect(passed.report?.summary).toBe('unittest: 1 passed; 50 % of 4 lines covered');
    expect(own()).toEqual(['model.yaml']);
    ws.write({ 'models/toy/.coveragerc': '[report]\nfail_under = 90\n[run]\nparallel = true\n' });
    const failed = await ws.run('test', tests);
    process.env['MODELGATE_PYTHON'] = PYTHON;
    expect(failed.success).toBe(false);
    expect(failed.report?.gates.map(({ id, message }) => [id, message])).toEqual([
      ['tests', '1 passed; 50 % of 4 lines covered'],
      ['coverage', expect.stringMatching(/50.* fail.under=?.*90/)],
    ]);
    expect(own()).toEqual(['.coveragerc', 'model.yaml']);
  });
});
