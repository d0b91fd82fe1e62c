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
 * The rules of a .gitignore, or of the workspace's .nxignore, that keep files from being hashed, by file. None where
 * the workspace is in no git repository. The files, from the workspace or absolute, need not exist.
 */
export async function ignoreRules(
  workspaceRoot: string,
  files: readonly string[],
): Promise<Map<string, IgnoreRule>> {
  const byGit = await check(workspaceRoot, files, []);
  const others = files.filter((file) => !byGit.has(file));
  const nxignore = join(workspaceRoot, '.nxignore');
  const exists = await access(nxignore).then(
    () => true,
    () => false,
  );
  if (others.length === 0 || !exists) return byGit;
  const byNx = await check(workspaceRoot, others, ['-c', `core.excludesFile=${nxignore}`]);
  return new Map([...byGit, ...byNx]);
}

/** The rule that keeps one file from being hashed. */
export async function ignoredBy(workspaceRoot: string, file: string): Promise<IgnoreRule | undefined> {
  return (await ignoreRules(workspaceRoot, [file])).get(file);
}

async function check(
  root: string,
  files: readonly string[],
  options: readonly string[],
): Promise<Map<string, IgnoreRule>> {
  const { stdout } = await runProcess(
    'git',
    [...options, 'check-ignore', '--no-index', '--verbose', '-z', '--stdin'],
    { cwd: root, input: files.join('\0') },
  );
  const rules = new Map<string, IgnoreRule>();
  const fields = stdout.split('\0');
  for (let at = 0; at + 3 < fields.length; at += 4) {
    const [source = '', line = '', pattern = '', file = ''] = fields.slice(at, at + 4);
    // A rule that begins with "!" takes the file back in.
    if (!pattern.startsWith('!'))
      rules.set(file, { source: fromRoot(root, source), line: Number(line), pattern });
  }
  return rules;
}

function fromRoot(root: string, source: string): string {
  return isAbsolute(source) ? relative(root, source).split('\\').join('/') : source;
}
