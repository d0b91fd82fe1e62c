import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createWorkspace } from '../../workspace/create.cjs';
import { writeJson } from '../../workspace/template.cjs';
import { copySources, FIRST, renamed } from './models.mjs';
import { Site } from './site.mjs';

/**
 * @typedef {import('./site.mjs').Target} Target
 * @typedef {(name: string, stage: string) => Pick<Target, 'executor' | 'options'>} Work what a target of a model does
 * @typedef {Record<string, { args: string[], request: string, env: Record<string, string> }>} PythonCalls how a stage starts
 *   Python, in the words of the first model; the request's paths begin with its workspace
 */

/** Folder of what the peers' targets read: ignored by git, so no input of anything. */
const MATERIAL = 'node_modules/.bench';

/** The interpreter itself, where `python3` is the shim of a version manager. */
export const PYTHON = execFileSync('python3', ['-c', 'import sys; print(sys.executable)'], {
  encoding: 'utf8',
}).trim();

/**
 * A workspace that gets the models, tasks, inputs and outputs of ours by `updatePeer`, without the plugin.
 * @param {{ template: string, name: string }} options
 */
export function makePeer(options) {
  return new Site(createWorkspace(options));
}

/**
 * Brings a peer to the models that ours has now; every target stands in a project.json.
 * @param {Site} peer
 * @param {Site} ours
 * @param {Work} work
 */
export function updatePeer(peer, ours, work) {
  copySources(ours.root, peer.root);
  const nxJson = JSON.parse(readFileSync(join(ours.root, 'nx.json'), 'utf8'));
  delete nxJson.plugins;
  delete nxJson.targetDefaults;
  writeJson(join(peer.root, 'nx.json'), nxJson);
  for (const [model, { data }] of Object.entries(ours.graph().nodes)) {
    const targets = Object.entries(data.targets).map(([stage, target]) => [
      stage,
      plain(target, work(model, stage)),
    ]);
    writeJson(join(peer.root, data.root, 'project.json'), {
      name: model,
      targets: Object.fromEntries(targets),
    });
  }
  peer.commit('Bring the models to those of the other workspace');
}

/**
 * The same target with other work. An input that only our plugin's graph can resolve becomes an `env` input, the cheapest kind.
 * @param {Target} target
 * @param {Pick<Target, 'executor' | 'options'>} work
 */
function plain({ executor, inputs, outputs, dependsOn, cache, parallelism, metadata }, work) {
  const replaced = inputs?.map((input) =>
    typeof input === 'object' && input !== null && 'externalDependencies' in input
      ? { env: 'MODELGATE_BENCH_UNSET' }
      : input,
  );
  const same = { dependsOn, inputs: replaced, outputs, cache, parallelism, metadata };
  return { ...same, ...(executor === 'nx:noop' ? { executor } : work) };
}

/**
 * Work that leaves exactly the outputs of ours, as plain commands.
 * @param {Site} ours a workspace where the first model has been evaluated
 * @returns {Work}
 */
export function copiedOutputs(ours) {
  const material = join(ours.folders.home, 'outputs');
  rmSync(material, { recursive: true, force: true });
  cpSync(join(ours.root, 'dist/models', FIRST), material, { recursive: true });
  return (model, stage) => ({
    executor: 'nx:run-commands',
    options: {
      command: existsSync(join(material, stage))
        ? `mkdir -p dist/models/${model} && cp -R ${material}/${stage} dist/models/${model}/`
        : 'true',
    },
  });
}

/**
 * Records how each stage of the first model starts Python: an interpreter in front of the real one writes down what it is given.
 * @param {Site} ours
 * @returns {PythonCalls}
 */
export function recordPythonCalls(ours) {
  const folder = join(ours.folders.home, 'calls');
  mkdirSync(folder);
  const recorder = join(folder, 'python3');
  cpSync(fileURLToPath(new URL('record-python.sh', import.meta.url)), recorder);
  symlinkSync(PYTHON, join(folder, 'real'));
  ours.nx(['run', `${FIRST}:evaluate`, '--skip-nx-cache'], { MODELGATE_PYTHON: recorder });

  /** @type {PythonCalls} */
  const calls = {};
  for (const file of readdirSync(folder).filter((file) => file.endsWith('.args'))) {
    const path = join(folder, file).slice(0, -'.args'.length);
    if (!existsSync(`${path}.json`)) continue;
    const request = readFileSync(`${path}.json`, 'utf8');
    const lines = readFileSync(`${path}.env`, 'utf8').split('\n').filter(Boolean);
    calls[JSON.parse(request).stage] = {
      args: readFileSync(`${path}.args`, 'utf8').split('\n').slice(0, -1),
      request,
      env: Object.fromEntries(
        lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
      ),
    };
  }
  if (Object.keys(calls).length === 0) throw new Error(`no stage of ${FIRST} started Python in ${ours.root}`);
  return calls;
}

/**
 * Writes the requests for all models of a peer, and returns how a stage of a model starts Python there; undefined for a stage
 * that does not.
 * @param {Site} peer
 * @param {Site} ours
 * @param {PythonCalls} calls
 * @param {string[]} models
 * @returns {(model: string, stage: string) => { python: string[], env: Record<string, string> } | undefined}
 */
export function replayed(peer, ours, calls, models) {
  const folder = join(peer.root, MATERIAL);
  for (const model of models) {
    mkdirSync(join(folder, model), { recursive: true });
    for (const [stage, { request }] of Object.entries(calls)) {
      const moved = JSON.parse(renamed(request, model).replaceAll(ours.root, peer.root));
      moved.out = join(peer.root, 'dist/models', model, stage);
      moved.result = join(folder, model, `${stage}.result.json`);
      writeJson(join(folder, model, `${stage}.json`), moved);
    }
  }
  return (model, stage) => {
    const call = calls[stage];
    if (call === undefined) return undefined;
    const request = `${MATERIAL}/${model}/${stage}.json`;
    const args = call.args.map((arg) => (arg.endsWith('.json') ? request : arg));
    return { python: [PYTHON, ...args], env: call.env };
  };
}

/**
 * Makes sure that the replayed Python did the work that it did in ours.
 * @param {Site} peer
 * @param {PythonCalls} calls
 * @param {string[]} models
 */
export function assertReplayed(peer, calls, models) {
  for (const model of models) {
    for (const stage of Object.keys(calls)) {
      const { failure } = JSON.parse(
        readFileSync(join(peer.root, MATERIAL, model, `${stage}.result.json`), 'utf8'),
      );
      if (failure) throw new Error(`${stage} of ${model} failed in ${peer.root}: ${JSON.stringify(failure)}`);
    }
  }
}

/**
 * Puts the empty executor into a peer's node_modules.
 * @param {Site} peer
 */
export function installEmptyExecutor(peer) {
  const source = fileURLToPath(new URL('empty-executor', import.meta.url));
  cpSync(source, join(peer.root, 'node_modules/empty-executor'), { recursive: true });
}
