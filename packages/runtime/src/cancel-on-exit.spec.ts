import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

const REQUIRE = ['--require', join(__dirname, 'testing/typescript.cjs')];

/** Starts a process that waits to be cancelled, does something to it, and gives what it printed after that. */
async function cancelled(action: (child: ChildProcess) => void): Promise<string> {
  const args = ['--conditions=@modelgate/source', ...REQUIRE, join(__dirname, 'testing/cancel-process.ts')];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
  let printed = '';
  child.stdout?.on('data', (text: Buffer) => {
    if (printed === '') action(child);
    printed += text.toString();
  });
  await new Promise((resolve) => child.stdout?.once('end', resolve));
  return printed;
}

describe('cancelOnExit', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('is aborted by %s', async (signal) => {
    expect(await cancelled((child) => child.kill(signal))).toBe(`ready\n${signal}\n`);
  });

  it('is aborted when the process that forked this one has gone', async () => {
    expect(await cancelled((child) => child.disconnect())).toBe(
      'ready\nthe process that started it has ended\n',
    );
  });
});
