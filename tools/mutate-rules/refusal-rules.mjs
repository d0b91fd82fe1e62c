/** What is an error, and stays one whatever the cache holds. */

/** @type {import('./rules.mjs').Rule[]} */
export const refusalRules = [
  {
    rule: 'Data that git ignores is an error, since Nx does not hash it',
    file: 'runtime/dist/data/ignored-data.js',
    find: 'if (!first)',
    replace: 'if (!first || true)',
    test: { spec: 'bad-input.spec.ts', name: 'data that git ignores' },
  },
  {
    rule: 'Baseline and candidate bytes are checked against their manifest: a cache hit is no proof',
    file: 'store/dist/artifact.js',
    find: 'if (faults.length === 0)',
    replace: 'if (faults.length >= 0)',
    test: {
      spec: 'release.spec.ts',
      name: 'packages no bytes that differ from their manifest, though the cache vouches for them',
    },
  },
  {
    rule: 'Training that reads a file outside its inputs fails',
    file: 'nx/dist/stages/declared-inputs.js',
    find: 'if (error)',
    replace: 'if (error && false)',
    test: { spec: 'bad-input.spec.ts', name: 'training code outside its inputs' },
  },
  {
    rule: 'Named baseline bytes that are nowhere are an error, never a quieter comparison',
    file: 'nx/dist/stages/baseline.js',
    find: 'if (!(0, node_fs_1.existsSync)(manifest))',
    replace:
      "if (!(0, node_fs_1.existsSync)(manifest) || !(0, node_fs_1.existsSync)((0, stage_context_1.projectPath)(context, 'baseline/files')))",
    test: {
      spec: 'bad-input.spec.ts',
      name: 'baseline bytes that are nowhere, though an earlier run was green',
    },
  },
  {
    rule: "A baseline runs with its own code, not with today's",
    file: 'nx/dist/stages/python-stage.js',
    find: "root: (0, node_path_1.join)(folder, 'code'),",
    replace: 'root: (0, node_path_1.join)(context.workspaceRoot, context.projectRoot),',
    test: {
      spec: 'baseline.spec.ts',
      name: 'is scored with the preprocessing that it was trained with, whatever the code is today',
    },
  },
  {
    rule: 'A broken model.yaml stays a project whose targets fail',
    file: 'nx/dist/inference/reading.js',
    find: "catch {\n        return { kind: 'broken' };",
    replace: "catch {\n        return { kind: 'foreign' };",
    test: { spec: 'broken-models.spec.ts', name: 'hides no other model' },
  },
  {
    rule: 'A duplicate name stays with the project that came second',
    file: 'nx/dist/inference/projects.js',
    find: 'this.duplicateName(project) ??',
    replace: '',
    test: { spec: 'broken-models.spec.ts', name: 'fails every target of twin with its place' },
  },
  {
    rule: 'A mistyped configuration does not deploy to nowhere',
    file: 'nx/dist/hooks/pre-tasks-execution.js',
    find: "process.env['MODELGATE_CONFIGURATION'] = configuration;",
    replace: 'void configuration;',
    test: { spec: 'release.spec.ts', name: 'refuses --configuration=prod' },
  },
  {
    rule: 'Inputs match in folders whose names hold characters of patterns',
    file: 'nx/dist/inference/nx-patterns.js',
    find: "return path.replace(PATTERN_CHARACTERS, '?');",
    replace: 'return path;',
    test: { spec: 'bad-input.spec.ts', name: 'a folder with spaces, quotes and $(...) in its name works' },
  },
  {
    rule: 'A version is checked against its manifest before it is deployed',
    file: 'store/dist/artifact.js',
    find: 'if (faults.length === 0)',
    replace: 'if (faults.length >= 0)',
    test: { spec: 'release.spec.ts', name: 'deploys no version whose bytes differ from their manifest' },
  },
  {
    rule: 'An unknown data set stays with the model that names it',
    file: 'nx/dist/inference/projects.js',
    find: 'this.unknownDataset(project) ??',
    replace: '',
    test: { spec: 'broken-models.spec.ts', name: 'fails every target of orders with its place' },
  },
  {
    rule: 'A cycle stays with the data sets that make it',
    file: 'nx/dist/inference/projects.js',
    find: ' || this.cycle(project) !== undefined',
    replace: '',
    test: { spec: 'broken-models.spec.ts', name: 'fails every target of left with its place' },
  },
  {
    rule: 'A command of code outside of the project is refused',
    file: 'nx/dist/stages/command-place.js',
    find: 'if (outside === undefined)',
    replace: 'if (outside === undefined || true)',
    test: {
      spec: 'command-models.spec.ts',
      name: 'refuses code of the workspace outside of the project, which no baseline would hold',
    },
  },
  {
    rule: 'Data that lies among the code of a command does not go with the model',
    file: 'nx/dist/stages/command-training.js',
    find: '!data.some(',
    replace: '!data.every(',
    test: { spec: 'command-models.spec.ts', name: 'takes no data along that lies among its code' },
  },
  {
    rule: 'A mistake that the inference of projects finds is told with its line',
    file: 'nx/dist/stages/message-place.js',
    find: 'return place === undefined ?',
    replace: 'return place !== undefined ?',
    test: { spec: 'broken-models.spec.ts', name: 'fails every target of orders with its place' },
  },
  {
    rule: 'Nothing of a command or of the checks of code runs on where its executor was killed',
    file: 'runtime/dist/end-with-parent.js',
    find: 'read -r line || kill',
    replace: 'read -r line && kill',
    test: { spec: 'processes.spec.ts', name: 'leaves nothing of train running' },
  },
];
