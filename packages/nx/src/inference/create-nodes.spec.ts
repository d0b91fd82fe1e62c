import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { ProjectConfiguration } from '@nx/devkit';
import { createDependencies } from './create-dependencies';
import { inferProjects } from './create-nodes';

const model = (name: string, more = '') =>
  `# a comment\nschema: modelgate.model/v1\nname: ${name}\ntask: regression\ndata: { train: data/train.csv, test: data/test.csv, target: y }\n${more}`;

const dataset = (name: string, more: string) => `schema: modelgate.dataset/v1\nname: ${name}\n${more}\n`;

const onDataset = (name: string, from: string) =>
  `schema: modelgate.model/v1\nname: ${name}\ntask: regression\ndata: { dataset: ${from}, target: y }\n`;

describe('inferProjects', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'modelgate-infer-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  async function infer(
    files: Record<string, string>,
    options?: unknown,
  ): Promise<Record<string, ProjectConfiguration>> {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    const nodes = await inferProjects(
      Object.keys(files).filter((file) => /(model|dataset)\.yaml$/.test(file)),
      options,
      {
        workspaceRoot: root,
        nxJsonConfiguration: {},
      },
    );
    const projects = nodes.flatMap(
      ([, result]) => Object.values(result.projects ?? {}) as ProjectConfiguration[],
    );
    last = Object.fromEntries(projects.map((project) => [project.name, project]));
    return last;
  }
  let last: Record<string, ProjectConfiguration> = {};
  const edges = () =>
    createDependencies(undefined, {
      workspaceRoot: root,
      projects: last,
      externalNodes: {},
      nxJsonConfiguration: {},
      fileMap: { projectFileMap: {}, nonProjectFiles: [] },
      filesToProcess: { projectFileMap: {}, nonProjectFiles: [] },
    }) as { source: string; target: string; sourceFile: string; type: string }[];
  const problemsOf = (project: ProjectConfiguration | undefined) =>
    Object.values(project?.targets ?? {}).flatMap((target) =>
      target.options?.problem ? [String(target.options.problem)] : [],
    );

  it('makes a project of every model.yaml whose first key is ours', async () => {
    const projects = await infer({
      'models/a/model.yaml': model('a'),
      'other/model.yaml': 'kind: something else\nschema: modelgate.model/v1\n',
    });
    expect(Object.keys(projects)).toEqual(['a']);
    expect(Object.keys(projects['a']?.targets ?? {})).toEqual([
      'validate-data',
      'train-smoke',
      'train',
      'score',
      'evaluate',
      'measure',
      'benchmark',
      'check',
      'gate',
      'package',
      'deploy',
      'rollback',
      'repro',
    ]);
  });

  it.each([
    ['broken YAML', 'schema: modelgate.model/v1\nname: [', 'b'],
    ['no name', 'schema: modelgate.model/v1\n', 'b'],
  ])(
    'keeps a project of the name of its folder for a model.yaml with %s, beside the others',
    async (_what, text, name) => {
      const projects = await infer({ 'models/a/model.yaml': model('a'), 'models/b/model.yaml': text });
      expect(Object.keys(projects).sort()).toEqual(['a', name]);
      expect(projects[name]?.targets?.['evaluate']?.executor).toBe('@modelgate/nx:judge');
    },
  );

  it('puts a duplicate name on the project that came second', async () => {
    const projects = await infer({ 'models/a/model.yaml': model('a'), 'other/a/model.yaml': model('a') });
    expect(Object.keys(projects)).toEqual(['a', 'other-a']);
    expect(problemsOf(projects['a'])).toEqual([]);
    expect(problemsOf(projects['other-a'])[0]).toContain(
      'other/a/model.yaml  name: "a" is also the name of models/a/model.yaml',
    );
  });

  it('gives a model the checks of its code that its quality key lists, before check', async () => {
    const projects = await infer({ 'm/model.yaml': model('m', 'quality: [test, lint]\n') });
    const targets = projects['m']?.targets ?? {};
    expect(Object.keys(targets).filter((name) => ['lint', 'typecheck', 'test'].includes(name))).toEqual([
      'lint',
      'test',
    ]);
    expect(targets['check']?.dependsOn).toEqual(['lint', 'test', 'validate-data', 'train-smoke']);
  });

  it('makes a project of a data set, whose files the models on it hash by name', async () => {
    const projects = await infer({
      'data/orders/dataset.yaml': dataset('orders', 'files: { train: t.parquet.dvc, test: s3://b/e.csv }'),
      'm/model.yaml': onDataset('m', 'orders'),
    });
    const { targets = {}, namedInputs } = projects['orders'] ?? {};
    expect(Object.keys(targets)).toEqual(['lock-data', 'validate-data']);
    expect(namedInputs).toEqual({
      'train-data': ['dataset.yaml', 't.parquet', 't.parquet.dvc', 't.parquet/**/*'].map(
        (path) => `{projectRoot}/${path}`,
      ),
      'test-data': ['{projectRoot}/dataset.yaml', '{projectRoot}/data.lock.json'],
    });
    const inputs = projects['m']?.targets?.['train']?.inputs;
    expect(inputs).toContainEqual({ input: 'train-data', projects: ['orders'] });
    expect(inputs).not.toContainEqual({ input: 'test-data', projects: ['orders'] });
    expect(projects['m']?.targets?.['validate-data']?.dependsOn).toEqual(['^validate-data']);
    expect(edges()).toEqual([{ source: 'm', target: 'orders', sourceFile: 'm/model.yaml', type: 'static' }]);
  });

  it('puts an unknown data set on the project that names it, and says which there are', async () => {
    const projects = await infer({
      'm/model.yaml': onDataset('m', 'order'),
      'd/dataset.yaml': dataset('orders', 'files: { train: t.csv }\nderived_from: [m]'),
    });
    expect(problemsOf(projects['m'])[0]).toBe(
      'm/model.yaml  data.dataset: there is no data set "order" in this workspace\n  fix: name one of orders',
    );
    expect(problemsOf(projects['orders'])[0]).toContain(
      'd/dataset.yaml  derived_from: there is no data set "m" in this workspace\n  why: m/model.yaml has that name',
    );
    expect(edges()).toEqual([]);
  });

  it('says that a data set may be the one that cannot be read', async () => {
    const projects = await infer({
      'm/model.yaml': onDataset('m', 'orders'),
      'd/dataset.yaml': 'schema: modelgate.dataset/v1\nname: [',
    });
    expect(problemsOf(projects['m'])[0]).toContain('why: d/dataset.yaml cannot be read, and may be it');
  });

  it('never throws: a library that cannot be found is the problem of its model', async () => {
    const uses = '[tool.uv.sources]\nlib = { workspace = true }\n';
    const projects = await infer({
      'pyproject.toml': '[tool.uv.workspace]\nmembers = ["[z-a]*", "libs/["]\n',
      'm/model.yaml': model('m'),
      'm/pyproject.toml': `[project]\nname = "m"\n${uses}`,
      'a/model.yaml': model('a'),
    });
    expect(problemsOf(projects['m'])[0]).toContain(
      'm/pyproject.toml:4  "lib" is no member of the uv workspace',
    );
    expect(problemsOf(projects['a'])).toEqual([]);
  });

  it('calls a library by its path, since projects of other plugins may have its short name', async () => {
    const projects = await infer({
      'm/model.yaml': model('m'),
      'm/pyproject.toml': '[project]\nname = "m"\n[tool.uv.sources]\nlib = { path = "../libs/py" }\n',
      'libs/py/pyproject.toml': '[project]\nname = "features"\n',
    });
    expect(Object.keys(projects).sort()).toEqual(['libs-py', 'm']);
  });

  it.each([[{ toString: 1 }], [{ exporters: { constructor: { a: 'b' } } }]])(
    'reports options that only a prototype has: %j',
    async (options) => {
      const projects = await infer({ 'm/model.yaml': model('m') }, options);
      expect(problemsOf(projects['m'])[0]).toContain('nx.json  options of @modelgate/nx');
    },
  );

  it('infers where nothing can be kept', async () => {
    writeFileSync(join(root, 'file'), '');
    process.env['NX_WORKSPACE_DATA_DIRECTORY'] = join(root, 'file/below');
    try {
      expect(Object.keys(await infer({ 'm/model.yaml': model('m') }))).toEqual(['m']);
    } finally {
      delete process.env['NX_WORKSPACE_DATA_DIRECTORY'];
    }
  });

  it('names both ends of a cycle of data sets, and draws no edge of it', async () => {
    const derived = (name: string, from: string) =>
      dataset(name, `files: { train: t.csv }\nderived_from: [${from}]`);
    const projects = await infer({
      'a/dataset.yaml': derived('a', 'b'),
      'b/dataset.yaml': derived('b', 'a'),
      'c/dataset.yaml': derived('c', 'a'),
    });
    expect(problemsOf(projects['a'])[0]).toContain('a/dataset.yaml  derived_from: a -> b -> a is a cycle');
    expect(problemsOf(projects['a'])[0]).toContain('the other end is in b/dataset.yaml');
    expect(problemsOf(projects['b'])[0]).toContain('b -> a -> b');
    expect(problemsOf(projects['c'])).toEqual([]);
    expect(edges().map(({ source, target }) => `${source} -> ${target}`)).toEqual(['c -> a']);
  });

  it('refuses a model and a data set in one folder', async () => {
    const projects = await infer({
      'm/model.yaml': model('m'),
      'm/dataset.yaml': dataset('d', 'files: { train: t.csv }'),
    });
    expect(problemsOf(projects['d'])[0]).toContain('m/dataset.yaml  m/model.yaml stands in the same folder');
  });

  it('refuses a model whose results would lie among those of a stage of another', async () => {
    const projects = await infer({
      'model.yaml': model('a'),
      'train/sub/model.yaml': model('b'),
      'models/c/model.yaml': model('c'),
    });
    expect(problemsOf(projects['b'])[0]).toContain(
      'train/sub/model.yaml  its results would lie among those of the stage train',
    );
    expect([...problemsOf(projects['a']), ...problemsOf(projects['c'])]).toEqual([]);
  });

  it.each([
    [{ train: 'x', score: 'x' }, 'two targets would have the name "x"'],
    [{ evaluate: 'train' }, 'two targets would have the name "train"'],
    [{ evaluate: 'a:b' }, 'targets.evaluate: expected a name'],
  ])('refuses the target names %j', async (targets, message) => {
    const projects = await infer({ 'm/model.yaml': model('m') }, { targets });
    expect(problemsOf(projects['m'])[0]).toContain(message);
  });

  it('tells the executors how targets are called, so that messages name commands that exist', async () => {
    const projects = await infer(
      { 'm/model.yaml': model('m') },
      { targets: { evaluate: 'judge', train: 'train' } },
    );
    expect(projects['m']?.targets?.['score']?.options).toEqual({ names: { evaluate: 'judge' } });
  });

  it('tells package and deploy which judging stages there are', async () => {
    const projects = await infer(
      { 'm/model.yaml': model('m') },
      { targets: { benchmark: false, measure: false } },
    );
    const judges = ['validate-data', 'train-smoke', 'evaluate'];
    expect(projects['m']?.targets?.['package']?.options).toEqual({ judges });
    expect(projects['m']?.targets?.['deploy']?.options).toMatchObject({ judges });
  });

  it('reports wrong options on every target instead of throwing', async () => {
    const projects = await infer({ 'm/model.yaml': model('m') }, { targets: { evalute: 'x' } });
    expect(problemsOf(projects['m'])[0]).toContain('targets.evalute: no such target');
  });

  it('renames targets and leaves targets out', async () => {
    const projects = await infer(
      { 'm/model.yaml': model('m') },
      { targets: { evaluate: 'assess', 'train-smoke': false } },
    );
    const targets = projects['m']?.targets ?? {};
    expect(targets['gate']?.dependsOn).toEqual(['assess', 'benchmark']);
    expect(targets['train']?.dependsOn).toEqual(['validate-data']);
    expect(targets['train-smoke']).toBeUndefined();
    expect(targets['assess']?.outputs).toEqual(['{workspaceRoot}/dist/m/evaluate']);
  });
});
