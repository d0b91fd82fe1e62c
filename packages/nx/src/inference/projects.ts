import type { CreateNodesResultArray, ProjectConfiguration } from '@nx/devkit';
import { STAGES } from '@modelgate/contracts/conventions';
import type { Edge } from './create-dependencies';
import { datasetNamedInputs } from './data-inputs';
import { UNREADABLE_DATASET, type DatasetShape } from './dataset-shape';
import { UNREADABLE_SHAPE, type ModelShape } from './model-shape';
import type { ModelgateOptions } from './plugin-options';
import type { InferredLibraries } from './python-libraries';
import { revisionNodes } from './stage-revisions';
import { TargetMaker } from './targets';

/** A project file of ours, from the workspace, its folder and what it says; no shape where it cannot be read. */
export type Found = { file: string; root: string } & (
  { kind: 'model'; shape?: ModelShape } | { kind: 'dataset'; shape?: DatasetShape }
);

/** All projects of the workspace, with their targets, mistakes and edges. */
export function nodesOf(
  found: readonly Found[],
  libraries: InferredLibraries,
  options: ModelgateOptions,
  optionsProblem: string | undefined,
): { nodes: CreateNodesResultArray; edges: Edge[] } {
  const inOrder = [...found].sort((a, b) => (a.file < b.file ? -1 : 1));
  const workspace = new Workspace(inOrder);
  const maker = new TargetMaker(options);
  const names = new Set<string>();
  const nodes = inOrder.map((project, index) => {
    const name = workspace.nameOf(project);
    names.add(name);
    const problem = optionsProblem ?? workspace.problemOf(project) ?? libraries.problemOf(project.root);
    const configuration = configurationOf(project, name, maker, libraries, problem);
    return [
      project.file,
      {
        projects: { [project.root]: configuration },
        ...(index === 0 ? { externalNodes: revisionNodes() } : {}),
      },
    ] as const;
  });
  return {
    nodes: [...nodes, ...libraries.nodes(names)],
    edges: [...inOrder.flatMap((project) => workspace.edgesOf(project)), ...libraries.edges],
  };
}

/** The project files together: whose name is whose, and which data set is meant. */
class Workspace {
  private readonly owners = new Map<string, Found>();
  private readonly datasets = new Map<string, Found>();
  /** Files of data sets that cannot be read. */
  private readonly unreadable: string[] = [];
  /** Project files by folder. */
  private readonly files = new Map<string, string[]>();
  private readonly taken: Set<string>;

  constructor(inOrder: readonly Found[]) {
    for (const project of inOrder) {
      this.files.set(project.root, [...(this.files.get(project.root) ?? []), project.file]);
      const name = declaredName(project);
      if (name === undefined && project.kind === 'dataset') this.unreadable.push(project.file);
      if (name !== undefined && !this.owners.has(name)) {
        this.owners.set(name, project);
        if (project.kind === 'dataset') this.datasets.set(name, project);
      }
    }
    this.taken = new Set(this.owners.keys());
  }

  /** The declared name where it is free, else one made of the folder. To be asked once per project, in order. */
  nameOf(project: Found): string {
    const declared = declaredName(project);
    if (declared !== undefined && this.owners.get(declared) === project) return declared;
    const name = freeName(project.root, this.taken);
    this.taken.add(name);
    return name;
  }

  problemOf(project: Found): string | undefined {
    return (
      this.twoInOneFolder(project) ??
      this.duplicateName(project) ??
      this.unknownDataset(project) ??
      this.cycle(project) ??
      sharedOutputs(project.file, project.root, this.files)
    );
  }

  edgesOf(project: Found): Edge[] {
    return datasetsOf(project).flatMap(({ name }) => {
      const dataset = this.datasets.get(name);
      // An edge of a cycle would stop Nx; the data sets on it fail with the reason instead.
      if (dataset === undefined || this.cycle(project) !== undefined) return [];
      return [{ from: project.root, to: dataset.root, file: project.file }];
    });
  }

  /** One folder is one Nx project: the two would become one. */
  private twoInOneFolder({ file, root }: Found): string | undefined {
    const other = this.files.get(root)?.find((name) => name !== file);
    if (other === undefined) return undefined;
    return `${file}  ${other} stands in the same folder\n  fix: move one of the two into a folder of its own`;
  }

  private duplicateName(project: Found): string | undefined {
    const name = declaredName(project);
    const owner = name === undefined ? undefined : this.owners.get(name);
    if (owner === undefined || owner === project) return undefined;
    return `${project.file}  name: "${name}" is also the name of ${owner.file}\n  fix: give one of the two another name`;
  }

