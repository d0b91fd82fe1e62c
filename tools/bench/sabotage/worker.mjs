/**
 * A process that runs the stages of one model after another in a workspace of its own, by calling the executors of the
 * installed plugin directly: `fork(worker, [workspace, pristine])`. It gets a task, answers with its outcome, and waits for the next.
 */
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CLEAN, SABOTAGES } from './kinds.mjs';
import { Project } from './project.mjs';
import { Random } from './random.mjs';
import { STAGES } from './stages.mjs';

/**
 * @typedef {object} Task
 * @property {import('./models.mjs').DemoModel} model
 * @property {string} kind
 * @property {string} seed of the random numbers
 *
 * @typedef {object} Outcome
 * @property {string | null} stage that failed; null where all passed
 * @property {boolean} judged whether a verdict failed it; else it did not come to its end
 * @property {string[]} reasons the gates that failed it, or the error
 * @property {string[]} warnings `stage gate` of every gate that only warned, up to the stage that failed
 */

const [root = '', pristine = ''] = process.argv.slice(2);
const require = createRequire(join(root, 'package.json'));
const plugin = join(root, 'node_modules/@modelgate/nx');
/** @type {{ executors: Record<string, { implementation: string }> }} */
const { executors } = JSON.parse(readFileSync(join(plugin, 'executors.json'), 'utf8'));

process.on('message', (/** @type {Task} */ task) => {
  run(task).then(
    (outcome) => process.send?.({ outcome }),
    (error) =>
      process.send?.({ problem: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});

/**
 * @param {Task} task
 * @returns {Promise<Outcome>}
 */
async function run({ model, kind, seed }) {
  const folder = join(root, model.root);
  rmSync(folder, { recursive: true });
  cpSync(join(pristine, model.name), folder, { recursive: true });
  rmSync(join(root, 'dist'), { recursive: true, force: true });

  const sabotage = [CLEAN, ...SABOTAGES].find(({ name }) => name === kind);
  if (!sabotage) throw new Error(`there is no sabotage ${kind}`);
  const random = new Random(seed);
  const project = new Project(folder, model);
  project.replace('params.yaml', 'seed: 7\n', `seed: ${1000 + random.below(1_000_000)}\n`);
  sabotage.apply(project, random);

  /** @type {string[]} */
  const warnings = [];
  for (const stage of STAGES) {
    const { success } = await execute(stage, model);
    const report = reportOf(stage, model);
    warnings.push(
      ...report.gates.filter(({ effect }) => effect === 'warn').map(({ id }) => `${stage} ${id}`),
    );
    if (success) continue;
    const failed = report.gates.filter(({ effect }) => effect === 'fail');
    if (failed.length === 0) throw new Error(`${stage} of ${model.name} failed without a reason`);
    // What the report of a stage says that has no verdict.
    const judged = failed.every(({ id }) => id !== 'completes');
    return { stage, judged, reasons: failed.map(({ id, message }) => (judged ? id : message)), warnings };
  }
  return { stage: null, judged: true, reasons: [], warnings };
}

/**
 * @param {string} stage
 * @param {import('./models.mjs').DemoModel} model
 * @returns {Promise<{ success: boolean }>}
 */
function execute(stage, model) {
  const name = stage === 'evaluate' ? 'judge' : 'stage';
  const implementation = executors[name]?.implementation;
  if (implementation === undefined) throw new Error(`the plugin has no executor ${name}`);
  return require(join(plugin, implementation)).default(
    { stage },
    {
      root,
      projectName: model.name,
      projectsConfigurations: { version: 2, projects: { [model.name]: { root: model.root } } },
      nxJsonConfiguration: {},
    },
  );
}

/**
 * @param {string} stage
 * @param {import('./models.mjs').DemoModel} model
 * @returns {{ gates: { id: string, effect: string, message: string }[] }}
 */
function reportOf(stage, model) {
  const file = join(root, 'dist', model.root, stage, 'report.json');
  if (!existsSync(file)) throw new Error(`${stage} of ${model.name} left no report`);
  return JSON.parse(readFileSync(file, 'utf8'));
}
