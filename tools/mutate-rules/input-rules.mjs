/** The inputs of each stage, a rule for each: taken out or put in, other stages rerun than the table of the tests says. */

const V = 'validate-data';
const S = 'train-smoke';
const T = 'train';
const C = 'score';
const E = 'evaluate';
const M = 'measure';
const B = 'benchmark';

/**
 * What the input is, in words; a part of it, or the whole where it is put in; the stages; the test, and its spec where
 * that is not reruns.spec.ts.
 * @typedef {[what: string, input: string, stages: string[], test: string, spec?: string]} Row
 */

/**
 * B hashes model.yaml and MODELGATE_REFRESH as well, which no test can tell: it follows M, whose artifact is never the same.
 * @type {Row[]}
 */
const HASHED = [
  ['the training data', '/data/train.csv', [V, S, T], 'training data: V S T C E M B'],
  ['the test data', '/data/test.csv', [V, C, M], 'test data: V C E M B'],
  ['the suites', '/expectations/', [V], 'a suite: V'],
  ['gates/validate-data.yaml', '/gates/validate-data.yaml', [V], 'gates/validate-data.yaml: V'],
  ['gates/train-smoke.yaml', '/gates/train-smoke.yaml', [S], 'gates/train-smoke.yaml: S'],
  ['gates/evaluate.yaml', '/gates/evaluate.yaml', [E], 'gates/evaluate.yaml: E'],
  ['gates/benchmark.yaml', '/gates/benchmark.yaml', [B], 'gates/benchmark.yaml: B'],
  ['params.yaml', '/params.yaml', [S, T], 'params.yaml, so that the model stays the same: S T'],
  ['score.yaml', '/score.yaml', [C], 'score.yaml: C'],
  ['measure.yaml', '/measure.yaml', [M], 'measure.yaml: M B'],
  ['baseline_metrics.json', '/baseline_metrics.json', [E, B], 'baseline_metrics.json: E B'],
  ['the Python files', '.py', [T], 'a comment in a file that training imports: S T C M B'],
  ['the Python files', '.py', [S, C, M], 'evaluate.py: S C M B'],
  [
    'the files of train.inputs',
    'shift.txt',
    [S, T, C, M],
    'refuses to score with a file that score does not hash, and hashes it once it is declared',
    'hashing-rules.spec.ts',
  ],
  [
    "the project's requirements*.txt",
    '{projectRoot}/requirements*.txt',
    [S, T, C, M],
    'requirements.txt: S T C M B',
  ],
  ["the project's pyproject.toml", '{projectRoot}/pyproject.toml', [S, T, C, M], 'pyproject.toml: S T C M B'],
  [
    "the workspace's uv.lock",
    '{workspaceRoot}/uv.lock',
    [S, T, C, M],
    "uv.lock at the workspace's root: S T C M B",
  ],
  ['model.yaml', '/model.yaml', [V, S, T, C, E, M], 'model.yaml: V S T C E M B'],
  ['MODELGATE_REFRESH', 'MODELGATE_REFRESH', [V, S, T, C, E, M], 'MODELGATE_REFRESH: V S T C E M B'],
  ["Python's version", 'MODELGATE_PYTHON_MINOR', [S, T, C, M], "Python's minor version: S T C M B"],
  ['the hardware class', 'MODELGATE_HARDWARE', [M], 'the hardware class: M B'],
];

/** @type {Row[]} */
const REVISIONS = [
  ['its revision', 'modelgate:', [V, S, T, C, M], 'the revisions of all stages: V S T C E M B'],
  ['its revision', 'modelgate:', [E], 'the revision of the stage evaluate: E'],
  ['its revision', 'modelgate:', [B], 'the revision of the stage benchmark: B'],
];

/** What a stage hands on, or has seen before the first test: other tests would notice, so each is taken out alone. @type {Row[]} */
const ALONE = [
  ['the bytes of the baseline', '/baseline/', [C, M], 'accept-baseline: C E M B'],
  ["train's artifact.json", '/train/art', [C, M], 'params.yaml, so that the model changes: S T C E M B'],
  ["score's artifact.json", '/score/art', [E], 'params.yaml, so that the model changes: S T C E M B'],
  ["measure's artifact.json", '/measure/art', [B], 'measure.yaml: M B'],
];

