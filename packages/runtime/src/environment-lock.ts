import { existsSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { readDemands } from './project-demands';
import { normalizedName } from './python-libraries';
import { readRequirements } from './requirements-file';

export interface EnvironmentLock {
  locked: boolean;
  /** The dependencies without an exact version, as the project writes them; all where no file names any. */
  loose: string[];
  /** Whether a file says at all what the project needs. */
  described: boolean;
}

/**
 * Whether the packages of a project's environment are written down to the version: by a `uv.lock` of the project or a folder
 * above it, or by `requirements*.txt` of the project or the workspace that pin every dependency which `pyproject.toml` and
 * `requirements.txt` name. A project that names no dependency has nothing to lock.
 *
 * @param extras `python.extras` of model.yaml
 * @throws UserError where one of the files cannot be read
 */
export async function environmentLock(
  workspaceRoot: string,
  projectRoot: string,
  extras: readonly string[] = [],
): Promise<EnvironmentLock> {
  const { dependencies, files } = await readDemands(workspaceRoot, projectRoot, undefined, extras);
  if (foldersUp(workspaceRoot, projectRoot).some((folder) => existsSync(join(folder, 'uv.lock'))))
    return { locked: true, loose: [], described: true };
  const lines = (await Promise.all(requirementsFiles(workspaceRoot, projectRoot).map(readLines))).flat();
  const pinned = new Set(lines.filter(isPinned).map(nameOf));
  const loose = dependencies.filter((dependency) => !isPinned(dependency) && !pinned.has(nameOf(dependency)));
  const described = files.length > 0 || lines.length > 0;
  return { locked: described && loose.length === 0, loose, described };
}

/** The `requirements*.txt` of a project, then those of the workspace; absolute. */
export function requirementsFiles(workspaceRoot: string, projectRoot: string): string[] {
  const folders = [...new Set([projectRoot, workspaceRoot])].filter((folder) => existsSync(folder));
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /^requirements.*\.txt$/.test(name))
      .sort()
      .map((name) => join(folder, name)),
  );
}

function readLines(file: string): Promise<string[]> {
  return readRequirements(file, file);
}

/** `pandas==2.2.3`, `pandas[all]===2.2.3 ; marker`, `pandas @ https://...`: one version, and no other. */
function isPinned(requirement: string): boolean {
  return (
    /^[\w.-]+\s*(?:\[[^\]]*\])?\s*\(?={2,3}\s*[^\s*,;()]+\)?\s*(?:;.*)?$/.test(requirement) ||
    /^[\w.-]+\s*(?:\[[^\]]*\])?\s*@\s*\S/.test(requirement)
  );
}

function nameOf(requirement: string): string {
  return normalizedName(/^[\w.-]*/.exec(requirement)?.[0] ?? '');
}

function foldersUp(top: string, folder: string): string[] {
  const folders = [folder];
  for (let at = folder; relative(top, at) !== '' && dirname(at) !== at;) {
    at = dirname(at);
    folders.push(at);
  }
  return folders;
}
