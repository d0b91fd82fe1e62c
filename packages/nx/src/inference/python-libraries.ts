import { posix } from 'node:path';
import type { CreateNodesResult, ProjectConfiguration } from '@nx/devkit';
import {
  LibraryFinder,
  workspaceReader,
  type FoundLibraries,
  type FoundLibrary,
  type LibraryEdge,
  type LibraryReader,
} from '@modelgate/runtime/python-libraries';
import type { Edge } from './create-dependencies';
import type { LibrarySources } from './model-shape';
import { PyprojectCache } from './pyproject-cache';

/** The Python libraries of a workspace that its models depend on. */
export interface InferredLibraries {
  /** Those of a model, as its inputs need them. */
  of(modelRoot: string): readonly LibrarySources[];
  /** What is wrong with the libraries of a model. */
  problemOf(modelRoot: string): string | undefined;
  edges: Edge[];
  /** Projects for the libraries that are no model, with the file that names them. `taken`: names of other projects. */
  nodes(taken: ReadonlySet<string>): (readonly [file: string, CreateNodesResult])[];
}

/**
 * Finds the libraries of all models. What pyproject.toml files say is kept by content in `cacheFolder`, so that a workspace
 * in which nothing changed parses nothing.
 *
 * @param modelRoots folders of the models, from the workspace
 */
export async function inferLibraries(
  workspaceRoot: string,
  modelRoots: readonly string[],
  cacheFolder: string,
): Promise<InferredLibraries> {
  const cache = new PyprojectCache(cacheFolder);
  const reader = workspaceReader(workspaceRoot, (text) => cache.facts(text));
  const finder = new LibraryFinder(reader);
  const byModel = new Map<string, FoundLibraries>();
  for (const root of modelRoots) {
    const found = await librariesOf(finder, root);
    if (found.edges.length > 0 || found.problem !== undefined) byModel.set(root, found);
  }
  cache.save();
  const models = new Set(modelRoots);
  return {
    of: (root) => byModel.get(root)?.libraries ?? [],
    problemOf: (root) => {
      const found = byModel.get(root);
      return found && (found.problem ?? cycleThrough(root, found.edges));
    },
    edges: withoutCyclesOfModels(
      [...byModel.values()].flatMap(({ edges }) => edges),
      models,
    ).map(({ source, target, file }) => ({ from: source, to: target, file })),
    nodes: (taken) => libraryNodes([...byModel.values()], models, reader, taken),
  };
}

/** What cannot be read is the problem of that model: an exception would stop every command of the workspace. */
async function librariesOf(finder: LibraryFinder, root: string): Promise<FoundLibraries> {
  try {
    return await finder.librariesOf(root);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const problem = `${posix.join(root, 'pyproject.toml')}  its Python libraries cannot be found: ${reason}`;
    return { libraries: [], edges: [], problem };
  }
}

/** A model that depends on itself: Nx could not order its tasks. */
function cycleThrough(root: string, edges: readonly LibraryEdge[]): string | undefined {
  const back = edges.find(({ target }) => target === root);
  if (back === undefined) return undefined;
  const forth = edges.find(({ source }) => source === root);
  return (
    `${back.file}:${back.line}  ${back.source} depends on ${root}, which depends on it\n` +
    `  why: the other end is in ${forth?.file}:${forth?.line}\n` +
    '  fix: take one of the two dependencies out'
  );
}

/** Libraries may depend on each other as they like; an edge that leads back to a model is left out. */
function withoutCyclesOfModels(edges: readonly LibraryEdge[], models: ReadonlySet<string>): LibraryEdge[] {
  const unique = new Map(edges.map((edge) => [`${edge.source}\0${edge.target}`, edge]));
  const all = [...unique.values()];
  const reaches = (from: string, goal: string): boolean => {
    const seen = new Set([from]);
    for (const folder of seen) {
      if (folder === goal) return true;
      for (const { source, target } of all) if (source === folder) seen.add(target);
    }
    return false;
  };
  return all.filter(({ source, target }) => !(models.has(target) && reaches(target, source)));
}

function libraryNodes(
  found: readonly FoundLibraries[],
  models: ReadonlySet<string>,
  reader: LibraryReader,
  others: ReadonlySet<string>,
): (readonly [string, CreateNodesResult])[] {
  const taken = new Set(others);
  const nodes = new Map<string, readonly [string, CreateNodesResult]>();
  for (const { libraries, edges } of found) {
    for (const library of libraries) {
      const { root } = library;
      const file = edges.find(({ target }) => target === root)?.file;
      if (models.has(root) || nodes.has(root) || file === undefined) continue;
      const declared = declaredName(library, reader);
      const name = declared !== undefined && !taken.has(declared) ? declared : pathName(root, taken);
      taken.add(name);
      nodes.set(root, [file, { projects: { [root]: libraryProject(name, library) } }]);
    }
  }
  return [...nodes.values()];
}

/** As Nx itself names a folder, so that a project that another plugin makes of it keeps its name. */
function declaredName({ root }: FoundLibrary, reader: LibraryReader): string | undefined {
  const names = ['project.json', 'package.json'].map((file) => {
    const text = reader.readText(posix.join(root, file));
    return text === undefined ? undefined : nameIn(text);
  });
  return names.find((name) => name !== undefined);
}

/**
 * Its whole path (`libs-shared`), since two projects of one name stop every command of a workspace, and the inference does not
 * see the projects of other plugins; a number where a model is called so.
 */
function pathName(root: string, taken: ReadonlySet<string>): string {
  const path = root === '.' ? 'workspace' : root.replace(/[^A-Za-z0-9._-]+/g, '-');
  let name = path;
  for (let count = 2; taken.has(name); count++) name = `${path}-${count}`;
  return name;
}

function nameIn(json: string): string | undefined {
  try {
    const value: unknown = JSON.parse(json);
    const found = value !== null && typeof value === 'object' && 'name' in value ? value.name : undefined;
    return typeof found === 'string' && found !== '' ? found : undefined;
  } catch {
    return undefined;
  }
}

function libraryProject(name: string, { root, path }: FoundLibrary): ProjectConfiguration {
  return {
    name,
    root,
    projectType: 'library',
    sourceRoot: posix.join(root, path[0] ?? '.'),
    tags: ['modelgate:python-library'],
    metadata: { technologies: ['python'] },
    targets: {},
  };
}
