import { access } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { runProcess } from './run-process';

export interface IgnoreRule {
  /** The file that holds the rule, as git names it. */
  source: string;
  line: number;
  pattern: string;
}

/**
 * The rule of a .gitignore, or of the workspace's .nxignore, that keeps a file from being hashed; undefined where
 * there is none, or where the workspace is in no git repository.
 */
export async function ignoredBy(workspaceRoot: string, file: string): Promise<IgnoreRule | undefined> {
  const byGit = await check(workspaceRoot, file, []);
  if (byGit) return byGit;
  const nxignore = join(workspaceRoot, '.nxignore');
  const exists = await access(nxignore).then(
    () => true,
    () => false,
  );
  return exists ? check(workspaceRoot, file, ['-c', `core.excludesFile=${nxignore}`]) : undefined;
}

async function check(
  root: string,
  file: string,
  options: readonly string[],
): Promise<IgnoreRule | undefined> {
  const { stdout, exitCode } = await runProcess(
    'git',
    [...options, '-c', 'core.quotePath=false', 'check-ignore', '--no-index', '--verbose', '--', file],
    { cwd: root },
  );
  if (exitCode !== 0) return undefined;
  const [, source = '', line = '', pattern = ''] = /^(.*?):(\d+):(.*)\t/.exec(stdout) ?? [];
  // A rule that begins with "!" takes the file back in.
  if (pattern.startsWith('!')) return undefined;
  return {
    source: isAbsolute(source) ? relative(root, source).split('\\').join('/') : source,
    line: Number(line),
    pattern,
  };
}
