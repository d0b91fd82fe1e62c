import { execFileSync } from 'node:child_process';
import { chmodSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expectCode, type Workspace } from './harness';

const MODEL = 'models/credit-risk';
const CODE = `${MODEL}/src/credit_risk`;

/** A change of a workspace that holds the models credit-risk and churn, judged, with their baselines. */
export interface Change {
  what: string;
  /** Stages of credit-risk that rerun: V S T C E M B. */
  reruns: string;
  /** Stages of churn that rerun; default none. */
  other?: string;
  make: (ws: Workspace) => unknown;
  env?: (ws: Workspace) => NodeJS.ProcessEnv;
}

const ALL = 'V S T C E M B';
const nothing = () => undefined;
const append = (path: string, text: string) => (ws: Workspace) => ws.write(path, ws.read(path) + text);
const comment = (path: string) => append(path, '\n# more\n');
const write = (path: string, text: string) => (ws: Workspace) => ws.write(path, text);
const replace = (path: string, find: string, text: string) => (ws: Workspace) => ws.replace(path, find, text);
const withoutLastRows = (path: string, count: number) => (ws: Workspace) => {
  const lines = ws.read(path).trimEnd().split('\n');
  ws.write(path, `${lines.slice(0, -count).join('\n')}\n`);
};

export const CHANGES: Change[] = [
  { what: 'a README', reruns: '', make: append(`${MODEL}/README.md`, '\nMore words.\n') },
  { what: 'a test', reruns: '', make: comment(`${MODEL}/tests/test_data.py`) },
  { what: 'api.py', reruns: '', make: comment(`${CODE}/api.py`) },
  {
    what: 'deploy.yaml',
    reruns: '',
    make: write(
      `${MODEL}/deploy.yaml`,
      'schema: modelgate.deploy/v1\nenvironments:\n  canary: { allow_dirty: false }\n',
    ),
  },
  { what: 'a JavaScript dependency', reruns: '', make: bumpDependency },
  {
    what: 'another model',
    reruns: '',
    other: 'S T C E M B',
    make: replace('models/churn/params.yaml', 'epochs: 50', 'epochs: 20'),
  },
  {
    what: 'one more model',
    reruns: '',
    make: async (ws) => expectCode(0, await ws.nx(['generate', 'ml-model', 'newcomer'])),
  },
  { what: 'a suite', reruns: 'V', make: comment(`${MODEL}/expectations/train.yaml`) },
  {
    what: 'gates/validate-data.yaml',
    reruns: 'V',
    make: write(
      `${MODEL}/gates/validate-data.yaml`,
      'schema: modelgate.gates.validate-data/v1\nexamples: 3\n',
    ),
  },
  {
    what: 'gates/train-smoke.yaml',
    reruns: 'S',
    make: write(`${MODEL}/gates/train-smoke.yaml`, 'schema: modelgate.gates.train-smoke/v1\nrows: 50\n'),
  },
  {
    what: 'params.yaml, so that the model changes',
    reruns: 'S T C E M B',
    make: replace(`${MODEL}/params.yaml`, 'epochs: 50', 'epochs: 20'),
  },
  {
    what: 'params.yaml, so that the model stays the same',
    reruns: 'S T',
    make: comment(`${MODEL}/params.yaml`),
  },
  {
    what: 'a file that training imports, so that the model changes',
    reruns: 'S T C E M B',
    make: replace(
      `${CODE}/train.py`,
      'dict(zip(names, weights)), bias)',
      'dict(zip(names, weights)), bias + 0.01)',
    ),
  },
  {
    what: 'a comment in a file that training imports',
    reruns: 'S T C M B',
    make: comment(`${CODE}/train.py`),
  },
  { what: 'evaluate.py', reruns: 'S C M B', make: comment(`${CODE}/evaluate.py`) },
  {
    what: 'evaluate.py, so that its metrics change',
    reruns: 'S C E M B',
    make: replace(`${CODE}/evaluate.py`, '{"brier_score": ', '{"one": 1.0, "brier_score": '),
  },
  {
    what: 'score.yaml',
    reruns: 'C',
    make: write(`${MODEL}/score.yaml`, 'schema: modelgate.score/v1\nbatch_size: 7\n'),
  },
  { what: 'measure.yaml', reruns: 'M B', make: comment(`${MODEL}/measure.yaml`) },
  { what: 'gates/evaluate.yaml', reruns: 'E', make: comment(`${MODEL}/gates/evaluate.yaml`) },
  { what: 'gates/benchmark.yaml', reruns: 'B', make: comment(`${MODEL}/gates/benchmark.yaml`) },
  { what: 'baseline_metrics.json', reruns: 'E B', make: append(`${MODEL}/baseline_metrics.json`, '\n') },
  { what: 'accept-baseline', reruns: 'C E M B', make: acceptAnotherBaseline },
  { what: 'training data', reruns: ALL, make: withoutLastRows(`${MODEL}/data/train.csv`, 40) },
  {
    what: 'training data that its suite refuses, which blocks the rest',
    reruns: 'V',
    make: append(`${MODEL}/data/train.csv`, '-5,,10000,1\n'),
  },
  { what: 'test data', reruns: 'V C E M B', make: withoutLastRows(`${MODEL}/data/test.csv`, 1) },
  { what: 'requirements.txt', reruns: 'S T C M B', make: write(`${MODEL}/requirements.txt`, '# none\n') },
  { what: 'pyproject.toml', reruns: 'S T C M B', make: write(`${MODEL}/pyproject.toml`, '[tool.other]\n') },
  {
    what: "uv.lock at the workspace's root",
    reruns: 'S T C M B',
    other: 'S T C M B',
    make: write('uv.lock', 'version = 1\n'),
  },
  { what: 'model.yaml', reruns: ALL, make: comment(`${MODEL}/model.yaml`) },
  {
    what: 'project.json of the model',
    reruns: ALL,
    make: write(
      `${MODEL}/project.json`,
      JSON.stringify({ name: 'credit-risk', targets: { notebook: { command: 'jupyter lab' } } }),
    ),
  },
  {
    what: 'nx.json',
    reruns: ALL,
    other: ALL,
    make: replace('nx.json', '"defaultBase": "main"', '"defaultBase": "main",\n  "parallel": 2'),
  },
  { what: '.gitignore', reruns: ALL, other: ALL, make: append('.gitignore', 'scratch\n') },
  {
    what: 'MODELGATE_REFRESH',
    reruns: ALL,
    other: ALL,
    make: nothing,
    env: () => ({ MODELGATE_REFRESH: '2026-01-01' }),
  },
  {
    what: "Python's minor version",
    reruns: 'S T C M B',
    other: 'S T C M B',
    make: nothing,
    env: (ws) => ({ MODELGATE_PYTHON: anotherPython(ws, '3.98.0') }),
  },
  {
    what: 'the hardware class',
    reruns: 'M B',
    other: 'M B',
    make: nothing,
    env: () => ({ MODELGATE_HARDWARE: 'another machine' }),
  },
  {
    what: 'the hardware class of this machine, by its name',
    reruns: '',
    make: nothing,
    env: (ws) => ({ MODELGATE_HARDWARE: thisMachine(ws) }),
  },
  {
    what: 'the revision of the stage evaluate',
    reruns: 'E',
    other: 'E',
    make: (ws) => raiseRevisions(ws, 1, 'evaluate'),
  },
  {
    what: 'the revision of the stage benchmark',
    reruns: 'B',
    other: 'B',
    make: (ws) => raiseRevisions(ws, 1, 'benchmark'),
  },
  {
    what: 'the revisions of all stages',
    reruns: ALL,
    other: ALL,
    make: (ws) => raiseRevisions(ws, 2),
  },
];

