import { isAbsolute, posix, relative, sep } from 'node:path';

/**
 * A path that a user typed, from the workspace and with forward slashes: what is relative starts where the user is,
 * as in Nx's own generators, or at the workspace where the user is outside of it. Undefined where it leaves the workspace.
 */
export function fromWorkspace(path: string, workspaceRoot: string, cwd: string): string | undefined {
  const typed = forward(path);
  const here = forward(relative(workspaceRoot, cwd));
  const base = here === '' || leaves(here) || typed === here || typed.startsWith(`${here}/`) ? '' : here;
  const result = isAbsolute(path) ? forward(relative(workspaceRoot, path)) : posix.join(base, typed);
  const clean = posix.normalize(result).replace(/\/$/, '');
  if (leaves(clean)) return undefined;
  return clean === '' ? '.' : clean;
}

/** Where the user is: package managers start Nx at the workspace and tell in INIT_CWD where they were called. */
export function userFolder(workspaceRoot: string, env: NodeJS.ProcessEnv = process.env): string {
  const called = env['INIT_CWD'];
  return called?.startsWith(workspaceRoot) ? called : process.cwd();
}

function leaves(path: string): boolean {
  return path === '..' || path.startsWith('../') || isAbsolute(path);
}

function forward(path: string): string {
  return path.split(sep).join('/');
}
