import { availableParallelism } from 'node:os';
import { prepareTemplate } from '../../workspace/template.cjs';
import { caught, cellOf, renderCells, rowOf } from '../sabotage/findings.mjs';
import { CLEAN, SABOTAGES } from '../sabotage/kinds.mjs';
import { DemoModels } from '../sabotage/models.mjs';
import { runAll } from '../sabotage/pool.mjs';
import { JUDGES } from '../sabotage/stages.mjs';

/**
 * How many spoiled models the gates catch, by which stage, and how many good ones they refuse.
 *
 * The models of the demo, as the generator writes them for data that scikit-learn ships, with the default gates and an accepted baseline.
 * Each run trains one of them with another seed, clean or spoiled in one way, and goes through the stages until one fails.
 * The executors of the installed plugin are called directly, one after another, without Nx in between. Latency is no subject
 * here, so measure and benchmark are left out.
 *
 * `runs` are those of each cell, `seed` is that of everything random, `workers` run side by side (0: as many as processors).
 * @type {import('../bench.mjs').Bench}
 */
export default {
  title: 'sabotage: how many spoiled models are caught, by which stage, and how many good ones fail',
  settings: { runs: 20, seed: 1, workers: 0 },
  async run({ runs = 0, seed = 0, workers = 0 }, log) {
    const begin = performance.now();
    const kinds = [CLEAN, ...SABOTAGES];
    for (const { name, what } of kinds) log(`${name}: ${what}`);
    const demo = new DemoModels({ template: prepareTemplate(), log });
    try {
      const cells = demo.models.flatMap((model) => kinds.map((kind) => ({ model, kind: kind.name })));
      // Run by run, so that cells which end early are spread evenly.
      const tasks = Array.from({ length: runs }, (_, run) =>
        cells.map((cell) => ({ ...cell, seed: `${seed} ${cell.model.name} ${cell.kind} ${run}` })),
      ).flat();
      const workspaces = Array.from({ length: workers || availableParallelism() }, () => demo.clone());
      log(`${tasks.length} runs in ${workspaces.length} workers; measure and benchmark are left out`);
      const prepared = performance.now();
      const outcomes = await runAll(tasks, {
        workspaces,
        pristine: demo.pristine,
        environment: demo.environment,
        onDone(done) {
          if (done % cells.length === 0 || done === tasks.length)
            log(`${done} of ${tasks.length} runs after ${seconds(prepared).toFixed(0)} s`);
        },
      });
      const rows = cells.map(({ model, kind }) => {
        const ofCell = outcomes.filter(
          (_, index) => tasks[index]?.model === model && tasks[index].kind === kind,
        );
        return rowOf(cellOf(model.name, kind, ofCell));
      });
      return [...rows, timeRow(seconds(begin))];
    } finally {
      demo.remove();
    }
  },
  render(rows) {
    const cells = rows.flatMap(({ findings }) => findings ?? []);
    const time = rows.at(-1)?.value ?? 0;
    const of = (/** @type {(cell: import('../sabotage/findings.mjs').Cell) => boolean} */ wanted) => {
      const chosen = cells.filter(wanted);
      const sum = (/** @type {number[]} */ counts) => counts.reduce((total, each) => total + each, 0);
      return `${sum(chosen.map(caught))} of ${sum(chosen.map((cell) => cell.runs))}`;
    };
    return [
      renderCells(cells, JUDGES),
      '',
      `caught ${of(({ kind }) => kind !== CLEAN.name)} spoiled models; refused ${of(({ kind }) => kind === CLEAN.name)} clean ones`,
      `total time ${time.toFixed(0)} s`,
    ].join('\n');
  },
};

/** @param {number} begin */
function seconds(begin) {
  return (performance.now() - begin) / 1000;
}

/**
 * @param {number} value
 * @returns {import('../rows.mjs').Row}
 */
function timeRow(value) {
  return {
    name: 'total time',
    value,
    unit: 's',
    peer: '',
    peerValue: null,
    ratio: null,
    reach: null,
    ok: true,
  };
}
