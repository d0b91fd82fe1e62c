import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import {
  commandsOf,
  DEFAULT_PARAMS,
  durationMs,
  paramsSchema,
  UserError,
  type Interpreter,
  type ProcessStage,
  type StageCommands,
  type StageRequest,
  type StageResult,
} from '@modelgate/contracts';
import { resolveInterpreter, runStage, type StageRequestBody, type StageRun } from '@modelgate/runtime';
import type { BaselineBytes } from './baseline';
import { assertCommandsInProject } from './command-place';
import { minorOf } from '../hooks/python-minors';
import { mapping } from '../inference/tolerant-yaml';
import { showProgress } from './progress';
import { projectFile, projectPath, type StageContext } from './stage-context';

/** The interpreter of this model; says which one, and why, when that is news. */
export async function chooseInterpreter(context: StageContext): Promise<Interpreter> {
  const { interpreter, why, news } = await resolveInterpreter({
    workspaceRoot: context.workspaceRoot,
    projectRoot: join(context.workspaceRoot, context.projectRoot),
    env: context.env,
    requires: context.model.python.version,
    extras: context.model.python.extras,
    cacheDir: context.cacheDir,
    onNote: context.say,
    signal: context.signal,
  });
  if (news) context.say(why);
  assertHashedMinor(context, interpreter);
  return interpreter;
}

/** The interpreter of a stage; undefined where commands run all that it starts, so that no Python is looked for. */
export async function interpreterFor(
  context: StageContext,
  requests: readonly Pick<StageRequestBody, 'command'>[],
): Promise<Interpreter | undefined> {
  return requests.every(({ command }) => command) ? undefined : chooseInterpreter(context);
}

/** What was hashed must be what runs: otherwise a shared cache would hand results of one Python to another. */
function assertHashedMinor(context: StageContext, interpreter: Interpreter): void {
  const hashed = minorOf(context.env['MODELGATE_PYTHON_MINOR'] ?? '', context.projectRoot);
  const minor = interpreter.version.split('.').slice(0, 2).join('.');
  if (!hashed || hashed === 'none' || hashed === minor) return;
  throw new UserError(
    `the cache key of this task holds Python ${hashed}, and ${interpreter.path} is ${interpreter.version}`,
    {
      why: 'the workspace (.python-version, .venv or python3 on PATH) and the interpreter of this model differ',
      fix: 'make them agree, or name one interpreter for all with MODELGATE_PYTHON, then run again',
    },
  );
}

/**
 * How the model's entry points, or its command, are called from the code in the project's folder.
 * @throws UserError where a command names code outside of the project
 */
export function projectRequest(
  context: StageContext,
  stage: StageRequest['stage'],
  more: Pick<StageRequestBody, 'out'> & Partial<StageRequestBody>,
): StageRequestBody {
  const { model } = context;
  assertCommandsInProject(context);
  return {
    stage,
    project: context.projectName,
    task: model.task,
    root: join(context.workspaceRoot, context.projectRoot),
    path: model.python.path,
    entry: context.shape.entry,
    named: Object.keys(model.entry),
    ...withCommand(commandsOf(model.command), stage),
    ...(context.libraries.length > 0 ? { libraries: [...context.libraries] } : {}),
    workspace: context.workspaceRoot,
    ...more,
  };
}

/** How a baseline is called: its own code and entry points, with the data of today. */
export function baselineRequest(
  context: StageContext,
  stage: StageRequest['stage'],
  { folder, entry }: Pick<BaselineBytes, 'folder' | 'entry'>,
  more: Pick<StageRequestBody, 'out'> & Partial<StageRequestBody>,
): StageRequestBody {
  return {
    stage,
    project: context.projectName,
    task: entry.task,
    root: join(folder, 'code'),
    path: entry.path,
    entry: entry.entry,
    named: entry.named,
    ...withCommand(entry.command ?? {}, stage),
    model_dir: join(folder, 'model'),
    ...more,
  };
}

function withCommand(commands: StageCommands, stage: ProcessStage): { command?: string[] } {
  const command = commands[stage];
  return command ? { command } : {};
}

/** What `runStage` needs besides the request. */
export function stageRun(
  context: StageContext,
  interpreter: Interpreter | undefined,
  request: StageRequestBody,
): StageRun {
  const { model } = context;
  return {
    request,
    interpreter,
    env: context.env,
    projectPath: context.projectRoot,
    secrets: model.secrets,
    threads: model.resources.threads,
    timeoutMs: durationMs(model.resources.timeout),
    signal: context.signal,
    onLine: context.say,
  };
}

/** Runs the Python runner, or the command of the request, and shows its progress. */
export async function runModel(
  context: StageContext,
  interpreter: Interpreter | undefined,
  request: StageRequestBody,
  more: Pick<StageRun, 'hashSeed'> = {},
): Promise<StageResult> {
  const terminal = process.stdout.isTTY === true && !context.env['CI'];
  const progress = showProgress({
    say: context.say,
    rewrite: terminal ? (text) => void process.stdout.write(text) : undefined,
    now: () => performance.now(),
  });
  try {
    return await runStage({
      ...stageRun(context, interpreter, request),
      ...more,
      onEvent: progress.onEvent,
    });
  } finally {
    progress.end();
  }
}

/** Hyperparameters as the training function gets them. */
export async function readParams(context: StageContext): Promise<NonNullable<StageRequest['params']>> {
  const { schema: _schema, ...params } = await projectFile(
    context,
    'params.yaml',
    paramsSchema,
    DEFAULT_PARAMS,
  );
  return JSON.parse(JSON.stringify(params)) as NonNullable<StageRequest['params']>;
}

/** Keys with a default of ours that params.yaml leaves out, as far as the stage does not set them itself. */
export async function unsetParams(context: StageContext, set: readonly string[] = []): Promise<string[]> {
  const text = await readFile(projectPath(context, 'params.yaml'), 'utf8').catch(() => '');
  const given = mapping(parse(text)) ?? {};
  return Object.keys(DEFAULT_PARAMS).filter(
    (key) => key !== 'schema' && !(key in given) && !set.includes(key),
  );
}

export function costOf(result: StageResult): { cpu_seconds: number; peak_rss_bytes: number } {
  return { cpu_seconds: result.cpu_seconds, peak_rss_bytes: result.peak_rss_bytes };
}
