import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWorkspace } from '../../workspace/create.cjs';
import { prepareTemplate } from '../../workspace/template.cjs';
import { FIRST, growTo, modelName } from '../graph/models.mjs';
import {
  assertReplayed,
  copiedOutputs,
  installEmptyExecutor,
  makePeer,
  recordPythonCalls,
  replayed,
  updatePeer,
} from '../graph/peers.mjs';
import { Site } from '../graph/site.mjs';
import { equalRow, timedRow } from '../rows.mjs';
import { alternate } from '../timing.mjs';

/**
 * What the plugin costs on top of Nx.
 *
 * No-op: everything is cached, so that Nx starts, reads its graph, hashes and looks up. The peer has the same tasks, inputs and outputs
 * as plain commands in project.json files. Judged with the daemon and plugin isolation off, where nothing hides what a plugin costs.
 *
 * Cold: nothing is cached. The peer starts the very same Python from an executor that does nothing else.
 */

/** @typedef {import('../rows.mjs').Row} Row */

const EVALUATE = ['run-many', '-t', 'evaluate'];
const AFFECTED = ['affected', '-t', 'evaluate', '--base=HEAD~1'];

/** @type {{ name: string, env: NodeJS.ProcessEnv, judged: boolean }[]} */
const MODES = [
  { name: 'no daemon, no isolation', env: {}, judged: true },
  { name: 'no daemon, isolation', env: { NX_ISOLATE_PLUGINS: 'true' }, judged: false },
  { name: 'daemon, isolation', env: { NX_DAEMON: 'true', NX_ISOLATE_PLUGINS: 'true' }, judged: false },
];

/** @type {import('../bench.mjs').Bench} */
export default {
  title: 'graph: generated models against the same tasks without the plugin',
  settings: { small: 100, large: 300, pairs: 15, 'unjudged-pairs': 5, 'cold-rounds': 3 },
  run(settings, log) {
    const { small = 0, large = 0, pairs = 0, 'unjudged-pairs': unjudgedPairs = 0 } = settings;
    const template = prepareTemplate();
    const ours = new Site(createWorkspace({ template, name: 'graph-ours' }));
    const plain = makePeer({ template, name: 'graph-plain' });
    try {
      log(`workspace: ${ours.root}`);
      ours.nx(['generate', 'ml-model', FIRST]);
      ours.commit('Generate a model');
      growTo(ours.root, small);
      ours.commit('Add models');

      const rows = coldRows(ours, template, { models: small, rounds: settings['cold-rounds'] ?? 0 }, log);

      log(`filling the cache with ${small} models`);
      ours.nx(EVALUATE);
      const work = copiedOutputs(ours);
      for (const models of new Set([small, large])) {
        if (models > small) {
          log(`growing to ${models} models`);
          growTo(ours.root, models);
          ours.commit('Add more models');
        }
        updatePeer(plain, ours, work);
        rows.push(...noopRows(ours, plain, models, { pairs, unjudgedPairs }, log));
      }
      return rows;
    } finally {
      ours.remove();
      plain.remove();
    }
  },
};

/**
 * @param {Site} ours
 * @param {Site} plain
 * @param {number} models
 * @param {{ pairs: number, unjudgedPairs: number }} counts
 * @param {(line: string) => void} log
 * @returns {Row[]}
 */
function noopRows(ours, plain, models, { pairs, unjudgedPairs }, log) {
  const planned = ours.plan(EVALUATE);
  const peerPlanned = plain.plan(EVALUATE);
  const rows = Object.entries(planned).map(([what, value]) =>
    equalRow({
      name: `${models} models: ${what}`,
      value,
      peer: 'run-commands',
      peerValue: peerPlanned[/** @type {keyof typeof peerPlanned} */ (what)],
    }),
  );
  for (const site of [ours, plain]) {
    site.nx(EVALUATE);
    appendFileSync(join(site.root, 'models', modelName(models / 2), 'gates/evaluate.yaml'), '# Edited\n');
    site.commit('Edit the gates of one model');
    site.nx(AFFECTED);
  }
  const perModel = planned.tasks / models;
  const commands = [
    { name: 'no-op run-many', args: EVALUATE, cached: planned.tasks },
    { name: 'one-model affected', args: AFFECTED, cached: perModel },
  ];
  for (const mode of MODES) {
    for (const { name, args, cached } of commands) {
      const title = `${models} models, ${name}, ${mode.name}`;
      log(title);
      const subjects = {
        ours: () => ours.timedNx(args, { cached }, mode.env),
        theirs: () => plain.timedNx(args, { cached }, mode.env),
      };
      alternate(subjects, 1);
      const samples = alternate(subjects, mode.judged ? pairs : unjudgedPairs);
      rows.push(
        timedRow({ name: title, ...samples, peer: 'run-commands', reach: mode.judged ? 1.15 : null }),
      );
    }
  }
  return rows;
}

/**
 * @param {Site} ours
 * @param {string} template
 * @param {{ models: number, rounds: number }} size
 * @param {(line: string) => void} log
 * @returns {Row[]}
 */
function coldRows(ours, template, { models, rounds }, log) {
  if (rounds === 0) return [];
  const calls = recordPythonCalls(ours);
  log(`Python is started by ${Object.keys(calls).join(', ')}`);
  const names = Array.from({ length: models }, (_, index) => modelName(index));

  const executor = makePeer({ template, name: 'graph-executor' });
  installEmptyExecutor(executor);
  const startInExecutor = replayed(executor, ours, calls, names);
  updatePeer(executor, ours, (model, stage) => ({
    executor: 'empty-executor:run',
    options: { out: `dist/models/${model}/${stage}`, ...startInExecutor(model, stage) },
  }));

  const commands = makePeer({ template, name: 'graph-commands' });
  const startInCommand = replayed(commands, ours, calls, names);
  updatePeer(commands, ours, (model, stage) => {
    const out = `dist/models/${model}/${stage}`;
    const start = startInCommand(model, stage);
    const python = start ? `${start.python.map((arg) => `'${arg}'`).join(' ')} < /dev/null && ` : '';
    const command = `mkdir -p ${out} && ${python}echo '{}' > ${out}/artifact.json`;
    return { executor: 'nx:run-commands', options: { command, env: start?.env ?? {} } };
  });

  const { tasks } = ours.plan(EVALUATE);
  const cold = (/** @type {Site} */ site) => () => {
    site.forget();
    return site.timedNx(EVALUATE, { ran: tasks });
  };
  log(`cold: ${rounds} rounds of ${models} models, three workspaces each`);
  const samples = alternate({ ours: cold(ours), executor: cold(executor), commands: cold(commands) }, rounds);
  for (const peer of [executor, commands]) {
    assertReplayed(peer, calls, names);
    peer.remove();
  }
  const name = `${models} models, cold run-many`;
  return [
    timedRow({ name, ours: samples.ours, peer: 'empty executor', theirs: samples.executor, reach: 1.25 }),
    timedRow({ name, ours: samples.ours, peer: 'run-commands', theirs: samples.commands, reach: null }),
  ];
}
