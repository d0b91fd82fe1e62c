import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelWorkspace, type ModelWorkspace } from '../../testing/model-workspace';
import { lint } from './lint';
import { tests } from './tests';

/** An environment with nothing in it, whatever the Python of this machine has installed. */
const folder = mkdtempSync(join(tmpdir(), 'modelgate-bare-python-'));
const before = process.env['MODELGATE_PYTHON'];
beforeAll(() => {
  spawnSync(process.env['MODELGATE_TEST_PYTHON'] ?? 'python3', ['-m', 'venv', '--without-pip', folder]);
  process.env['MODELGATE_PYTHON'] = join(folder, 'bin/python');
});
afterAll(() => {
  if (before === undefined) delete process.env['MODELGATE_PYTHON'];
  else process.env['MODELGATE_PYTHON'] = before;
  rmSync(folder, { recursive: true, force: true });
});

const CODE = {
  'models/toy/src/toy/__init__.py': '',
  'models/toy/src/toy/data.py': 'def double(x):\n    return 2 * x\n',
};
const testFile = (...methods: string[]) => ({
  ...CODE,
  'models/toy/tests/test_data.py': `import unittest\nfrom toy.data import double\n\nclass DataTest(unittest.TestCase):\n${methods.join('\n')}\n`,
});

let ws: ModelWorkspace;
afterEach(() => ws.remove());

describe('the tests of a model without pytest', () => {
  it('run with unittest, with the code of python.path', async () => {
    ws = modelWorkspace(testFile('    def test_doubles(self): self.assertEqual(double(2), 4)'));
    const { success, said, report } = await ws.run('test', tests);
    expect(said).toContain('test_doubles (test_data.DataTest');
    expect(success).toBe(true);
    expect(report?.summary).toBe('unittest: 1 passed');
    expect(report?.notes).toContain('no coverage was measured: neither pytest-cov nor coverage is installed');
    expect(ws.files('models/toy')).toHaveLength(4);
    expect(readFileSync(join(ws.root, 'dist/models/toy/test/tests.xml'), 'utf8')).toContain(
      '<testcase classname="test_data.DataTest" name="test_doubles"',
    );
  });

  it('fail with the line and the message of each', async () => {
    ws = modelWorkspace({
      ...testFile(
        '    def test_wrong(self):\n        self.assertEqual(double(2), 5, "not <five>")',
        '    def test_raises(self): double()',
        '    def test_parts(self):',
        '        for x in (1, 2):',
        '            with self.subTest(x=x):',
        '                self.assertEqual(x, 1)',
        '    @unittest.expectedFailure',
        '    def test_expected(self): self.fail()',
        '    @unittest.skip("later")',
        '    def test_later(self): pass',
      ),
      'models/toy/tests/test_broken.py': 'import nothing_here\n',
      'models/toy/tests/test_setup.py':
        'import unittest\nclass S(unittest.TestCase):\n    @classmethod\n    def setUpClass(cls): raise OSError("no disk")\n    def test_x(self): pass\n',
    });
    const { success, report } = await ws.run('test', tests);
    expect(success).toBe(false);
    expect(report?.summary).toBe('unittest: 1 passed, 5 failed, 1 skipped');
    expect(report?.gates.map(({ title, message }) => `${title} | ${message.split('\n')[0]}`)).toEqual([
      expect.stringMatching(/^test_broken::import \| ImportError: Failed to import test module: test_broken/),
      'test_data.DataTest::test_parts (x=2) | models/toy/tests/test_data.py:11: AssertionError: 2 != 1',
      expect.stringMatching(
        /test_raises \| models\/toy\/tests\/test_data.py:7: TypeError: double\(\) missing/,
      ),
      'test_data.DataTest::test_wrong | models/toy/tests/test_data.py:6: AssertionError: 4 != 5 : not <five>',
      'test_setup.S::setUpClass | models/toy/tests/test_setup.py:4: OSError: no disk',
    ]);
  });

  it('fail where there are none, and say what unittest takes for one', async () => {
    ws = modelWorkspace({ ...CODE, 'models/toy/tests/test_data.py': 'def test_double(): pass\n' });
    const { success, said } = await ws.run('test', tests);
    expect(success).toBe(false);
    expect(said).toContain('unittest found no test in models/toy/tests');
    expect(said).toContain('or install pytest for tests that are functions');
  });

  it('ask for pytest where the project has settings of it', async () => {
    ws = modelWorkspace({ ...testFile(), 'models/toy/pytest.ini': '[pytest]\n' });
    const { success, said } = await ws.run('test', tests);
    expect(success).toBe(false);
    expect(said).toContain(`pytest is not installed in Python 3.`);
    expect(said).toContain(`fix: ${join(folder, 'bin/python')} -m pip install pytest`);
  });
});

describe('a tool that is not installed', () => {
  it.each([
    ['', /-m pip install ruff; for others too, list it in an extra of models\/toy\/pyproject.toml/],
    ['[project.optional-dependencies]\ndev = ["Ruff>=0.6"]\n', /-m pip install -e "models\/toy\[dev\]"/],
    ['[dependency-groups]\nchecks = ["ruff"]\n', /-m pip install --group models\/toy\/pyproject.toml:checks/],
  ])('is asked for as the project lists it: %j', async (pyproject, fix) => {
    ws = modelWorkspace({ ...CODE, 'models/toy/pyproject.toml': pyproject });
    const { success, said, report } = await ws.run('lint', lint);
    expect(success).toBe(false);
    expect(said).toMatch(fix);
    expect(report?.gates).toHaveLength(1);
  });
});
