import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, posix, relative } from 'node:path';
import { suggest, UserError, type Place } from '@modelgate/contracts';
import { ignoredBy, type IgnoreRule } from './git-ignored';
import { hasRows } from './header-only';
import { oncePerRun } from './once-per-run';
import { rememberedDigest } from './remembered-digest';

export interface DataQuestion {
  workspaceRoot: string;
  /** Absolute folder of the project. */
  projectRoot: string;
  /** The path as model.yaml has it, from the project. */
  path: string;
  /** The key of model.yaml that names it: `train` for `data.train`. */
  role: 'train' | 'test';
  /** A folder of the workspace for what may be lost at any time. */
  cacheDir: string;
}

export interface OpenedData {
  /** Absolute path. */
  file: string;
  /** Path from the workspace, with forward slashes. */
  relative: string;
  sha256: string;
  bytes: number;
}

/**
 * Finds a data file and tells its identity. Every stage that reads data asks here first.
 * @throws UserError where it is missing, no file, empty, a CSV of a header alone, or not seen by git and so not by Nx
 */
export async function openData(question: DataQuestion): Promise<OpenedData> {
  const { workspaceRoot, projectRoot, path, role, cacheDir } = question;
  const file = join(projectRoot, path);
  const shown = inWorkspace(workspaceRoot, file);
  const where: Place = { file: posix.join(inWorkspace(workspaceRoot, projectRoot), 'model.yaml') };
  const key = `data.${role}`;

  const found = await stat(file).catch(() => undefined);
  if (!found) throw await missing(file, shown, path, key, where);
  if (found.isDirectory()) {
    throw new UserError(`${key}: ${shown} is a folder, not a data file`, {
      where,
      fix: `name a file in it under ${key} in model.yaml`,
    });
  }
  await assertInside(workspaceRoot, file, shown, key, where);
  const { rule } = await oncePerRun(cacheDir, process.env['MODELGATE_RUN'], `ignored ${file}`, {
    ask: async (): Promise<{ rule?: IgnoreRule }> => {
      const found = await ignoredBy(workspaceRoot, file);
      return found ? { rule: found } : {};
    },
    isAnswer: (value): value is { rule?: IgnoreRule } => value !== null && typeof value === 'object',
  });
  if (rule) {
    throw new UserError(`${key}: ${shown} is ignored by ${rule.source}:${rule.line} (${rule.pattern})`, {
      where,
      why: 'Nx hashes no ignored file, so a change of the data would go unseen and old results would be served',
      fix: `commit the file and take it out of ${rule.source} (a line "!${basename(file)}" after line ${rule.line} does that), or name another file`,
    });
  }
  if (found.size === 0) {
    throw new UserError(`${key}: ${shown} is empty (0 bytes)`, {
      where,
      fix: 'put data into it, or name another file',
    });
  }
  if (file.toLowerCase().endsWith('.csv') && !(await hasRows(file))) {
    throw new UserError(`${key}: ${shown} has a header line and no rows`, {
      where,
      fix: 'put rows into it, or name another file',
    });
  }
  return { file, relative: shown, ...(await rememberedDigest(file, cacheDir)) };
}

async function missing(
  file: string,
  shown: string,
  path: string,
  key: string,
  where: Place,
): Promise<UserError> {
  const folder = dirname(file);
  const names = (await readdir(folder).catch(() => undefined))?.sort();
  const near = names && suggest(basename(file), names);
  const isLink = await lstat(file).then(
    (entry) => entry.isSymbolicLink(),
    () => false,
  );
  const list = (names ?? []).slice(0, 8).join(', ');
  return new UserError(`${key}: there is no file ${shown}`, {
    where,
    why: isLink
      ? 'the path is a symbolic link to nothing'
      : !names
        ? `the folder ${posix.dirname(shown)} does not exist either`
        : names.length === 0
          ? `the folder ${posix.dirname(shown)} is empty`
          : `the folder has ${list}${names.length > 8 ? ', ...' : ''}`,
    fix: near
      ? `did you mean "${posix.join(posix.dirname(path), near)}"?`
      : `put the data there, or set ${key} in model.yaml to where it is`,
  });
}

async function assertInside(
  workspaceRoot: string,
  file: string,
  shown: string,
  key: string,
  where: Place,
): Promise<void> {
  const [root, real] = await Promise.all([realpath(workspaceRoot), realpath(file)]);
  const from = relative(root, real);
  if (!from.startsWith('..') && !isAbsolute(from)) return;
  throw new UserError(`${key}: ${shown} lies outside the workspace (${real})`, {
    where,
    why: 'Nx hashes files of the workspace alone, so a change of the data would go unseen',
    fix: 'put the file into the workspace',
  });
}

function inWorkspace(workspaceRoot: string, path: string): string {
  return relative(workspaceRoot, path).split('\\').join('/') || '.';
}
