import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWorkspace } from '../../workspace/create.cjs';
import { prepareTemplate } from '../../workspace/template.cjs';
import { dvcCommands } from '../datasets/dvc-commands.mjs';
import { DvcSite, findDvc } from '../datasets/dvc-site.mjs';
import { writeDvcFiles } from '../datasets/dvc-stages.mjs';
import { FIRST_DATASET, LIBRARY_CODE, planModels } from '../datasets/plan.mjs';
import { dropRows, writeSources } from '../datasets/sources.mjs';
import { copySources, FIRST } from '../graph/models.mjs';
import { recordPythonCalls } from '../graph/peers.mjs';
import { Site } from '../graph/site.mjs';
import { equalRow, timedRow, shownRow } from '../rows.mjs';
import { alternate } from '../timing.mjs';

/**
 * Models on shared data sets and a shared library, beside the same pipeline in DVC.
 *
 * Both have the same projects, stages, order and dependencies. Under DVC a stage that runs Python here starts the same Python on
 * the same request; what is TypeScript here (validate-data, evaluate) is a copy of recorded outputs there, which costs next to
 * nothing. DVC runs its stages one after another, Nx three at a time. Each project has a dvc.yaml of its own, with which DVC is
 * as fast when nothing changed as with a single file, and several times as fast when something did. After every change both must
 * have run the same stages.
 *
 * Judged is the no-op, with the daemon and plugin isolation off, so that Nx starts from nothing, as DVC does.
 *
 * `pairs` are the timed no-ops of each side, `rounds` the timed changes of each kind.
 */

/** @typedef {import('../rows.mjs').Row} Row */
/** @typedef {import('../timing.mjs').Sample} Sample */
/** @typedef {{ sample: Sample, ran: string[] }} Run */

const EVALUATE = ['run-many', '-t', 'evaluate'];
const DAEMON = { NX_DAEMON: 'true', NX_ISOLATE_PLUGINS: 'true' };

/** A third, and what a clock cannot tell from it. */
const REACH = 0.34;

/** @type {import('../bench.mjs').Bench} */
export default {
  title: 'datasets: models on shared data sets against the same pipeline in DVC',
  settings: { models: 100, datasets: 4, pairs: 15, 'daemon-pairs': 5, rounds: 3 },
  run(settings, log) {
    const { models = 0, datasets = 0, pairs = 0, 'daemon-pairs': daemonPairs = 0, rounds = 0 } = settings;
    const template = prepareTemplate();
    const ours = new Site(createWorkspace({ template, name: 'datasets-ours' }));
    /** @type {DvcSite | undefined} */
    let dvc;
    try {
      log(`workspace: ${ours.root}`);
      const plan = planModels(models, datasets);
      ours.nx(['generate', 'ml-model', FIRST]);
      writeSources(ours.root, plan, datasets);
      ours.commit('Add models, data sets and a library');
      const calls = recordPythonCalls(ours);
      log(`Python is started by ${Object.keys(calls).join(', ')}`);

      const found = findDvc();
      if ('problem' in found) log(`not compared, since DVC cannot be had: ${found.problem}`);
      else {
        dvc = new DvcSite(createWorkspace({ template, name: 'datasets-dvc' }), found.python);
        log(`DVC ${dvc.version()}: ${dvc.root}`);
        copySources(ours.root, dvc.root);
        writeDvcFiles(dvc.root, plan, dvcCommands({ root: dvc.root, ours, calls, models: plan }));
        dvc.commit('Add the pipelines');
      }

      const sides = new Sides(ours, dvc, `${models} models on ${datasets} data sets`, log);
      const planned = ours.plan(EVALUATE).tasks;
      const first = sides.firstRun(planned);
      return [
        ...first,
        ...sides.noop('no-op, no daemon', { planned, pairs, reach: REACH, mode: {} }),
        ...sides.noop('no-op, daemon', { planned, pairs: daemonPairs, reach: null, mode: DAEMON }),
        ...sides.changed('one data set changed', rounds, (root) =>
          dropRows(join(root, 'datasets', FIRST_DATASET, 'data/train.csv'), 1),
        ),
        ...sides.changed('one library changed', rounds, (root) =>
          appendFileSync(join(root, LIBRARY_CODE), '# Another line\n'),
        ),
      ];
    } finally {
      ours.remove();
      dvc?.remove();
    }
  },
};

/** The two sides of the comparison; only ours, where there is no DVC. */
class Sides {
  /**
   * @param {Site} ours
   * @param {DvcSite | undefined} dvc
   * @param {string} title
   * @param {(line: string) => void} log
   */
  constructor(ours, dvc, title, log) {
    this.ours = ours;
    this.dvc = dvc;
    this.title = title;
    this.log = log;
  }

