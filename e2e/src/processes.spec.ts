import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expectCode, workspace, type Workspace } from './harness';

const MODEL = 'models/credit-risk';
const CODE = `${MODEL}/src/credit_risk`;

/** Processes whose command line names this text. */
function processesWith(text: string): number[] {
  return execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(text) && line.includes('modelgate_runner.py'))
    .map((line) => Number(line.trim().split(/\s+/)[0]));
}

async function until(what: string, holds: () => boolean, seconds = 20): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const onWindows = process.platform === 'win32';

if (onWindows) console.log('not tried on Windows: signals there end processes without asking them');

(onWindows ? describe.skip : describe)('a run that is stopped', () => {
  let ws: Workspace;

  beforeAll(async () => {
    ws = workspace({ name: 'stopped' });
    expectCode(0, await ws.nx(['generate', 'ml-model', 'credit-risk']));
    const text = ws.read(`${CODE}/train.py`);
    const marker = join(ws.root, 'training');
    ws.write(
      `${CODE}/train.py`,
      text.replace(
        /(def train_model\([\s\S]*?\)[^:]*:\n)/,
        `$1    open(${JSON.stringify(marker)}, "a").close()\n    while True:\n        pass\n`,
      ),
    );
    ws.commit('Train for ever');
  });
  afterEach(() => ws.git('clean', '--quiet', '-fd', '.'));
  afterAll(() => ws?.remove());

  it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)(
    '%s leaves no process and no half output',
    async (signal) => {
      const run = ws.start(['run', 'credit-risk:train', '--excludeTaskDependencies']);
      await until('training has begun', () => existsSync(join(ws.root, 'training')));
      expect(processesWith(ws.root)).not.toEqual([]);
      process.kill(run.pid, signal);
      const { code } = await run.finished;
      expect(code).not.toBe(0);
      await until('the processes of the model have ended', () => processesWith(ws.root).length === 0);
      for (const path of ['train/artifact.json', 'train/model'])
        expect(existsSync(join(ws.root, 'dist', MODEL, path))).toBe(false);
    },
  );

  it('what a killed stage left is gone after the next run', async () => {
    ws.git('checkout', '--quiet', 'HEAD~1', '--', '.');
    ws.git('reset', '--quiet');
    ws.git('checkout', '--quiet', '.');
    ws.replace(`${CODE}/train.py`, 'while True:\n        pass\n', 'pass\n');
    expectCode(0, await ws.nx(['run', 'credit-risk:train', '--excludeTaskDependencies']));
    expect(readdirSync(join(ws.root, 'dist', MODEL)).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});

/** Tells its own process and that of the executor which started it, and never ends. */
const HANGS_IN_NODE = `require('node:fs').writeFileSync('pids', process.pid + ' ' + process.ppid + '\\n');
setInterval(() => undefined, 1000);
`;
const HANGS_IN_PYTHON = `import os, time, unittest
class Hangs(unittest.TestCase):
    def test_it(self):
        with open('pids', 'w') as file:
            file.write(f'{os.getpid()} {os.getppid()}\\n')
        time.sleep(600)
`;

(onWindows ? describe.skip : describe)('an executor that is killed', () => {
  let ws: Workspace;

  beforeAll(async () => {
    ws = workspace({ name: 'killed' });
    expectCode(0, await ws.nx(['generate', '@modelgate/nx:init']));
    ws.write(
      `${MODEL}/model.yaml`,
      'schema: modelgate.model/v1\nname: credit-risk\ntask: regression\n' +
        'data: { train: train.csv, target: y, split: { test: 0.2, seed: 7 } }\n' +
        'command: [ node, src/hang.cjs ]\nquality: [ test ]\n',
    );
    ws.write(`${MODEL}/train.csv`, 'x,y\n1,1\n2,2\n');
    ws.write(`${MODEL}/src/hang.cjs`, HANGS_IN_NODE);
    ws.write(`${MODEL}/tests/test_hang.py`, HANGS_IN_PYTHON);
    ws.commit('Hang');
  });
  afterEach(() => ws.git('clean', '--quiet', '-fd', '.'));
  afterAll(() => ws?.remove());

  it.each(['train', 'test'])('leaves nothing of %s running', async (target) => {
    const pids = join(ws.root, MODEL, 'pids');
    const run = ws.start(['run', `credit-risk:${target}`, '--excludeTaskDependencies']);
    await until('the program has begun', () => existsSync(pids) && ws.read(`${MODEL}/pids`).endsWith('\n'));
    const [program = 0, executor = 0] = ws.read(`${MODEL}/pids`).split(' ').map(Number);
    try {
      process.kill(executor, 'SIGKILL');
      const { code } = await run.finished;
      expect(code).not.toBe(0);
      await until('the program has ended', () => hasEnded(program));
    } finally {
      if (!hasEnded(program)) process.kill(program, 'SIGKILL');
    }
  });
});

/** Whether a process is no more; one that nobody has waited for yet is none either. */
function hasEnded(pid: number): boolean {
  const { stdout } = spawnSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout === '' || stdout.startsWith('Z');
}
