import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { readDemands } from './project-demands';
import { normalizedName } from './python-libraries';
import { foldersUp } from './python-places';
import { includedFiles, readRequirements } from './requirements-file';

export interface EnvironmentLock {
  locked: boolean;
  /** The dependencies without an exact version, as the project writes them; all where no file names any. */
  loose: string[];
  /** Whether a file says at all what the project needs. */
  described: boolean;
  /** Files that the requirements include and that no stage hashes, from the workspace: they may change unseen. */
  unseen: string[];
}

/** The files of requirements that every stage with Python hashes, in the project and the folders above it. */
const REQUIREMENTS = /^requirements.*\.txt$/;

/**
 * Whether the packages of a project's environment are written down to the version: by a `uv.lock` of the project or a folder
 * above it, or by `requirements*.txt` of the project or a folder above it that pin every dependency which `pyproject.toml` and
 * `requirements.txt` name. A project that names no dependency has nothing to lock.
 *
 * @param extras `python.extras` of model.yaml
 * @param inputs `train.inputs` of model.yaml: files and folders that are hashed too
 * @throws UserError where one of the files cannot be read
 */
export async function environmentLock(
  workspaceRoot: string,
  projectRoot: string,
  extras: readonly string[] = [],
  inputs: readonly string[] = [],
): Promise<EnvironmentLock> {
  const { dependencies, files: named } = await readDemands(workspaceRoot, projectRoot, undefined, extras);
  if (foldersUp(projectRoot, workspaceRoot).some((folder) => existsSync(join(folder, 'uv.lock'))))
    return { locked: true, loose: [], described: true, unseen: [] };
  const files = requirementsFiles(workspaceRoot, projectRoot);
  const lines = (await Promise.all(files.map(readLines))).flat();
  const pinned = new Set(lines.filter(isPinned).map(nameOf));
  const loose = dependencies.filter((dependency) => !isPinned(dependency) && !pinned.has(nameOf(dependency)));
  const described = named.length > 0 || lines.length > 0;
  const included = new Set((await Promise.all(files.map((file) => includedFiles(file)))).flat());
  const declared = inputs.map((input) => join(projectRoot, input));
  const unseen = [...included]
    .filter((file) => !files.includes(file) && !declared.some((place) => isIn(place, file)))
    .map((file) => relative(workspaceRoot, file).split('\\').join('/'))
    .sort();
  return { locked: described && loose.length === 0 && unseen.length === 0, loose, described, unseen };
}

/** The `requirements*.txt` of a project, then those of the folders above it, the nearest first; absolute. */
export function requirementsFiles(workspaceRoot: string, projectRoot: string): string[] {
  const folders = foldersUp(projectRoot, workspaceRoot).filter((folder) => existsSync(folder));
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => REQUIREMENTS.test(name))
      .sort()
      .map((name) => join(folder, name)),
  );
}

function isIn(place: string, file: string): boolean {
  return relative(place, file).split(/[/\\]/)[0] !== '..';
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
