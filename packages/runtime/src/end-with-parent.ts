import { spawn } from 'node:child_process';

/** Ends the group of the process $1 where its standard input closes before a line came. */
const GUARD = 'read -r line || kill -s KILL -- "-$1"';

/**
 * Ends a process group as soon as this process is gone, even where `kill -9` leaves it no time to do so itself: a small shell
 * in a session of its own waits on a pipe that closes with this process. On Windows nothing is guarded.
 *
 * @param pid the leader of the group
 * @returns what to call when the leader has ended: its number may then be that of another process
 */
export function endWithParent(pid: number): () => void {
  if (process.platform === 'win32') return () => undefined;
  const guard = spawn('/bin/sh', ['-c', GUARD, 'sh', String(pid)], {
    cwd: '/',
    env: {},
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  // Where there is no shell, or it was ended, the group is as it would be without it.
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  return () => guard.stdin.end('ended\n');
}
