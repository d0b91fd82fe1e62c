import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { isAbsolute, join, posix, relative } from 'node:path';
import {
  JUDGING_STAGES,
  modelSchema,
  UserError,
  validate,
  validateJson,
  type JudgingStage,
  type Library,
  type Model,
  type Stage,
} from '@modelgate/contracts';
import { withPlace } from '@modelgate/store';
import type { z } from 'zod';
import { parse } from 'yaml';
import { workspaceDataFolder } from '../inference/model-cache';
import { UNREADABLE_SHAPE, type ModelShape } from '../inference/model-shape';
import { readShape } from '../inference/reading';
import { outputFolder } from '../inference/targets';
import { projectLibraries } from './project-libraries';

/** Where a stage runs and for which project; what the stages of models and of data sets share. */
export interface ProjectContext {
  workspaceRoot: string;
  /** From the workspace, with forward slashes. */
  projectRoot: string;
  projectName: string;
  stage: Stage;
  env: NodeJS.ProcessEnv;
  /** A folder for what may be lost at any time. */
  cacheDir: string;
  /** One line for people, now. */
  say: (line: string) => void;
  signal: AbortSignal | undefined;
  /** The judging stages that the project has. */
  judges: readonly JudgingStage[];
  names: TargetNames;
  /** The folder of another project, from the workspace. */
  rootOf: (project: string) => string | undefined;
}

/** Where a stage runs and for which model. */
export interface StageContext extends ProjectContext {
  model: Model;
  shape: ModelShape;
  /** Python libraries of the workspace that the project depends on. */
  libraries: readonly Library[];
}

/** Names of targets that are not called as their stage. */
export type TargetNames = Partial<Record<Stage, string>>;

/** The command that runs a stage of a project. */
export function commandOf(
  { projectName, names }: { projectName: string; names?: TargetNames },
  stage: Stage,
): string {
  return `nx run ${projectName}:${names?.[stage] ?? stage}`;
}

export interface StageTask {
  workspaceRoot: string;
  projectRoot: string;
  projectName: string;
  stage: Stage;
  say: (line: string) => void;
  signal?: AbortSignal | undefined;
  /** Default: all. */
  judges?: readonly JudgingStage[] | undefined;
  names?: TargetNames | undefined;
  /** The folder of another project, from the workspace. Default: there is none. */
  rootOf?: ((project: string) => string | undefined) | undefined;
}

/** @throws UserError where model.yaml is missing or wrong, or a library is not where the project says */
export async function openStage(task: StageTask): Promise<StageContext> {
  const filePath = posix.join(task.projectRoot, 'model.yaml');
  const text = await readFile(join(task.workspaceRoot, filePath), 'utf8');
  const model = validate(modelSchema, text, { filePath });
  const reading = readShape('model.yaml', text, parse);
  return {
    ...projectContext(task),
    model,
    shape: reading.kind === 'model' ? reading.shape : UNREADABLE_SHAPE,
    libraries: await projectLibraries(task.workspaceRoot, task.projectRoot),
  };
}

export function projectContext(task: StageTask): ProjectContext {
  return {
    ...task,
    signal: task.signal,
    judges: task.judges ?? JUDGING_STAGES,
    names: task.names ?? {},
    rootOf: task.rootOf ?? (() => undefined),
    env: process.env,
    cacheDir: workspaceDataFolder(task.workspaceRoot, process.env),
  };
}

/** Absolute path of a path that the project's file holds. */
export function projectPath(
  context: Pick<ProjectContext, 'workspaceRoot' | 'projectRoot'>,
  path: string,
): string {
  return join(context.workspaceRoot, context.projectRoot, path);
}

/** A path as a user would type it from the workspace. */
export function shown(context: ProjectContext, path: string): string {
  return isAbsolute(path) ? relative(context.workspaceRoot, path).split('\\').join('/') : path;
}

/** Absolute path of the folder that a stage of this project writes. */
export function stageFolder(context: ProjectContext, stage: Stage): string {
  return join(context.workspaceRoot, outputFolder(context.projectRoot, stage));
}

/** An optional file of the project, checked against its schema; `fallback` where it is not there. */
export async function projectFile<S extends z.ZodType>(
  context: ProjectContext,
  path: string,
  schema: S,
  fallback: z.output<S>,
): Promise<z.output<S>> {
  return (await readProjectFile(context, path, schema)) ?? fallback;
}

/** A file of the project, checked against its schema; undefined where it is not there. */
export async function readProjectFile<S extends z.ZodType>(
  context: ProjectContext,
  path: string,
  schema: S,
): Promise<z.output<S> | undefined> {
  const file = projectPath(context, path);
  if (!existsSync(file)) return undefined;
  const filePath = posix.join(context.projectRoot, path);
  return validate(schema, await withPlace('cannot read the file', filePath, () => readFile(file, 'utf8')), {
    filePath,
  });
}

/** A JSON file that another stage of this project wrote. */
export async function stageFile<S extends z.ZodType>(
  context: ProjectContext,
  stage: Stage,
  name: string,
  schema: S,
): Promise<z.output<S>> {
  const file = join(stageFolder(context, stage), name);
  if (!existsSync(file)) {
    throw new UserError(`${stage} has not run: ${shown(context, file)} is not there`, {
      fix: commandOf(context, stage),
    });
  }
  return validateJson(schema, await readFile(file, 'utf8'), { filePath: shown(context, file) });
}