  private unknownDataset(project: Found): string | undefined {
    const unknown = datasetsOf(project).find(({ name }) => !this.datasets.has(name));
    if (unknown === undefined) return undefined;
    const { key, name } = unknown;
    const other = this.owners.get(name);
    const known = [...this.datasets.keys()];
    if (this.unreadable.length > 0) {
      return (
        `${project.file}  ${key}: there is no data set "${name}" in this workspace\n` +
        `  why: ${this.unreadable.join(', ')} cannot be read, and may be it\n` +
        '  fix: mend that first; its own targets say what is wrong with it'
      );
    }
    return [
      `${project.file}  ${key}: there is no data set "${name}" in this workspace`,
      ...(other ? [`  why: ${other.file} has that name and is a model`] : []),
      ...(known.length > 0
        ? [`  fix: name one of ${known.slice(0, 8).join(', ')}${known.length > 8 ? ', ...' : ''}`]
        : [`  fix: make it with: nx generate dataset ${name}`]),
    ].join('\n');
  }

  /** Data sets that are made of each other: each of them is at fault. */
  private cycle(project: Found): string | undefined {
    const start = project.kind === 'dataset' ? project.shape?.name : undefined;
    const path = start === undefined ? undefined : this.pathTo(start, project, new Set());
    if (path === undefined) return undefined;
    const files = path.slice(1, -1).map((name) => this.datasets.get(name)?.file ?? name);
    return [
      `${project.file}  derived_from: ${path.join(' -> ')} is a cycle`,
      ...(files.length > 0 ? [`  why: the other end is in ${files.join(', ')}`] : []),
      '  fix: take one of the names out of derived_from',
    ].join('\n');
  }

  private pathTo(goal: string, from: Found, seen: Set<string>): string[] | undefined {
    if (from.kind !== 'dataset' || from.shape === undefined) return undefined;
    const { name, derivedFrom } = from.shape;
    if (seen.has(name)) return undefined;
    seen.add(name);
    for (const next of derivedFrom) {
      if (next === goal) return [name, goal];
      const dataset = this.datasets.get(next);
      const rest = dataset && this.pathTo(goal, dataset, seen);
      if (rest !== undefined) return [name, ...rest];
    }
    return undefined;
  }
}

function declaredName({ shape }: Found): string | undefined {
  return shape?.name;
}

/** The data sets that a project file names, and under which key. */
function datasetsOf(project: Found): { key: string; name: string }[] {
  if (project.kind === 'dataset') {
    return (project.shape?.derivedFrom ?? []).map((name) => ({ key: 'derived_from', name }));
  }
  const name = project.shape?.dataset;
  return name === undefined ? [] : [{ key: 'data.dataset', name }];
}

/** A project below another one, in a folder named after a stage, would write into the outputs of that stage. */
function sharedOutputs(file: string, root: string, roots: ReadonlyMap<string, unknown>): string | undefined {
  const parts = root.split('/');
  const stages: readonly string[] = STAGES;
  for (const [index, part] of parts.entries()) {
    if (!stages.includes(part)) continue;
    const above = parts.slice(0, index).join('/') || '.';
    if (above !== root && roots.has(above)) {
      return (
        `${file}  its results would lie among those of the stage ${part} of the project in ${above}\n` +
        `  fix: rename the folder ${[...parts.slice(0, index), part].join('/')}`
      );
    }
  }
  return undefined;
}

/** The folder's name, or as much of the path as makes it unique. */
function freeName(root: string, taken: ReadonlySet<string>): string {
  const parts = root === '.' ? ['model'] : root.split('/');
  for (let count = 1; count <= parts.length; count++) {
    const name = parts.slice(-count).join('-');
    if (!taken.has(name)) return name;
  }
  return `${parts.join('-')}-${taken.size}`;
}

function configurationOf(
  project: Found,
  name: string,
  maker: TargetMaker,
  libraries: InferredLibraries,
  problem: string | undefined,
): ProjectConfiguration {
  const { root, shape } = project;
  const common = {
    name,
    root,
    tags: [`modelgate:${project.kind}`],
    metadata: {
      ...(shape?.description === undefined ? {} : { description: shape.description }),
      technologies: project.kind === 'model' ? ['modelgate', 'python'] : ['modelgate'],
    },
  };
  if (project.kind === 'model') {
    const readable = { ...(project.shape ?? UNREADABLE_SHAPE), name, libraries: libraries.of(root) };
    return { ...common, projectType: 'application', targets: maker.model(root, readable, problem) };
  }
  const readable = { ...(project.shape ?? UNREADABLE_DATASET), name };
  return {
    ...common,
    projectType: 'library',
    namedInputs: datasetNamedInputs(root, readable),
    targets: maker.dataset(root, readable, problem),
  };
}
