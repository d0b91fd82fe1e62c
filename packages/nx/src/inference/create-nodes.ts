import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { CreateNodes, CreateNodesContext, CreateNodesResultArray } from '@nx/devkit';
import { rememberEdges } from './create-dependencies';
import { ModelCache, workspaceDataFolder, type KnownModel } from './model-cache';
import { readPluginOptions } from './plugin-options';
import { nodesOf, type Found } from './projects';
import { inferLibraries } from './python-libraries';
import { PROJECT_FILES, type ProjectFile, type Reading } from './reading';

/**
 * Every folder whose model.yaml or dataset.yaml is ours is a project. A mistake never throws, since that would stop every
 * command of the workspace: it stays with the project at fault, whose targets then fail with the place and the reason.
 */
export async function inferProjects(
  files: readonly string[],
  rawOptions: unknown,
  context: CreateNodesContext,
): Promise<CreateNodesResultArray> {
  const cacheFolder = workspaceDataFolder(context.workspaceRoot, process.env);
  const cache = new ModelCache(cacheFolder);
  const found: Found[] = [];
  for (const file of files) {
    const reading = await readQuietly(cache, context.workspaceRoot, file);
    if (reading.kind === 'foreign') continue;
    found.push(foundAs(file, reading));
  }
  cache.save(found.flatMap(known));
  const { options, problem } = readPluginOptions(rawOptions);
  const models = found.filter(({ kind }) => kind === 'model').map(({ root }) => root);
  const libraries = await inferLibraries(context.workspaceRoot, models, cacheFolder);
  const { nodes, edges } = nodesOf(found, libraries, options, problem);
  rememberEdges(context.workspaceRoot, edges);
  return nodes;
}

export const createNodes: CreateNodes = [`**/{${PROJECT_FILES.join(',')}}`, inferProjects];

function known(project: Found): KnownModel[] {
  if (project.kind !== 'model') return [];
  const { pythonVersion, train, test } = project.shape ?? {};
  const data = [train, test].filter((path): path is string => path !== undefined);
  return [
    {
      root: project.root,
      ...(pythonVersion === undefined ? {} : { python: pythonVersion }),
      ...(data.length === 0 ? {} : { data }),
    },
  ];
}

function foundAs(file: string, reading: Reading): Found {
  const place = { file, root: dirname(file) };
  if (reading.kind === 'model') return { ...place, kind: 'model', shape: reading.shape };
  if (reading.kind === 'dataset') return { ...place, kind: 'dataset', shape: reading.shape };
  return { ...place, kind: projectFile(file) === 'model.yaml' ? 'model' : 'dataset' };
}

function projectFile(file: string): ProjectFile {
  return basename(file) === 'dataset.yaml' ? 'dataset.yaml' : 'model.yaml';
}

async function readQuietly(cache: ModelCache, workspaceRoot: string, file: string): Promise<Reading> {
  try {
    return await cache.read(projectFile(file), readFileSync(join(workspaceRoot, file), 'utf8'));
  } catch (error) {
    // Gone since Nx listed it; what is there and cannot be read is a project whose targets say so.
    const gone = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return { kind: gone ? 'foreign' : 'broken' };
  }
}
