import { readFile } from 'node:fs/promises';
import { join, posix, relative } from 'node:path';
import { UserError, type Place } from '@modelgate/contracts';
import { errorCode } from '@modelgate/store';
import { libraryFinder, normalizedName } from './python-libraries';
import { readRequirements } from './requirements-file';

export interface VersionDemand {
  /** `>=3.10` */
  specifier: string;
  where: Place;
}

/** What a project asks of its Python. */
export interface ProjectDemands {
  versions: VersionDemand[];
  /**
   * Requirements as Python writes them: `pandas>=2; python_version < "3.13"`; those of the workspace's own libraries
   * instead of the libraries, which are used as they stand.
   */
  dependencies: string[];
  /** The files that name them, from the project: `uv.lock` where it stands beside pyproject.toml. */
  files: ('pyproject.toml' | 'requirements.txt' | 'uv.lock')[];
  /** The text of uv.lock. */
  lock: string | undefined;
  /** Keys of optional dependencies that are among the dependencies; uv.lock has them by name. */
  extras?: readonly string[];
}

/**
 * Reads pyproject.toml, requirements.txt and uv.lock of a project.
 * @throws UserError with file and line where one of them cannot be read
 */
export async function readDemands(
  workspaceRoot: string,
  projectRoot: string,
  requires: string | undefined,
  extras: readonly string[] = [],
): Promise<ProjectDemands> {
  const shown = (name: string) =>
    posix.join(relative(workspaceRoot, projectRoot).split('\\').join('/'), name);
  const [pyproject, requirements, lock] = await Promise.all(
    ['pyproject.toml', 'requirements.txt', 'uv.lock'].map((name) => textOf(join(projectRoot, name))),
  );
  const demands: ProjectDemands = { versions: [], dependencies: [], files: [], lock };
  if (requires !== undefined)
    demands.versions.push({ specifier: requires, where: { file: shown('model.yaml') } });
  if (pyproject !== undefined) {
    const project = await parseProject(pyproject, shown('pyproject.toml'), extras);
    if (extras.length > 0) demands.extras = extras;
    demands.files.push('pyproject.toml');
    demands.dependencies.push(...project.dependencies);
    if (project.requires !== undefined)
      demands.versions.push({ specifier: project.requires, where: { file: shown('pyproject.toml') } });
    if (lock !== undefined) demands.files.push('uv.lock');
  }
  if (requirements !== undefined) {
    const file = join(projectRoot, 'requirements.txt');
    demands.files.push('requirements.txt');
    demands.dependencies.push(...(await readRequirements(file, shown('requirements.txt'))));
  }
  demands.dependencies = await withoutLibraries(demands.dependencies, workspaceRoot, projectRoot);
  return demands;
}

/** Nobody has to install a library that lies in the workspace, but what it depends on. */
async function withoutLibraries(
  dependencies: readonly string[],
  workspaceRoot: string,
  projectRoot: string,
): Promise<string[]> {
  const inWorkspace = relative(workspaceRoot, projectRoot).split('\\').join('/') || '.';
  const { libraries, edges } = await libraryFinder(workspaceRoot).librariesOf(inWorkspace);
  if (libraries.length === 0) return [...dependencies];
  const all = [...dependencies];
  for (const { root } of libraries) {
    const file = posix.join(root, 'pyproject.toml');
    const text = await textOf(join(workspaceRoot, file));
    if (text !== undefined) all.push(...(await parseProject(text, file)).dependencies);
  }
  const names = [
    ...libraries.map(({ distribution }) => distribution),
    ...edges.map(({ dependency }) => dependency),
  ];
  const own = new Set(names.map((name) => name && normalizedName(name)));
  return [...new Set(all)].filter(
    (requirement) => !own.has(normalizedName(/^[\w.-]*/.exec(requirement)?.[0] ?? '')),
  );
}

async function parseProject(
  text: string,
  file: string,
  extras: readonly string[] = [],
): Promise<{ requires: string | undefined; dependencies: string[] }> {
  const { parse, TomlError } = await import('smol-toml');
  let document: Record<string, unknown>;
  try {
    document = parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [reason = ''] = error.message.split('\n');
    throw new UserError(`not readable: ${reason.replace(/^Invalid TOML document: /, '')}`, {
      where: { file, line: error.line, column: error.column },
      fix: 'mend the syntax at this place',
    });
  }
  const project = isTable(document['project']) ? document['project'] : {};
  const requires = project['requires-python'];
  const dependencies = project['dependencies'] ?? [];
  if (requires !== undefined && typeof requires !== 'string')
    throw new UserError('project.requires-python: expected a text such as ">=3.10"', { where: { file } });
  if (
    !Array.isArray(dependencies) ||
    !dependencies.every((entry): entry is string => typeof entry === 'string')
  )
    throw new UserError('project.dependencies: expected a list of texts such as "pandas>=2"', {
      where: { file },
    });
  const optional = isTable(project['optional-dependencies']) ? project['optional-dependencies'] : {};
  return {
    requires,
    dependencies: [...dependencies, ...extras.flatMap((extra) => packagesOf(extra, optional, file))],
  };
}

/** @throws UserError where pyproject.toml has no such extra */
function packagesOf(extra: string, optional: Record<string, unknown>, file: string): string[] {
  const packages = Object.entries(optional).find(
    ([name]) => normalizedName(name) === normalizedName(extra),
  )?.[1];
  if (Array.isArray(packages) && packages.every((entry): entry is string => typeof entry === 'string'))
    return packages;
  const names = Object.keys(optional);
  throw new UserError(`project.optional-dependencies has no list ${JSON.stringify(extra)}`, {
    where: { file },
    why: `python.extras in model.yaml names it, and there ${names.length === 0 ? 'are none' : `are ${names.join(', ')}`}`,
    fix: 'name one of them, or take it out of python.extras',
  });
}

function isTable(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

async function textOf(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
