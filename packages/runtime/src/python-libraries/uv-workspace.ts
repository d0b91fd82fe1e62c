import { posix } from 'node:path';
import { normalizedName } from './library-reference';
import type { PyprojectFacts } from './pyproject-facts';

export interface FolderEntry {
  name: string;
  isFolder: boolean;
}

/** What can be looked at in the workspace; paths start from its root, `.` is the root itself. */
export interface WorkspaceView {
  /** Undefined where there is no such folder. */
  entries(folder: string): readonly FolderEntry[] | undefined;
  /** What pyproject.toml of a folder says; undefined where it has none. */
  pyproject(folder: string): Promise<PyprojectFacts | undefined>;
}

/** Folders that hold no members. */
const SKIPPED = new Set(['node_modules', 'dist', '__pycache__']);

/**
 * The members of the uv workspace that a folder belongs to, by normalized name; undefined where no pyproject.toml above it
 * has `[tool.uv.workspace]`.
 */
export async function uvWorkspace(
  folder: string,
  view: WorkspaceView,
  known: Map<string, Promise<Map<string, string>>>,
): Promise<{ root: string; members: Map<string, string> } | undefined> {
  for (let root = folder; ; root = posix.dirname(root)) {
    const workspace = (await view.pyproject(root))?.workspace;
    if (workspace) {
      const members = known.get(root) ?? membersOf(root, workspace, view);
      known.set(root, members);
      return { root, members: await members };
    }
    if (root === '.') return undefined;
  }
}

async function membersOf(
  root: string,
  { members, exclude }: { members: string[]; exclude: string[] },
  view: WorkspaceView,
): Promise<Map<string, string>> {
  const excluded = new Set(exclude.flatMap((pattern) => matching(root, pattern, view)));
  const folders = members.flatMap((pattern) => matching(root, pattern, view));
  const found = new Map<string, string>();
  for (const folder of [root, ...folders.filter((path) => !excluded.has(path))]) {
    const name = (await view.pyproject(folder))?.name;
    if (name !== undefined) found.set(normalizedName(name), folder);
  }
  return found;
}

/** Folders that a pattern such as `libs/*` stands for. */
function matching(root: string, pattern: string, view: WorkspaceView): string[] {
  let folders = [root];
  for (const part of posix.normalize(pattern).split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '**') folders = folders.flatMap((folder) => [folder, ...below(folder, view)]);
    else if (!/[*?[]/.test(part)) folders = folders.map((folder) => posix.join(folder, part));
    else {
      const matches = nameTest(part);
      folders = folders.flatMap((folder) =>
        foldersIn(folder, view).filter((path) => matches(posix.basename(path))),
      );
    }
  }
  return folders;
}

/** Whether a name is one that a part of a pattern stands for; a part that is no pattern, as `[z-a]`, stands for itself. */
function nameTest(part: string): (name: string) => boolean {
  const escaped = part
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.')
    .replace(/\[!/g, '[^');
  try {
    const expression = new RegExp(`^${escaped}$`);
    return (name) => expression.test(name);
  } catch {
    return (name) => name === part;
  }
}

function below(folder: string, view: WorkspaceView): string[] {
  return foldersIn(folder, view).flatMap((path) => [path, ...below(path, view)]);
}

function foldersIn(folder: string, view: WorkspaceView): string[] {
  return (view.entries(folder) ?? [])
    .filter(({ name, isFolder }) => isFolder && !name.startsWith('.') && !SKIPPED.has(name))
    .map(({ name }) => posix.join(folder, name));
}