/** @type {Row[]} */
const NOT_HASHED = [
  ['gates/evaluate.yaml', '{projectRoot}/gates/evaluate.yaml', [C, B], 'gates/evaluate.yaml: E'],
  ['gates/benchmark.yaml', '{projectRoot}/gates/benchmark.yaml', [M, E], 'gates/benchmark.yaml: B'],
  [
    'gates/validate-data.yaml',
    '{projectRoot}/gates/validate-data.yaml',
    [S, T],
    'gates/validate-data.yaml: V',
  ],
  ['gates/train-smoke.yaml', '{projectRoot}/gates/train-smoke.yaml', [V, T], 'gates/train-smoke.yaml: S'],
  ['the suites', '{projectRoot}/expectations/**/*', [S, T, C], 'a suite: V'],
  ['params.yaml', '{projectRoot}/params.yaml', [C, M], 'params.yaml, so that the model stays the same: S T'],
  ['score.yaml', '{projectRoot}/score.yaml', [E, M], 'score.yaml: C'],
  ['measure.yaml', '{projectRoot}/measure.yaml', [C], 'measure.yaml: M B'],
  ['baseline_metrics.json', '{projectRoot}/baseline_metrics.json', [C, M], 'baseline_metrics.json: E B'],
  ['the test data', '{projectRoot}/data/test.csv', [S, T], 'test data: V C E M B'],
  ['the README', '{projectRoot}/README.md', [V, T, C, M], 'a README: '],
  ['the tests', '{projectRoot}/tests/**/*', [S, T, C], 'a test: '],
  ['deploy.yaml', '{projectRoot}/deploy.yaml', [E, B], 'deploy.yaml: '],
  ['other models', '{workspaceRoot}/models/churn/params.yaml', [T, C], 'another model: '],
  ['JavaScript dependencies', '{workspaceRoot}/package-lock.json', [T, E], 'a JavaScript dependency: '],
  ["the project's pyproject.toml", '{projectRoot}/pyproject.toml', [V, E], 'pyproject.toml: S T C M B'],
];

/** Kept out by patterns that begin with `!`. @type {Row[]} */
const KEPT_OUT = [["api's module", '/api', [S, T, C, M], 'api.py: ']];

/** @type {Row[]} */
const OTHER_VARIABLES = [
  ["Python's version", 'MODELGATE_PYTHON_MINOR', [V, E], "Python's minor version: S T C M B"],
  ['the hardware class', 'MODELGATE_HARDWARE', [T, C], 'the hardware class: M B'],
];

/** Inputs that change together with others, by what a test of them changes. @type {Record<string, string>} */
const CHANGED_WITH = {
  "api's module": 'the Python files',
  'other models': 'params.yaml',
};

/** @type {import('./rules.mjs').Rule[]} */
export const inputRules = [
  ...HASHED.flatMap((row) => rulesOf(row, 'hashes', takeOut(row[1]))),
  // Nx hashes all packages for a task that names none.
  ...REVISIONS.flatMap((row) =>
    rulesOf(row, 'hashes', takeOut(row[1]) + putIn({ externalDependencies: [] })),
  ),
  ...ALONE.flatMap((row) => rulesOf(row, 'hashes', takeOut(row[1])).map(alone)),
  ...NOT_HASHED.flatMap((row) => rulesOf(row, 'does not hash', putIn(row[1]))),
  ...KEPT_OUT.flatMap((row) => rulesOf(row, 'does not hash', takeOut(row[1]))),
  ...OTHER_VARIABLES.flatMap((row) => rulesOf(row, 'does not hash', putIn({ env: row[1] }))),
];

/**
 * @param {import('./rules.mjs').Rule} rule
 * @returns {import('./rules.mjs').Rule}
 */
function alone(rule) {
  return { ...rule, concerns: undefined };
}

/** @param {string} part */
function takeOut(part) {
  return `.filter((input) => !JSON.stringify(input).includes(${JSON.stringify(part)}))`;
}

/** @param {unknown} input */
function putIn(input) {
  return `.concat([${JSON.stringify(input)}])`;
}

/**
 * The function that lists the inputs is wrapped, so that a rule depends on no line of it, and several can be taken out at once.
 * @param {Row} row
 * @param {string} verb
 * @param {string} change applied to the list of inputs
 * @returns {import('./rules.mjs').Rule[]}
 */
function rulesOf([what, , stages, test, spec = 'reruns.spec.ts'], verb, change) {
  const find = 'exports.stageInputs = stageInputs;';
  return stages.map((stage) => ({
    rule: `${stage} ${verb} ${what}`,
    file: 'nx/dist/inference/stage-inputs.js',
    find,
    replace:
      `${find}\n{ const before = exports.stageInputs; exports.stageInputs = (...given) => { const all = before(...given); ` +
      `return { ...all, '${stage}': all['${stage}']${change} }; }; }`,
    test: { spec, name: test },
    concerns: CHANGED_WITH[what] ?? what,
  }));
}
