import { isAbsolute, posix, relative } from 'node:path';
import { normalizedName, type LibraryReference } from './library-reference';
import type { PyprojectFacts } from './pyproject-facts';
import { requirementsReferences } from './requirements-references';
import { uvWorkspace, type FolderEntry, type WorkspaceView } from './uv-workspace';

/** Reads the workspace; paths start from its root, with forward slashes. */
export interface LibraryReader {
  workspaceRoot: string;
  /** The text of a file; undefined where it is not there. */
  readText(path: string): string | undefined;
  /** Files and folders of a folder; undefined where it is not there. */
  readFolder(path: string): readonly FolderEntry[] | undefined;
  /** What a pyproject.toml says: `readPyproject`, or what was kept of it. */
  facts(text: string): PyprojectFacts | Promise<PyprojectFacts>;
}

/** A Python library of the workspace that a project depends on, itself or through another library. */
export interface FoundLibrary {
  /** Unique among the libraries of the project; the name of its folder in `.libraries/`. */
  name: string;
  /** From the workspace. */
  root: string;
  /** Folders below `root` that hold its packages. */
  path: string[];
  /** The name in its pyproject.toml. */
  distribution: string | undefined;
}

export interface LibraryEdge {
  /** Folders, from the workspace. */
  source: string;
  target: string;
  /** The name of the dependency, where the file gives one. */
  dependency: string | undefined;
  /** The file that names the dependency, from the workspace, and the line in it. */
  file: string;
  line: number;
}

export interface FoundLibraries {
  libraries: FoundLibrary[];
  edges: LibraryEdge[];
  /** The first thing that is wrong with them: `models/m/pyproject.toml:7  ...`, with a line that says what to do. */
  problem?: string;
}

/** Finds the libraries of one project after another; what several have in common is looked at once. */
export class LibraryFinder implements WorkspaceView {
  private readonly folders = new Map<string, readonly FolderEntry[] | undefined>();
  private readonly projects = new Map<string, Promise<PyprojectFacts | undefined>>();
  private readonly named = new Map<string, Promise<NamedLibraries>>();
  private readonly workspaces = new Map<string, Promise<Map<string, string>>>();

  constructor(private readonly reader: LibraryReader) {}

  /** The libraries of the project in a folder, with those that they depend on themselves. */
  async librariesOf(projectRoot: string): Promise<FoundLibraries> {
    const start = await this.namedBy(projectRoot);
    if (start.edges.length === 0 && start.problem === undefined) return { libraries: [], edges: [] };
    const seen = new Set([projectRoot]);
    const open = [start];
    const found: FoundLibraries = { libraries: [], edges: [] };
    for (let next = open.shift(); next; next = open.shift()) {
      found.problem ??= next.problem;
      found.edges.push(...next.edges);
      for (const { target } of next.edges) {
        if (seen.has(target)) continue;
        seen.add(target);
        found.libraries.push(await this.library(target, found.libraries));
        open.push(await this.namedBy(target));
      }
    }
    if (found.problem === undefined) delete found.problem;
    return found;
  }

  entries(folder: string): readonly FolderEntry[] | undefined {
    if (!this.folders.has(folder)) this.folders.set(folder, this.reader.readFolder(folder));
    return this.folders.get(folder);
  }

  pyproject(folder: string): Promise<PyprojectFacts | undefined> {
    const known = this.projects.get(folder) ?? this.readPyproject(folder);
    this.projects.set(folder, known);
    return known;
  }

  private async readPyproject(folder: string): Promise<PyprojectFacts | undefined> {
    if (!this.has(folder, 'pyproject.toml')) return undefined;
    const text = this.reader.readText(posix.join(folder, 'pyproject.toml'));
    return text === undefined ? undefined : this.reader.facts(text);
  }

  private has(folder: string, name: string): boolean {
    return this.entries(folder)?.some((entry) => entry.name === name) ?? false;
  }

