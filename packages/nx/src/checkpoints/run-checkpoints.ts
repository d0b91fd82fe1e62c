import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import {
  reportSchema,
  UserError,
  validateJson,
  validationsSchema,
  type Validations,
} from '@modelgate/contracts';
import {
  ciLink,
  planActions,
  readResultJson,
  renderRunJson,
  sendActions,
  writeDataDocs,
  type ActionResult,
  type CheckpointOutcome,
  type Run,
  type Validation,
} from '@modelgate/expectations';
import { writeFileAtomic } from '@modelgate/store';
import { parse } from 'yaml';
import type { ValidatedProject } from '../hooks/post-tasks-execution';
import { PROJECT_FILES, readShape } from '../inference/reading';
import { outputPath } from '../inference/nx-patterns';
import { outputFolder } from '../inference/targets';
import { findCheckpoints, type FoundCheckpoint } from '../stages/checkpoint-files';
import { fileName, recalled, remember } from './last-runs';

export interface Surroundings {
  workspaceRoot: string;
  env: NodeJS.ProcessEnv;
  /** Default: the console. Under the daemon nobody sees it, so everything stands in a file too. */
  say?: (line: string) => void;
}

/** Projects whose messages are sent at the same time. */
const AT_ONCE = 8;

/**
 * Does what the actions of the projects' checkpoints ask for, and writes what became of each into
 * `dist/<project>/checkpoints/<checkpoint>.json`.
 */
export async function runCheckpoints(
  projects: readonly ValidatedProject[],
  surroundings: Surroundings,
): Promise<void> {
  for (let start = 0; start < projects.length; start += AT_ONCE) {
    const some = projects.slice(start, start + AT_ONCE);
    await Promise.all(some.map((project) => runProject(project, surroundings)));
  }
}

async function runProject(project: ValidatedProject, surroundings: Surroundings): Promise<void> {
  const { say = console.log } = surroundings;
  try {
    const found = findCheckpoints(
      { workspaceRoot: surroundings.workspaceRoot, projectRoot: project.root },
      suitesNamed(project, surroundings),
    ).filter(({ checkpoint }) => checkpoint.actions.length > 0);
    if (found.length === 0) return;
    const written = readValidations(project, surroundings);
    for (const each of found) {
      const results = await runCheckpoint(each, { project, written, surroundings });
      for (const { action, outcome, message } of results)
        say(`${project.name}, checkpoint ${each.checkpoint.name}, ${action}: ${outcome}: ${message}`);
    }
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    say(`${project.name}: the checkpoints were not run: ${error.message}`);
  }
}

function suitesNamed({ root }: ValidatedProject, { workspaceRoot }: Surroundings): string[] | undefined {
  for (const file of PROJECT_FILES) {
    const path = join(workspaceRoot, root, file);
    if (!existsSync(path)) continue;
    const reading = readShape(file, readFileSync(path, 'utf8'), parse);
    return reading.kind === 'model' || reading.kind === 'dataset' ? reading.shape.suites : undefined;
  }
  return undefined;
}

/** What the stage has found, or why it has not. */
type Written = { validations: Validations } | { problem: string };

function readValidations({ root }: ValidatedProject, { workspaceRoot }: Surroundings): Written {
  const folder = outputFolder(root, 'validate-data');
  const read = (name: string): string | undefined => {
    const path = join(workspaceRoot, folder, name);
    return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  };
  const text = read('validations.json');
  if (text !== undefined) {
    const filePath = posix.join(folder, 'validations.json');
    return { validations: validateJson(validationsSchema, text, { filePath }) };
  }
  const report = read('report.json');
  if (report === undefined) return { problem: 'validate-data has no result; its output says why' };
  const { summary } = validateJson(reportSchema, report, { filePath: posix.join(folder, 'report.json') });
  return { problem: summary };
}

interface Context {
  project: ValidatedProject;
  written: Written;
  surroundings: Surroundings;
}

async function runCheckpoint(
  { file, checkpoint }: FoundCheckpoint,
  context: Context,
): Promise<ActionResult[]> {
  const { project, written, surroundings } = context;
  const { workspaceRoot, env } = surroundings;
  const memory = join(workspaceRoot, '.modelgate/validations', outputPath(project.root));
  const now = new Date().toISOString();
  const run = 'validations' in written ? runOf(written.validations, file) : { time: now, validations: [] };
  const last = 'validations' in written ? await recalled(memory, checkpoint.name, run.time) : undefined;
  const compared: Run = { ...run, validations: run.validations.map((each) => withPrevious(each, last)) };
  const link = ciLink(env);
  const outcome: CheckpointOutcome = {
    checkpoint: checkpoint.name,
    project: project.name,
    time: compared.time,
    validations: compared.validations,
    fresh: !project.status.includes('cache'),
    ...('problem' in written ? { problem: written.problem } : {}),
    ...(link === undefined ? {} : { link }),
  };
  const results = await sendActions(planActions(checkpoint, outcome, env), {
    store: () => store(memory, checkpoint.name, compared, workspaceRoot),
    docs: () => docs(project, compared, { workspaceRoot, fresh: outcome.fresh }),
  });
  if ('validations' in written) await remember(memory, checkpoint.name, run);
  await writeLog(
    posix.join('dist', outputPath(project.root), 'checkpoints', `${fileName(checkpoint.name)}.json`),
    {
      workspaceRoot,
      content: { checkpoint: file, time: now, fresh: outcome.fresh, actions: results },
    },
  );
  return results;
}

/** What belongs to a checkpoint of what was validated. */
function runOf({ time, validations }: Validations, file: string): Run {
  const own = validations.filter(({ checkpoints }) => checkpoints.includes(file));
  return {
    time,
    validations: own.map(({ suite, data, result }) => ({
      data,
      result: readResultJson(JSON.stringify(result), { filePath: suite }),
    })),
  };
}

function withPrevious(validation: Validation, last: Run | undefined): Validation {
  const previous = last?.validations.find(
    ({ data, result }) => data === validation.data && result.suite_name === validation.result.suite_name,
  );
  return previous ? { ...validation, previous: previous.result } : validation;
}

/** Results are kept by the time of the validation, so that a verdict from the cache is kept once. */
async function store(folder: string, checkpoint: string, run: Run, workspaceRoot: string): Promise<string> {
  const file = join(folder, fileName(checkpoint), `${run.time.replaceAll(':', '-')}.json`);
  const shown = posix.relative(workspaceRoot, file);
  if (existsSync(file)) return `${shown} is there already`;
  await write(file, renderRunJson(run));
  return shown;
}

/** A verdict from the cache has its page already, unless `dist` was cleared. */
async function docs(
  { root }: ValidatedProject,
  run: Run,
  { workspaceRoot, fresh }: { workspaceRoot: string; fresh: boolean },
): Promise<string> {
  const folder = posix.join('dist', outputPath(root), 'data-docs');
  const index = posix.join(folder, 'index.html');
  if (fresh || !existsSync(join(workspaceRoot, index))) await writeDataDocs(join(workspaceRoot, folder), run);
  return index;
}

async function writeLog(
  path: string,
  { workspaceRoot, content }: { workspaceRoot: string; content: object },
): Promise<void> {
  await write(join(workspaceRoot, path), `${JSON.stringify(content, null, 2)}\n`);
}

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFileAtomic(path, text);
}
