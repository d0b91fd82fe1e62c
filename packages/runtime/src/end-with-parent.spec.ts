import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endWithParent } from './end-with-parent';
import { isAlive, untilGone } from './testing/processes';

/** Tells its process and that of a child of its own, and never ends. */
const HANGS = `
const child = require('child_process').spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'inherit' });
console.log(process.pid, child.pid);
setInterval(() => undefined, 1000);
`;

const onWindows = process.platform === 'win32';
if (onWindows) console.log('not tried on Windows: nothing is guarded there');

(onWindows ? describe.skip : describe)('a program whose parent is killed', () => {
  it.each(['runProcess', 'startProcess'])('ends with its children: %s', async (way) => {
    const parent = spawn(
      process.execPath,
      [
        '--conditions=@modelgate/source',
        '--require',
        join(__dirname, 'testing/typescript.cjs'),
        join(__dirname, 'testing/killed-parent.ts'),
        way,
        process.execPath,
        '-e',
        HANGS,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    try {
      const [line = ''] = (await once(createInterface(parent.stdout), 'line')).map(String);
      const pids = line.split(' ').map(Number);
      expect(pids.map(isAlive)).toEqual([true, true]);
      parent.kill('SIGKILL');
      for (const pid of pids) expect(await untilGone(pid)).toBe(true);
    } finally {
      parent.kill('SIGKILL');
    }
  });

  it('is left alone once its end was told, whoever has its number then', async () => {
    const other = spawn('/bin/sh', ['-c', 'echo ready; exec sleep 600'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    });
    const pid = other.pid ?? 0;
    try {
      await once(other.stdout, 'data');
      endWithParent(pid)();
      expect(await untilNoneWaits(pid)).toBe(true);
      expect(isAlive(pid)).toBe(true);
    } finally {
      other.kill('SIGKILL');
    }
  });
});

/** Whether the shell that guards a process ends within five seconds. */
async function untilNoneWaits(pid: number): Promise<boolean> {
  for (const deadline = Date.now() + 5000; Date.now() < deadline;) {
    const processes = execFileSync('ps', ['-eo', 'args='], { encoding: 'utf8' }).split('\n');
    if (!processes.some((line) => line.includes('read -r line') && line.endsWith(` ${pid}`))) return true;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return false;
}