  /**
   * Fills the caches of both.
   * @param {number} planned
   * @returns {Row[]}
   */
  firstRun(planned) {
    this.log(`first run: ${planned} stages`);
    const own = this.ours.timedRun(EVALUATE);
    if (own.ran.length !== planned)
      throw new Error(`${own.ran.length} of ${planned} tasks ran in the first run`);
    if (!this.dvc) return [];
    const theirs = this.dvc.repro();
    this.dvc.commit('Keep the locks');
    assertSame('first run', [own.ran], [theirs.ran]);
    return [
      equalRow({
        name: `${this.title}: stages`,
        value: own.ran.length,
        peer: 'DVC',
        peerValue: theirs.ran.length,
      }),
      this.#row('first run', { ours: [own.sample], theirs: [theirs.sample] }, null),
    ];
  }

  /**
   * @param {string} name
   * @param {{ planned: number, pairs: number, reach: number | null, mode: NodeJS.ProcessEnv }} options
   * @returns {Row[]}
   */
  noop(name, { planned, pairs, reach, mode }) {
    if (pairs === 0) return [];
    this.log(name);
    const subjects = {
      ours: () => this.ours.timedNx(EVALUATE, { cached: planned }, mode),
      theirs: () => this.#unchanged(planned),
    };
    alternate(subjects, 1);
    return [this.#row(name, alternate(subjects, pairs), reach)];
  }

  /**
   * @param {string} name
   * @param {number} rounds
   * @param {(root: string) => void} change gives other content each time, and the same to both sides
   * @returns {Row[]}
   */
  changed(name, rounds, change) {
    if (rounds === 0) return [];
    this.log(name);
    /** @type {{ ours: string[][], theirs: string[][] }} */
    const ran = { ours: [], theirs: [] };
    /** @type {(side: 'ours' | 'theirs', root: string, run: () => Run) => Sample} */
    const after = (side, root, run) => {
      change(root);
      const { sample, ran: stages } = run();
      ran[side].push(stages);
      return sample;
    };
    const { ours, dvc } = this;
    const samples = alternate(
      {
        ours: () => after('ours', ours.root, () => ours.timedRun(EVALUATE)),
        theirs: () => (dvc ? after('theirs', dvc.root, () => dvc.repro()) : NOTHING),
      },
      rounds,
    );
    if (dvc) assertSame(name, ran.ours, ran.theirs);
    const counts = ran.ours.map(({ length }) => length);
    this.log(`${name}: ${[...new Set(counts)].join(', ')} stages ran`);
    const count = counts[0] ?? 0;
    const title = `${this.title}, ${name}: stages that ran`;
    return [
      ...(dvc
        ? [equalRow({ name: title, value: count, peer: 'DVC', peerValue: ran.theirs[0]?.length ?? 0 })]
        : []),
      this.#row(name, samples, null),
    ];
  }

  /**
   * @param {number} planned
   * @returns {Sample}
   */
  #unchanged(planned) {
    if (!this.dvc) return NOTHING;
    const { sample, ran, skipped } = this.dvc.repro();
    if (ran.length > 0 || skipped.length !== planned) {
      throw new Error(
        `DVC ran ${ran.length} and skipped ${skipped.length} stages, expected 0 and ${planned}`,
      );
    }
    return sample;
  }

  /**
   * @param {string} name
   * @param {{ ours: Sample[], theirs: Sample[] }} samples
   * @param {number | null} reach
   * @returns {Row}
   */
  #row(name, { ours, theirs }, reach) {
    const title = `${this.title}, ${name}`;
    return this.dvc
      ? timedRow({ name: title, ours, peer: 'DVC', theirs, reach })
      : shownRow({ name: title, ours });
  }
}

/** What DVC takes where there is none. */
const NOTHING = { wall: NaN, cpu: NaN, peak: NaN };

/**
 * @param {string} name
 * @param {string[][]} ours stages that ran, round by round
 * @param {string[][]} theirs
 */
function assertSame(name, ours, theirs) {
  ours.forEach((stages, round) => {
    const others = theirs[round] ?? [];
    const only = (/** @type {string[]} */ some, /** @type {string[]} */ rest) =>
      some.filter((stage) => !rest.includes(stage)).join(', ') || 'none';
    if (stages.length === 0 || stages.join() !== others.join()) {
      throw new Error(
        `${name}, round ${round + 1}: not the same stages ran: only ours ${only(stages, others)}; only DVC's ${only(others, stages)}`,
      );
    }
  });
}
