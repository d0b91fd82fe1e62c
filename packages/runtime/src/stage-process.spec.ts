import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { runStage } from './run-stage';
import { RUNNER } from './stage-program';
import { isAlive, untilGone } from './testing/processes';
import { PYTHON, tempProject, type TempProject } from './testing/temp-project';

let project: TempProject;
afterEach(() => project.remove());

const TRAIN = 'src/toy/train.py';

const texts = (values: unknown[]) => values.map(String);

/** Training that starts a child of its own and then never comes back. */
const HANGS = `
import os, subprocess, sys
def train_model(table, **params):
    child = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(600)"])
    print("pids", os.getpid(), child.pid)
    while True: pass
`;

describe('what is left of a stage', () => {
  it('nothing, when it is cancelled: the process, its children, its files', async () => {
    project = tempProject({ [TRAIN]: HANGS });
    const controller = new AbortController();
    let pids: number[] = [];
    const onLine = (line: string) => {
      pids = line.split(' ').slice(1).map(Number);
      controller.abort(new Error('SIGTERM'));
    };
    await expect(runStage(project.run('train', {}, { signal: controller.signal, onLine }))).rejects.toThrow(
      'train of toy was stopped in toy.train:train_model: SIGTERM',
    );
    expect(pids).toHaveLength(2);
    for (const pid of pids) expect(await untilGone(pid)).toBe(true);
    expect(readdirSync(dirname(project.out))).toEqual([]);
  });

  it('is not begun where it was cancelled before', async () => {
    project = tempProject();
    const signal = AbortSignal.abort(new Error('SIGINT'));
    await expect(runStage(project.run('train', {}, { signal }))).rejects.toThrow(
      'train of toy was stopped: SIGINT',
    );
    expect(existsSync(project.out)).toBe(false);
  });

  it('nothing, when its parent is killed in the middle of a hanging training', async () => {
    project = tempProject({ [TRAIN]: HANGS });
    const folder = dirname(project.out);
    mkdirSync(folder);
    const request = join(folder, 'request.json');
    const { request: body } = project.run('train');
    const result = join(folder, 'result.json');
    writeFileSync(request, JSON.stringify({ ...body, schema: 'modelgate.stage-request/v1', result }));
    const parent = spawn(
      process.execPath,
      [
        '-e',
        `const child = require('child_process').spawn(process.argv[1], ['-u', process.argv[2], process.argv[3]],
          { stdio: ['pipe', 'inherit', 'inherit', 'pipe'], detached: true });
        setInterval(() => undefined, 1000);`,
        PYTHON.path,
        RUNNER,
        request,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    try {
      const [line = ''] = await once(createInterface(parent.stdout), 'line').then(texts);
      const pids = line.split(' ').slice(1).map(Number);
      expect(pids.map(isAlive)).toEqual([true, true]);
      parent.kill('SIGKILL');
      for (const pid of pids) expect(await untilGone(pid)).toBe(true);
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('nothing of the children that it left behind, and it does not wait for them', async () => {
    project = tempProject({
      [TRAIN]: `
import subprocess, sys
def train_model(table, **params):
    child = subprocess.Popen([sys.executable, "-S", "-c", "import time; time.sleep(600)"])
    print("pids", child.pid)
    return 1
`,
    });
    let pid = 0;
    await runStage(project.run('train', {}, { onLine: (line) => (pid = Number(line.split(' ')[1])) }));
    expect(await untilGone(pid)).toBe(true);
  });
});

describe('what a stage prints', () => {
  it('is passed on up to a limit, and the rest is dropped without filling memory', async () => {
    project = tempProject({
      [TRAIN]: `
import sys
def train_model(table, **params):
    print("without an end" * 10000, end="")
    print()
    for _ in range(300):
        sys.stdout.write("a line of some length\\n" * 1000)
    return 1
`,
    });
    const lines: string[] = [];
    await runStage(project.run('train', {}, { onLine: (line) => lines.push(line) }));
    expect(lines.length).toBeLessThan(10_010);
    expect(lines.join('').length).toBeLessThan(1_100_000);
    expect(lines.at(-1)).toBe('[the rest of what the model prints is not shown]');
  });
});
