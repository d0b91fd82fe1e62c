import { runProcess } from './run-process';

export interface GitState {
  /** The commit that is checked out, 40 hex digits. */
  commit?: string;
  /** Whether tracked files differ from it. Untracked files are not looked for: in a large work tree that takes seconds. */
  dirty?: boolean;
  /** `Name <email>` of git's configuration. */
  by?: string;
}

/** What git says about a folder; every key is absent where there is no git, no repository or no commit. */
export async function gitState(folder: string): Promise<GitState> {
  const [commit, changed, name, email] = await Promise.all([
    git(folder, ['rev-parse', '--verify', '--quiet', 'HEAD']),
    git(folder, [
      'status',
      '--porcelain',
      '--untracked-files=no',
      '--ignore-submodules=dirty',
      '--no-renames',
    ]),
    git(folder, ['config', 'user.name']),
    git(folder, ['config', 'user.email']),
  ]);
  const by = [name, email ? `<${email}>` : undefined].filter((part) => part).join(' ');
  return {
    ...(commit ? { commit } : {}),
    ...(commit && changed !== undefined ? { dirty: changed !== '' } : {}),
    ...(by ? { by } : {}),
  };
}

async function git(folder: string, args: readonly string[]): Promise<string | undefined> {
  const { exitCode, stdout } = await runProcess('git', ['--no-optional-locks', ...args], { cwd: folder });
  return exitCode === 0 ? stdout.trim() : undefined;
}
