import { UserError } from '@modelgate/contracts';
import { fromWorkspace } from './workspace-path';

/** Folders that Nx does not look into, or that hold outputs. */
const NO_PLACE = new Set(['node_modules', 'dist', '.git', '.nx', '.modelgate', '.venv']);

export interface RootQuestion {
  /** What the user typed as --directory. */
  directory: string | undefined;
  /** The folder where there is none. */
  fallback: string;
  /** What is to be there: `a model`. */
  what: string;
  workspaceRoot: string;
  cwd: string;
}

/**
 * The folder of a new project, from the workspace and with forward slashes.
 * @throws UserError where Nx would not find a project there
 */
export function projectRoot({ directory, fallback, what, workspaceRoot, cwd }: RootQuestion): string {
  if (directory === undefined || directory === '') return fallback;
  const root = fromWorkspace(directory, workspaceRoot, cwd);
  const refuse = (why: string) =>
    new UserError(`--directory: ${JSON.stringify(directory)} cannot be the folder of ${what}`, {
      why,
      fix: `take a folder of the workspace, for example --directory=${fallback}`,
    });
  if (root === undefined) throw refuse('it lies outside the workspace');
  const folder = root.split('/').find((part) => NO_PLACE.has(part));
  if (folder !== undefined) throw refuse(`Nx looks for no projects in ${folder}`);
  // eslint-disable-next-line no-control-regex
  if (/[\\\u0000-\u001f]/.test(root)) throw refuse('git has no backslashes and control characters in paths');
  return root;
}
