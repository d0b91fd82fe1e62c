/**
 * Each entry takes one rule out of the compiled code; the named test must then fail.
 *
 * @typedef {object} Rule
 * @property {string} rule what must hold, in words
 * @property {string} file the installed file that keeps the rule, below node_modules/@modelgate, for example `nx/dist/index.js`
 * @property {string} find text that stands in the file exactly once
 * @property {string} replace what stands there in the mutant
 * @property {{ spec: string, name: string }} test the spec file below e2e/src, and the full name of the test (its describe
 *   blocks' names and its own, joined by spaces) or the end of it
 */

/** @type {Rule[]} */
export const rules = [
  {
    rule: 'Data that git ignores is an error, since Nx does not hash it',
    file: 'runtime/dist/data-identity.js',
    find: 'if (rule) {',
    replace: 'if (rule && false) {',
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
    rule: 'A bump of a JavaScript dependency retrains nothing: a stage hashes its own revision and no other package',
    file: 'nx/dist/inference/stage-inputs.js',
    find: '{ externalDependencies: [(0, stage_revisions_1.revisionNodeOf)(stage)] },',
    replace: '',
    test: { spec: 'reruns.spec.ts', name: 'a JavaScript dependency: ' },
  },
  {
    rule: 'A new revision of a stage reruns it',
    file: 'nx/dist/inference/stage-revisions.js',
    find: 'hash: `${name}@${version}`',
    replace: 'hash: name',
    test: { spec: 'reruns.spec.ts', name: 'the revision of the stage evaluate: E' },
  },
  {
    rule: 'An edge names the file that is read, with a pattern that matches it',
    file: 'nx/dist/inference/stage-inputs.js',
    find: '`**/${stage}/artifact.json`',
    replace: '`**/${stage}/artefact.json`',
    test: { spec: 'reruns.spec.ts', name: 'params.yaml, so that the model changes: S T C E M B' },
  },
  {
    rule: 'A retraining that gives equal bytes gives an equal artifact: it holds no time',
    file: 'nx/dist/stages/train.js',
    find: 'const artifact = await',
    replace:
      "require('node:fs').writeFileSync(out + '/model/time', String(Date.now()));\n    const artifact = await",
    test: { spec: 'reruns.spec.ts', name: 'params.yaml, so that the model stays the same: S T' },
  },
  {
    rule: 'Training does not hash the expectations: a new one must not cost a retraining',
    file: 'nx/dist/inference/stage-inputs.js',
    find: '...pythonFiles(root, shape, exports.NOT_FOR_TRAINING),',
    replace: '...pythonFiles(root, shape, exports.NOT_FOR_TRAINING), ...suites(root, shape),',
    test: { spec: 'reruns.spec.ts', name: 'a suite: V' },
  },
  {
    rule: 'Training does not hash the modules of the evaluate and api entry points',
    file: 'nx/dist/inference/stage-inputs.js',
    find: "exports.NOT_FOR_TRAINING = ['evaluate', 'predict', 'predict_proba', 'api'];",
    replace: 'exports.NOT_FOR_TRAINING = [];',
    test: { spec: 'reruns.spec.ts', name: 'evaluate.py: S C M B' },
  },
  {
    rule: 'Training that reads a file outside its inputs fails',
    file: 'nx/dist/stages/declared-inputs.js',
    find: 'if (error)',
    replace: 'if (error && false)',
    test: { spec: 'bad-input.spec.ts', name: 'training code outside its inputs' },
  },
  {
    rule: "Target definitions follow from model.yaml and the plugin's options alone",
    file: 'nx/dist/inference/create-nodes.js',
    find: "tags: ['modelgate:model'],",
    replace: "tags: ['modelgate:model', require('node:fs').readFileSync(root + '/deploy.yaml', 'utf8')],",
    test: { spec: 'reruns.spec.ts', name: 'deploy.yaml: ' },
  },
  {
    rule: "init shields the inferred targets from targetDefaults that are keyed by a target's name",
    file: 'nx/dist/generators/init/nx-json.js',
    find: 'if (entry === undefined)',
    replace: 'if (entry === null)',
    test: {
      spec: 'hashing-rules.spec.ts',
      name: 'keeps its inputs and its cache where targetDefaults name the same targets',
    },
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
    rule: 'Run records lie in the outputs: a cache hit restores them',
    file: 'nx/dist/inference/targets.js',
    find: 'outputs: [`{workspaceRoot}/${outputFolder(root, stage)}`],',
    replace: 'outputs: [`{workspaceRoot}/${outputFolder(root, stage)}/artifact.json`],',
    test: { spec: 'hashing-rules.spec.ts', name: 'restores run records with a cache hit' },
  },
  {
    rule: 'Stages that judge in TypeScript run in batches',
    file: 'nx/executors.json',
    find: '"batchImplementation": "./dist/executors/evaluate/batch-executor",\n      "preferBatch": true',
    replace: '"batchImplementation": "./dist/executors/evaluate/batch-executor",\n      "preferBatch": false',
    test: { spec: 'processes-per-stage.spec.ts', name: 'evaluate is judged in batches' },
  },
  {
    rule: 'A stage that loads native code is one process per model',
    file: 'nx/executors.json',
    find: '"schema": "./schema/executors/validate-data.json",',
    replace:
      '"schema": "./schema/executors/validate-data.json",\n      "batchImplementation": "./dist/executors/evaluate/batch-executor",\n      "preferBatch": true,',
    test: {
      spec: 'processes-per-stage.spec.ts',
      name: 'a stage that loads native code has one process per model, so that a crash takes no other model with it',
    },
  },
  {
    rule: 'The hardware class is an input of measure',
    file: 'nx/dist/inference/stage-inputs.js',
    find: "{ env: 'MODELGATE_HARDWARE' },",
    replace: '',
    test: { spec: 'reruns.spec.ts', name: 'the hardware class: M B' },
  },
  {
    rule: 'MODELGATE_REFRESH runs everything afresh',
    file: 'nx/dist/inference/stage-inputs.js',
    find: "{ env: 'MODELGATE_REFRESH' },",
    replace: '',
    test: { spec: 'reruns.spec.ts', name: 'MODELGATE_REFRESH: V S T C E M B' },
  },
  {
    rule: "The hook before all tasks hashes Python's minor version",
    file: 'nx/dist/hooks/pre-tasks-execution.js',
    find: "process.env['MODELGATE_PYTHON_MINOR'] =",
    replace: "process.env['MODELGATE_PYTHON_MINOR_'] =",
    test: {
      spec: 'reruns.spec.ts',
      name: "Python's minor version: every stage that runs Python, and never with another interpreter than the hashed one",
    },
  },
  {
    rule: 'A broken model.yaml stays a project whose targets fail',
    file: 'nx/dist/inference/model-shape.js',
    find: "catch {\n        return { kind: 'broken' };",
    replace: "catch {\n        return { kind: 'foreign' };",
    test: { spec: 'broken-models.spec.ts', name: 'hides no other model' },
  },
  {
    rule: 'A duplicate name stays with the project that came second',
    file: 'nx/dist/inference/create-nodes.js',
    find: 'if (owner && owner.file !== file) {',
    replace: "if (owner && owner.file === '') {",
    test: { spec: 'broken-models.spec.ts', name: 'fails every target of twin with its place' },
  },
  {
    rule: 'The inference loads no schema library',
    file: 'nx/dist/inference/model-cache.js',
    find: '"use strict";',
    replace: '"use strict";\nrequire("zod");',
    test: {
      spec: 'hashing-rules.spec.ts',
      name: 'infers the models without a schema library, and without a parser where nothing changed',
    },
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
];
