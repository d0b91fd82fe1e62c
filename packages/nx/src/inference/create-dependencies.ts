import type { CreateDependencies, DependencyType, RawProjectGraphDependency } from '@nx/devkit';

/** One project reads another one, as a line of a file of it says. */
export interface Edge {
  /** Folders of the two projects, from the workspace. */
  from: string;
  to: string;
  /** The file that says so, from the workspace. */
  file: string;
}

/** The values of Nx's enum: the inference loads nothing of `@nx/devkit`, which would bring hundreds of files along. */
const STATIC = 'static' as DependencyType.static;
const IMPLICIT = 'implicit' as DependencyType.implicit;

const edgesOf = new Map<string, readonly Edge[]>();

/** Keeps what the inference found for the next step of the same graph: Nx calls the two one after the other in one process. */
export function rememberEdges(workspaceRoot: string, edges: readonly Edge[]): void {
  edgesOf.set(workspaceRoot, edges);
}

/** Draws model -> data set, data set -> the data sets it is made from, and model -> Python library. */
export const createDependencies: CreateDependencies = (_options, { workspaceRoot, projects, fileMap }) => {
  const edges = edgesOf.get(workspaceRoot) ?? [];
  if (edges.length === 0) return [];
  const names = new Map(Object.entries(projects).map(([name, { root }]) => [root, name]));
  return edges.flatMap(({ from, to, file }): RawProjectGraphDependency[] => {
    const source = names.get(from);
    const target = names.get(to);
    if (source === undefined || target === undefined || source === target) return [];
    // A file that git ignores is unknown to Nx, which would stop at it.
    const files = fileMap.projectFileMap[source];
    const isKnown = files === undefined || files.some(({ file: known }) => known === file);
    return isKnown
      ? [{ source, target, sourceFile: file, type: STATIC }]
      : [{ source, target, type: IMPLICIT }];
  });
};