  private namedBy(folder: string): Promise<NamedLibraries> {
    const known = this.named.get(folder) ?? this.readReferences(folder);
    this.named.set(folder, known);
    return known;
  }

  private async readReferences(folder: string): Promise<NamedLibraries> {
    const named: NamedLibraries = { edges: [] };
    const facts = await this.pyproject(folder);
    const file = posix.join(folder, 'pyproject.toml');
    if (facts?.problem && named.problem === undefined)
      named.problem = `${file}:${facts.problem.line}  not readable: ${facts.problem.message}\n  fix: mend the syntax at this place`;
    for (const reference of facts?.references ?? []) await this.follow(reference, folder, file, named);
    for (const { name } of this.entries(folder) ?? []) {
      if (!/^requirements[^/]*\.txt$/.test(name)) continue;
      const path = posix.join(folder, name);
      for (const reference of requirementsReferences(this.reader.readText(path) ?? ''))
        await this.follow(reference, folder, path, named);
    }
    return named;
  }

  private async follow(
    reference: LibraryReference,
    folder: string,
    file: string,
    named: NamedLibraries,
  ): Promise<void> {
    const target = await this.targetOf(reference, folder);
    if (typeof target !== 'string') named.problem ??= `${file}:${reference.line}  ${target.problem}`;
    else if (target !== folder && !named.edges.some((edge) => edge.target === target))
      named.edges.push({
        source: folder,
        target,
        dependency: reference.name,
        file,
        line: reference.line,
      });
  }

  private async targetOf(reference: LibraryReference, folder: string): Promise<string | { problem: string }> {
    if (reference.kind === 'workspace') {
      const workspace = await uvWorkspace(folder, this, this.workspaces);
      const member = workspace?.members.get(normalizedName(reference.name));
      if (member !== undefined) return member;
      return {
        problem: workspace
          ? `"${reference.name}" is no member of the uv workspace of ${posix.join(workspace.root, 'pyproject.toml')}\n` +
            '  fix: add its folder under tool.uv.workspace.members there, or give it a path here'
          : `"${reference.name}" is said to be a member of a uv workspace, and no pyproject.toml above has one\n` +
            '  fix: add [tool.uv.workspace] to the pyproject.toml of the workspace, or give it a path here',
      };
    }
    const { path } = reference;
    const target = isAbsolute(path)
      ? relative(this.reader.workspaceRoot, path).split('\\').join('/') || '.'
      : posix.normalize(posix.join(folder, path)).replace(/(.)\/$/, '$1');
    if (target === '..' || target.startsWith('../') || isAbsolute(target)) {
      return {
        problem:
          `the library ${path} lies outside the workspace, where no change of it would be seen\n` +
          '  fix: move it into the workspace, or depend on a published version of it',
      };
    }
    if (this.entries(target) !== undefined) return target;
    return { problem: `there is no folder ${target} (${path})\n  fix: mend the path of the library` };
  }

  private async library(root: string, others: readonly FoundLibrary[]): Promise<FoundLibrary> {
    const facts = await this.pyproject(root);
    const plain =
      normalizedName(facts?.name ?? (root === '.' ? 'workspace' : posix.basename(root))).replace(
        /[^a-z0-9-]+/g,
        '-',
      ) || 'library';
    const taken = new Set(others.map(({ name }) => name));
    let name = plain;
    for (let count = 2; taken.has(name); count++) name = `${plain}-${count}`;
    const sources = (facts?.sources ?? []).filter(
      (path) => this.entries(posix.join(root, path)) !== undefined,
    );
    const hasSrc = this.entries(root)?.some((entry) => entry.name === 'src' && entry.isFolder) ?? false;
    return {
      name,
      root,
      path: sources.length > 0 ? sources : [hasSrc ? 'src' : '.'],
      distribution: facts?.name,
    };
  }
}

/** What one folder names itself. */
interface NamedLibraries {
  edges: LibraryEdge[];
  problem?: string;
}