/** The installed file that holds a revision per stage. */
export const REVISIONS = 'node_modules/@modelgate/nx/dist/inference/stage-revisions.js';

/** The installed file may be shared with other workspaces by a hard link: it is replaced, not written into. */
export function writeRevisions(ws: Workspace, text: string): void {
  unlinkSync(join(ws.root, REVISIONS));
  ws.write(REVISIONS, text);
}

/** @param by differs from change to change: a revision that a run has seen already would be served from its cache */
function raiseRevisions(ws: Workspace, by: number, stages = '[a-z-]+'): void {
  const before = ws.read(REVISIONS);
  const line = new RegExp(`^(\\s+'?${stages}'?: )(\\d+)`, 'gm');
  const after = before.replace(
    line,
    (_all, key: string, revision: string) => `${key}${Number(revision) + by}`,
  );
  if (after === before) throw new Error(`${REVISIONS} has no revision of ${stages}`);
  writeRevisions(ws, after);
}

function bumpDependency(ws: Workspace): void {
  const lock = JSON.parse(ws.read('package-lock.json')) as {
    packages: Record<string, { version?: string; integrity?: string }>;
  };
  const [name] = Object.keys(lock.packages).filter((path) => path.endsWith('node_modules/yaml'));
  if (name === undefined) throw new Error('the lock file names no package yaml');
  lock.packages[name] = { ...lock.packages[name], version: '2.0.0', integrity: `sha512-${'A'.repeat(86)}==` };
  ws.write('package-lock.json', JSON.stringify(lock, null, 2));
}

/** A candidate of other bytes is judged first, so that what reruns afterwards is due to the baseline alone. */
async function acceptAnotherBaseline(ws: Workspace): Promise<void> {
  ws.replace(`${MODEL}/params.yaml`, 'epochs: 50', 'epochs: 47');
  expectCode(0, await ws.nx(['run', 'credit-risk:gate']));
  expectCode(
    0,
    await ws.nx(['generate', 'accept-baseline', 'credit-risk', '--reason=trained for less time']),
  );
}

/** A program that says that it is another Python, and runs the one on PATH. */
function anotherPython(ws: Workspace, version: string): string {
  const path = join(ws.root, 'dist/python');
  const answer = JSON.stringify({ executable: path, version });
  ws.write(
    'dist/python',
    `#!/bin/sh\ncase "$*" in\n  *platform.python_version*) echo '${answer}' ;;\n  *) exec python3 "$@" ;;\nesac\n`,
  );
  chmodSync(path, 0o755);
  return path;
}

/** What the hook before all tasks calls this machine. */
function thisMachine(ws: Workspace): string {
  const script = "require('@modelgate/runtime/hook').hardwareClass({})";
  return execFileSync(process.execPath, ['-p', script], { cwd: ws.root, encoding: 'utf8' }).trimEnd();
}
