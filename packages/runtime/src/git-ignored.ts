import { access } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { UserError } from '@modelgate/contracts';
import { runProcess } from './run-process';

export interface IgnoreRule {
  /** The file that holds the rule, as git names it. */
  source: string;
  line: number;
  pattern: string;
}

/**
 * The rules of a .gitignore, or of the workspace's .nxignore, that keep files from being hashed, by file. None where
 * there is no git or the workspace is in no repository, and none for files that are outside of it or behind a link.
 * The files, from the workspace or absolute, need not exist.
 * @throws UserError where git refuses to answer
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
  const { exitCode, startError, stdout, stderr } = await runProcess(
    'git',
    [...options, 'check-ignore', '--no-index', '--verbose', '-z', '--stdin'],
    { cwd: root, input: files.join('\0') },
  );
  if (startError !== undefined) return new Map();
  if (exitCode === 0 || exitCode === 1) return rulesIn(root, stdout);
  if (exitCode !== 128) throw noAnswer(stderr);
  if (!(await isInRepository(root))) return new Map();
  // git ends at the first path that it cannot place, and says nothing of those behind it.
  if (files.length < 2) return new Map();
  const middle = Math.ceil(files.length / 2);
  const halves = [files.slice(0, middle), files.slice(middle)];
  const rules = new Map<string, IgnoreRule>();
  for (const half of halves) for (const rule of await check(root, half, options)) rules.set(...rule);
  return rules;
}

async function isInRepository(root: string): Promise<boolean> {
  const { exitCode, stdout, stderr } = await runProcess('git', ['rev-parse', '--is-inside-work-tree'], {
    cwd: root,
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (exitCode === 0) return stdout.trim() === 'true';
  if (stderr.includes('not a git repository')) return false;
  throw noAnswer(stderr);
}

/** Such as a repository of another user, which git does not trust. */
function noAnswer(stderr: string): UserError {
  return new UserError('git does not tell which files are ignored', {
    why: stderr.trim() || 'git check-ignore was ended before its answer',
    fix: 'mend what git complains about: files that it ignores are not hashed, so a change of them would go unseen',
  });
}

function rulesIn(root: string, stdout: string): Map<string, IgnoreRule> {
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
