import { runProcess } from './run-process';

export interface GitState {
  /** A commit, 40 hex digits. */
  commit?: string;
  /** Whether files differ from what is committed. */
  dirty?: boolean;
}

/**
 * The commit that is checked out, and whether tracked files differ from it: untracked ones are not looked for, which
 * takes seconds in a large work tree. Both are absent where there is no git, no repository or no commit.
 */
export async function gitState(folder: string): Promise<GitState> {
  const status = await git(folder, [
    'status',
    '--porcelain=v2',
    '--branch',
    '--untracked-files=no',
    '--ignore-submodules=dirty',
    '--no-renames',
  ]);
  const commit = /^# branch\.oid ([0-9a-f]{40,64})$/m.exec(status ?? '')?.[1];
  if (status === undefined || commit === undefined) return {};
  return { commit, dirty: status.split('\n').some((line) => line !== '' && !line.startsWith('# ')) };
}

/**
 * The last commit that touched one of `paths` (from `folder`), and whether any of them differs from what is committed or
 * is not tracked. Other commits do not change the answer.
 */
export async function gitOrigin(folder: string, paths: readonly string[]): Promise<GitState> {
  const literal = paths.map((path) => `:(literal)${path}`);
  const [commit, changed] = await Promise.all([
    git(folder, ['log', '-1', '--format=%H', '--', ...literal]),
    git(folder, ['status', '--porcelain', '--no-renames', '--', ...literal]),
  ]);
  return commit ? { commit, ...(changed === undefined ? {} : { dirty: changed !== '' }) } : {};
}

/** `Name <email>` of git's configuration, as far as it is set. */
export async function gitAuthor(folder: string): Promise<string | undefined> {
  const settings = await git(folder, ['config', '--get-regexp', '^user\\.(name|email)$']);
  // The repository's own setting comes after that of the user, and holds.
  const value = (key: string) =>
    [...(settings ?? '').matchAll(new RegExp(`^user\\.${key} (.+)$`, 'gm'))].at(-1)?.[1];
  const email = value('email');
  return (
    [value('name'), email === undefined ? undefined : `<${email}>`].filter(Boolean).join(' ') || undefined
  );
}

async function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  const { exitCode, stdout } = await runProcess('git', ['--no-optional-locks', ...args], { cwd: folder });
  return exitCode === 0 ? stdout.trim() : undefined;
}
