import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nxIn } from '../demo/nx-run.mjs';
import { shellLine } from '../demo/printer.mjs';
import { createWorkspace, git } from '../workspace/create.cjs';
import { prepareTemplate } from '../workspace/template.cjs';

/**
 * What the picture is drawn from.
 * @typedef {object} Recording
 * @property {Record<string, string[]>} dependencies targets of a model, and those that they depend on
 * @property {{ command: string, output: string }[]} session commands, and all that they printed, with its colours
 */

const MODEL = 'credit-risk';
const DATA = `models/${MODEL}/src/credit_risk/data.py`;
const EDIT = ['if column != TARGET)', 'if column not in (TARGET, "credit_score"))'];

/**
 * Runs a model in a real workspace: a baseline is accepted, a feature is dropped, and that is undone.
 * @returns {Recording}
 */
export function record() {
  const folders = createWorkspace({ template: prepareTemplate(), name: 'picture' });
  const nx = nxIn(folders, { color: true });
  /** @type {(message: string) => void} */
  const commit = (message) => {
    git(folders, ['add', '--all']);
    git(folders, ['commit', '--quiet', `--message=${message}`]);
  };
  /** @type {(args: string[], succeeds?: boolean) => string} */
  const run = (args, succeeds = true) => {
    const { code, output } = nx(args);
    if ((code === 0) !== succeeds) throw new Error(`nx ${args.join(' ')} exited with ${code}\n${output}`);
    return output;
  };

  run(['generate', 'ml-model', MODEL, '--template=stdlib']);
  commit('Add a model');
  run(['run', `${MODEL}:gate`]);
  run(['generate', 'accept-baseline', MODEL, '--reason=first model']);
  commit('Accept its baseline');
  run(['run', `${MODEL}:gate`]);

  const [from = '', to = ''] = EDIT;
  const file = join(folders.root, DATA);
  const before = readFileSync(file, 'utf8');
  if (before.split(from).length !== 2) throw new Error(`${DATA} does not have ${from} once`);
  writeFileSync(
    file,
    before.replace(from, () => to),
  );
  /** @type {(args: string[], succeeds: boolean) => { command: string, output: string }} */
  const recorded = (args, succeeds) => ({ command: shellLine(['nx', ...args]), output: run(args, succeeds) });
  const diff = {
    command: 'git diff --unified=0',
    output: git(folders, ['diff', '--unified=0', '--color=always']),
  };
  const failed = recorded(['affected', '-t', 'gate'], false);
  git(folders, ['checkout', '--quiet', '--', 'models']);
  const again = recorded(['run-many', '-t', 'gate'], true);
  const graph = JSON.parse(run(['run', `${MODEL}:package`, '--graph=stdout']));
  return {
    dependencies: dependenciesIn(graph.tasks),
    session: [diff, failed, { command: 'git checkout -- models', output: '' }, again],
  };
}

/** @param {{ dependencies: Record<string, string[]> }} graph of tasks, as Nx prints it */
function dependenciesIn({ dependencies }) {
  /** @type {(id: string) => string} */
  const target = (id) => id.split(':')[1] ?? id;
  return Object.fromEntries(
    Object.keys(dependencies)
      .sort()
      .map((id) => [target(id), (dependencies[id] ?? []).map(target).sort()]),
  );
}
