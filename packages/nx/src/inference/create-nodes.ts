import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type {
  CreateNodes,
  CreateNodesContext,
  CreateNodesResultArray,
  ProjectConfiguration,
} from '@nx/devkit';
import { STAGES } from '@modelgate/contracts/conventions';
import { ModelCache, workspaceDataFolder } from './model-cache';
import { UNREADABLE_SHAPE, type ModelShape, type Reading } from './model-shape';
import { readPluginOptions, type ModelgateOptions } from './plugin-options';
import { revisionNodes } from './stage-revisions';
import { modelTargets } from './targets';

interface Found {
  file: string;
  root: string;
  /** Undefined where model.yaml cannot be read. */
  shape: ModelShape | undefined;
}

/**
 * Every folder whose model.yaml is ours is a project. A mistake never throws, since that would stop every command of
 * the workspace: it stays with the project at fault, whose targets then fail with the place and the reason.
 */
export async function inferModels(
  files: readonly string[],
  rawOptions: unknown,
  context: CreateNodesContext,
): Promise<CreateNodesResultArray> {
  const cache = new ModelCache(workspaceDataFolder(context.workspaceRoot, process.env));
  const found: Found[] = [];
  for (const file of files) {
    const reading = await readQuietly(cache, join(context.workspaceRoot, file));
    if (reading.kind === 'foreign') continue;
    found.push({ file, root: dirname(file), shape: reading.kind === 'model' ? reading.shape : undefined });
  }
  cache.save(
    found.map(({ root, shape }) => ({
      root,
      ...(shape?.pythonVersion === undefined ? {} : { python: shape.pythonVersion }),
    })),
  );
  const { options, problem } = readPluginOptions(rawOptions);
  return nodesOf(found, options, problem);
}

export const createNodes: CreateNodes = ['**/model.yaml', inferModels];

async function readQuietly(cache: ModelCache, path: string): Promise<Reading> {
  try {
    return await cache.read(readFileSync(path, 'utf8'));
  } catch {
    return { kind: 'foreign' };
  }
}

function nodesOf(
  found: Found[],
  options: ModelgateOptions,
  optionsProblem: string | undefined,
): CreateNodesResultArray {
  const inOrder = [...found].sort((a, b) => (a.file < b.file ? -1 : 1));
  const byName = new Map<string, Found>();
  for (const model of inOrder) {
    if (model.shape && !byName.has(model.shape.name)) byName.set(model.shape.name, model);
  }
  const taken = new Set(byName.keys());
  const roots = new Set(inOrder.map(({ root }) => root));
  return inOrder.map((model, index) => {
    const { file, root, shape } = model;
    const owner = shape && byName.get(shape.name);
    const name = shape && owner === model ? shape.name : freeName(root, taken);
    taken.add(name);
    const problem = optionsProblem ?? projectProblem(model, owner) ?? sharedOutputs(root, roots);
    const project = projectOf(name, root, shape, options, problem);
    return [
      file,
      { projects: { [root]: project }, ...(index === 0 ? { externalNodes: revisionNodes() } : {}) },
    ] as const;
  });
}

function projectProblem({ file, shape }: Found, owner: Found | undefined): string | undefined {
  if (!shape) return undefined;
  if (owner && owner.file !== file) {
    return `${file}  name: "${shape.name}" is also the name of ${owner.file}\n  fix: give one of the two another name`;
  }
  if (shape.dataset !== undefined) {
    return (
      `${file}  data.dataset: there is no data set "${shape.dataset}" in this workspace\n` +
      '  fix: name the files with data.train and data.test instead'
    );
  }
  return undefined;
}

/** A model below another one, in a folder named after a stage, would write into the outputs of that stage. */
function sharedOutputs(root: string, roots: ReadonlySet<string>): string | undefined {
  const parts = root.split('/');
  const stages: readonly string[] = STAGES;
  for (const [index, part] of parts.entries()) {
    const above = parts.slice(0, index).join('/') || '.';
    if (stages.includes(part) && above !== root && roots.has(above)) {
      return (
        `${root}/model.yaml  its results would lie among those of the stage ${part} of the model in ${above}\n` +
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

function projectOf(
  name: string,
  root: string,
  shape: ModelShape | undefined,
  options: ModelgateOptions,
  problem: string | undefined,
): ProjectConfiguration {
  const readable = shape ?? UNREADABLE_SHAPE;
  return {
    name,
    root,
    projectType: 'application',
    tags: ['modelgate:model'],
    metadata: {
      ...(shape?.description === undefined ? {} : { description: shape.description }),
      technologies: ['modelgate', 'python'],
    },
    targets: modelTargets(root, { ...readable, name }, options, problem),
  };
}
