/** What is hashed, what is inferred, and who may change it. */

const CODE_OF_COMMAND = {
  spec: 'command-models.spec.ts',
  name: 'is trained again by any file of its code, and by no other',
};
const CHECKS_OF_CODE = {
  spec: 'quality.spec.ts',
  name: 'restore tests.xml from the cache, and run again for code, tests and settings, not for prose',
};

/** @type {import('./rules.mjs').Rule[]} */
export const cachingRules = [
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
    rule: 'Training does not hash the modules of the evaluate and api entry points',
    file: 'nx/dist/inference/code-sources.js',
    find: "exports.NOT_FOR_TRAINING = ['evaluate', 'predict', 'predict_proba', 'api'];",
    replace: 'exports.NOT_FOR_TRAINING = [];',
    test: { spec: 'reruns.spec.ts', name: 'evaluate.py: S C M B' },
  },
  {
    rule: "Target definitions follow from model.yaml and the plugin's options alone",
    file: 'nx/dist/inference/projects.js',
    find: 'tags: [`modelgate:${project.kind}`],',
    replace: "tags: [require('node:fs').readFileSync(root + '/deploy.yaml', 'utf8')],",
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
    rule: 'Run records lie in the outputs: a cache hit restores them',
    file: 'nx/dist/inference/targets.js',
    find: '/${stage}`] } : {}),',
    replace: '/${stage}/artifact.json`] } : {}),',
    test: { spec: 'hashing-rules.spec.ts', name: 'restores run records with a cache hit' },
  },
  {
    rule: 'Stages that judge in TypeScript run in batches',
    file: 'nx/executors.json',
    find: '"preferBatch": true',
    replace: '"preferBatch": false',
    test: { spec: 'processes-per-stage.spec.ts', name: 'evaluate is judged in batches' },
  },
  {
    rule: 'Measurements are judged in batches',
    file: 'nx/executors.json',
    find: '"preferBatch": true',
    replace: '"preferBatch": false',
    test: { spec: 'processes-per-stage.spec.ts', name: 'benchmark is judged in batches' },
  },
  {
    rule: 'A stage that loads native code is one process per model',
    file: 'nx/dist/inference/executors.js',
    find: "case 'benchmark':",
    replace: "case 'benchmark': case 'validate-data':",
    test: {
      spec: 'processes-per-stage.spec.ts',
      name: 'a stage that loads native code has one process per model, so that a crash takes no other model with it',
    },
  },
  {
    rule: "The hook before all tasks hashes Python's minor version",
    file: 'nx/dist/hooks/pre-tasks-execution.js',
    find: "process.env['MODELGATE_PYTHON_MINOR'] =",
    replace: "process.env['MODELGATE_PYTHON_MINOR_'] =",
    test: { spec: 'reruns.spec.ts', name: "Python's minor version: S T C M B" },
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
    rule: 'A stage reads no more of what it follows than its artifact: run records with times are hashed by nobody',
    file: 'nx/dist/inference/stage-inputs.js',
    find: '`**/${stage}/artifact.json`',
    replace: '`**/${stage}/*.json`',
    test: { spec: 'reruns.spec.ts', name: 'params.yaml, so that the model stays the same: S T' },
  },
  {
    rule: 'A failed suite blocks everything after it',
    file: 'nx/dist/inference/targets.js',
    find: "gate: ['evaluate', 'benchmark'],",
    replace: "gate: ['validate-data', 'evaluate', 'benchmark'], 'train-smoke': [],",
    test: { spec: 'reruns.spec.ts', name: 'training data that its suite refuses, which blocks the rest: V' },
  },
  {
    rule: 'A failed smoke blocks the training',
    file: 'nx/dist/inference/targets.js',
    find: "gate: ['evaluate', 'benchmark'],",
    replace: "gate: ['train-smoke', 'evaluate', 'benchmark'], train: ['validate-data'],",
    test: {
      spec: 'reruns.spec.ts',
      name: 'runs no Python stage with another interpreter than the hashed one',
    },
  },
  {
    rule: 'A Python stage runs with no other interpreter than the hashed one',
    file: 'nx/dist/stages/python-stage.js',
    find: 'if (!hashed ||',
    replace: 'if (hashed ||',
    test: {
      spec: 'reruns.spec.ts',
      name: 'runs no Python stage with another interpreter than the hashed one',
    },
  },
  {
    rule: 'The hook before all tasks hashes the hardware class',
    file: 'nx/dist/hooks/pre-tasks-execution.js',
    find: "process.env['MODELGATE_HARDWARE'] =",
    replace: "process.env['MODELGATE_HARDWARE_'] =",
    test: { spec: 'reruns.spec.ts', name: 'the hardware class of this machine, by its name: ' },
  },
  {
    rule: 'ml-model writes no nx.json where init has run',
    file: 'nx/dist/generators/ml-model/generator.js',
    find: 'await (0, devkit_1.formatFiles)(tree);',
    replace:
      "tree.write('nx.json', tree.read('nx.json', 'utf-8') + '\\n');\n    await (0, devkit_1.formatFiles)(tree);",
    test: { spec: 'reruns.spec.ts', name: 'one more model: ' },
  },
  {
    rule: 'ml-model writes no .gitignore where init has run',
    file: 'nx/dist/generators/ml-model/generator.js',
    find: 'await (0, devkit_1.formatFiles)(tree);',
    replace:
      "tree.write('.gitignore', tree.read('.gitignore', 'utf-8') + root + '/scratch\\n');\n    await (0, devkit_1.formatFiles)(tree);",
    test: {
      spec: 'hashing-rules.spec.ts',
      name: 'leaves the hashes of a JavaScript application beside the models alone',
    },
  },
  {
    rule: 'accept-baseline writes no .gitignore',
    file: 'nx/dist/generators/accept-baseline/write-baseline.js',
    find: "keepBytes(tree, node_path_1.posix.join(place.root, '.gitattributes'));",
    replace: "tree.write('.gitignore', tree.read('.gitignore', 'utf-8') + '.scratch\\n');",
    test: { spec: 'reruns.spec.ts', name: 'accept-baseline: C E M B' },
  },
  {
    rule: 'A stock JavaScript application keeps its hashes: what the plugin adds to the graph holds nothing of the models',
    file: 'nx/dist/inference/projects.js',
    find: 'externalNodes: (0, stage_revisions_1.revisionNodes)()',
    replace:
      "externalNodes: { ...(0, stage_revisions_1.revisionNodes)(), 'modelgate:models': { type: 'npm', name: 'modelgate:models', data: { version: '1', packageName: 'modelgate:models', hash: require('node:fs').readFileSync(project.file, 'utf8') } } }",
    test: {
      spec: 'hashing-rules.spec.ts',
      name: 'leaves the hashes of a JavaScript application beside the models alone',
    },
  },
  {
    rule: 'A model whose file has not changed is not parsed again',
    file: 'nx/dist/inference/model-cache.js',
    find: 'this.before.readings[key] ??',
    replace: '',
    test: {
      spec: 'hashing-rules.spec.ts',
      name: 'infers the models without a schema library, and without a parser where nothing changed',
    },
  },
  {
    rule: 'Environments are named by the options of the plugin, never by deploy.yaml',
    file: 'nx/dist/inference/projects.js',
    find: 'maker.model(root, readable, problem)',
    replace:
      "new targets_1.TargetMaker({ ...maker.options, environments: /canary/.test(require('node:fs').readFileSync(root + '/deploy.yaml', 'utf8')) ? ['canary'] : maker.options.environments }).model(root, readable, problem)",
    test: {
      spec: 'hashing-rules.spec.ts',
      name: 'puts no environment of deploy.yaml into target definitions',
    },
  },
  {
    rule: 'The tests of a model run again for every file of it',
    file: 'nx/dist/inference/quality-inputs.js',
    find: '`${project}/**/*`, ',
    replace: '`${project}/src/**/*`, ',
    test: CHECKS_OF_CODE,
  },
  {
    rule: 'The tests of a model do not run again for prose',
    file: 'nx/dist/inference/quality-inputs.js',
    find: ', `!${project}/**/*.md`',
    replace: '',
    test: CHECKS_OF_CODE,
  },
  {
    rule: 'The checks of code run again for settings above the project',
    file: 'nx/dist/inference/quality-inputs.js',
    find: '...(0, nx_patterns_1.foldersAbove)(root)',
    replace: '...[]',
    test: CHECKS_OF_CODE,
  },
  {
    rule: 'A stage that a command runs hashes every file of its code',
    file: 'nx/dist/inference/code-sources.js',
    find: "const files = sources.everyFile ? '**/*' : '**/*.py';",
    replace: "const files = '**/*.py';",
    test: CODE_OF_COMMAND,
  },
  {
    rule: 'A stage that a command runs hashes nothing of Python',
    file: 'nx/dist/inference/stage-inputs.js',
    find: 'shape.commands?.[stage] ? code : [...code, ...world]',
    replace: '[...code, ...world]',
    test: CODE_OF_COMMAND,
  },
];
