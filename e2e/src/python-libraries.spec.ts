import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expectCode, tasks, workspace, type Workspace } from './harness';
import { QUICK_MEASURE, rerun } from './models';

const LIBRARY = 'libs/shared/src/shared_text';

/** Makes the data module of a model use the library, without another result. */
function useLibrary(ws: Workspace, model: string, source: string): void {
  const code = `models/${model}/src/${model.replace('-', '_')}/data.py`;
  ws.write(
    code,
    `${ws.read(code).replace('import csv', 'import csv\nfrom shared_text.clean import plain')}\n\n_ = plain("x")\n`,
  );
  // Named among the dependencies, it is not to be installed all the same.
  ws.replace(
    `models/${model}/pyproject.toml`,
    'dependencies = []',
    `dependencies = ["shared-text"]\n${source}`,
  );
}

describe('Python libraries of the workspace', () => {
  let ws: Workspace;
  const MODELS = ['first', 'second', 'third'];

  beforeAll(async () => {
    ws = workspace({ name: 'libraries' });
    ws.write('pyproject.toml', '[tool.uv.workspace]\nmembers = ["libs/*"]\n');
    ws.write(
      'libs/shared/pyproject.toml',
      '[project]\nname = "shared-text"\nversion = "1.0"\ndependencies = ["deep"]\n\n[tool.uv.sources]\ndeep = { path = "../deep" }\n',
    );
    ws.write(`${LIBRARY}/__init__.py`, '');
    ws.write(
      `${LIBRARY}/clean.py`,
      'import deep\n\n\ndef plain(text):\n    return deep.lower(text.strip())\n',
    );
    ws.write('libs/shared/src/shared_text/tests/test_clean.py', 'from shared_text.clean import plain\n');
    // The two libraries know each other, which Python allows.
    ws.write(
      'libs/deep/pyproject.toml',
      '[project]\nname = "deep"\nversion = "1.0"\n\n[tool.uv.sources]\nshared-text = { workspace = true }\n',
    );
    ws.write('libs/deep/deep.py', 'def lower(text):\n    return text.lower()\n');
    for (const name of MODELS)
      expectCode(0, await ws.nx(['generate', 'ml-model', name, '--template=stdlib']));
    useLibrary(
      ws,
      'first',
      '\n[tool.uv.sources]\nshared-text = { path = "../../libs/shared", editable = true }\n',
    );
    useLibrary(ws, 'second', '\n[tool.uv.sources]\nshared-text = { workspace = true }\n');
    for (const name of MODELS) ws.write(`models/${name}/measure.yaml`, QUICK_MEASURE);
    ws.commit('Use a library');
    expectCode(0, await ws.nx(['run-many', '-t', 'gate']));
    for (const name of MODELS)
      expectCode(0, await ws.nx(['generate', 'accept-baseline', name, '--reason=first']));
    for (const name of MODELS) expect(existsSync(join(ws.root, 'models', name, '.venv'))).toBe(false);
    ws.commit('Accept the first baselines');
    expectCode(0, await ws.nx(['run-many', '-t', 'gate']));
  });
  afterEach(() => {
    ws.git('checkout', '--quiet', '.');
    ws.git('clean', '--quiet', '-fd', 'models', 'libs');
  });
  afterAll(() => ws?.remove());

  it('are projects with edges from whatever depends on them', async () => {
    const graph = JSON.parse(
      expectCode(0, await ws.nx(['graph', '--print'])).stdout.replace(/^[^{]*/, ''),
    ) as { graph: { nodes: Record<string, unknown>; dependencies: Record<string, { target: string }[]> } };
    expect(Object.keys(graph.graph.nodes).sort()).toEqual([
      'first',
      'libs-deep',
      'libs-shared',
      'second',
      'third',
    ]);
    const targets = (name: string) => graph.graph.dependencies[name]?.map(({ target }) => target);
    expect(MODELS.map(targets)).toEqual([['libs-shared'], ['libs-shared'], []]);
    expect([targets('libs-shared'), targets('libs-deep')]).toEqual([['libs-deep'], ['libs-shared']]);
  });

  it('rerun exactly the models that depend on them, as the code of the models does', async () => {
    const head = ws.git('rev-parse', 'HEAD').trim();
    ws.write(`${LIBRARY}/clean.py`, `${ws.read(`${LIBRARY}/clean.py`)}# A comment.\n`);
    ws.commit('Comment on the library');
    const run = expectCode(0, await ws.nx(['affected', '-t', 'gate', '--base=HEAD~1']));
    expect(MODELS.map((name) => rerun(run, name))).toEqual(['S T C M B', 'S T C M B', '']);
    expect([...tasks(run).ran, ...tasks(run).cached].filter((id) => id.startsWith('third:'))).toEqual([]);
    ws.git('reset', '--quiet', '--hard', head);
  });

  it.each([
    ['libs/deep/deep.py', '# A comment.\n', 'S T C M B'],
    ['libs/shared/src/shared_text/tests/test_clean.py', '# A comment.\n', ''],
    ['libs/shared/README.md', 'A library.\n', ''],
    ['libs/shared/pyproject.toml', '# A comment.\n', 'S T C M B'],
  ])(
    'count with their code, through other libraries, and without their tests: %s',
    async (path, text, letters) => {
      expectCode(0, await ws.nx(['run-many', '-t', 'gate']));
      ws.write(path, `${path.endsWith('README.md') ? '' : ws.read(path)}${text}`);
      const run = expectCode(0, await ws.nx(['run-many', '-t', 'gate']));
      expect(MODELS.map((name) => rerun(run, name))).toEqual([letters, letters, '']);
    },
  );

  it('go with the code of a baseline and of a version', async () => {
    expectCode(0, await ws.nx(['run', 'first:evaluate']));
    const metrics = () =>
      JSON.parse(ws.read('dist/models/first/evaluate/metrics.json')) as Record<
        'candidate' | 'baseline',
        object
      >;
    const before = metrics();
    expect(ws.read('models/first/baseline/files/code/.libraries/deep/deep.py')).toContain(
      'return text.lower()',
    );
    ws.write('libs/deep/deep.py', 'def lower(text):\n    raise ValueError("of today")\n');
    const broken = await ws.nx(['run', 'first:evaluate']);
    expect(broken.code).not.toBe(0);
    expect(broken.all).toContain('libs/deep/deep.py:2');
    ws.write('libs/deep/deep.py', 'def lower(text):\n    return text.lower()\n\n\nNEW = 1\n');
    ws.write(
      `${LIBRARY}/clean.py`,
      'from deep import NEW, lower\n\n\ndef plain(text):\n    return lower(text)\n',
    );
    expectCode(0, await ws.nx(['run', 'first:package']));
    expect(metrics().baseline).toEqual(before.baseline);
    expect(ws.read('dist/models/first/package/bundle/code/.libraries/deep/deep.py')).toContain('NEW = 1');
    expectCode(0, await ws.nx(['run', 'first:deploy', '--configuration=staging']));
  });

  it('have to be declared', async () => {
    const code = 'models/third/src/third/data.py';
    ws.write('libs/other/other_text.py', 'X = 1\n');
    ws.write(
      code,
      ws
        .read(code)
        .replace(
          'import csv',
          'import csv\nimport os\nimport sys\n\nsys.path.append(os.path.join(os.getcwd(), "../../libs/other"))\nimport other_text',
        )
        .replace('from __future__ import annotations\n', 'from __future__ import annotations\n'),
    );
    const run = await ws.nx(['run', 'third:train']);
    expect(run.code).not.toBe(0);
    expect(run.all).toContain('imports ../../libs/other/other_text.py, which is not one of its inputs');
    expect(run.all).toContain('as a dependency in models/third/pyproject.toml');
    ws.write('models/third/requirements.txt', '-e ../../libs/other\n');
    expectCode(0, await ws.nx(['run', 'third:train']));
  });

  it.each([
    ['../../libs/shard', 'models/third/pyproject.toml:8  there is no folder libs/shard'],
    [
      '../../../elsewhere',
      'models/third/pyproject.toml:8  the library ../../../elsewhere lies outside the workspace',
    ],
  ])('that are not there are an error of their model alone: %s', async (path, message) => {
    const pyproject = 'models/third/pyproject.toml';
    ws.write(pyproject, `${ws.read(pyproject)}\n\n[tool.uv.sources]\nx = { path = "${path}" }\n`);
    const lines = ws.read(pyproject).split('\n');
    const line = lines.findIndex((text) => text.startsWith('x = ')) + 1;
    const run = await ws.nx(['run-many', '-t', 'evaluate']);
    expect(run.code).not.toBe(0);
    expect(run.all).toContain(message.replace(':8', `:${line}`));
    expect(tasks(run).failed).toEqual(['third:validate-data']);
  });

  it('that lead back to a model are an error that names both ends', async () => {
    for (const [name, other] of [
      ['first', 'third'],
      ['third', 'first'],
    ] as const) {
      const pyproject = `models/${name}/pyproject.toml`;
      const text = ws.read(pyproject);
      const table = text.includes('[tool.uv.sources]') ? '' : '\n[tool.uv.sources]\n';
      ws.write(pyproject, `${text}${table}${other} = { path = "../${other}" }\n`);
    }
    const run = await ws.nx(['run-many', '-t', 'validate-data']);
    expect(run.code).not.toBe(0);
    expect(run.all).toContain('models/third depends on models/first, which depends on it');
    expect(run.all).toContain('models/first/pyproject.toml');
    expect(tasks(run).failed.sort()).toEqual(['first:validate-data', 'third:validate-data']);
  });
});
