import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  reportSchema,
  runRecordSchema,
  UserError,
  type Artifact,
  type Cost,
  type Effect,
  type GateResult,
  type InputDigest,
  type Interpreter,
  type Report,
  type ReportSeries,
  type ReportTable,
  type RunRecord,
  type Subject,
} from '@modelgate/contracts';
import { effectOf } from '@modelgate/gates';
import { renderHtml, renderJunit, renderMarkdown, renderTerminal } from '@modelgate/report';
import { gitState, hostInfo, oncePerRun } from '@modelgate/runtime';
import { errorCode, withPlace } from '@modelgate/store';
import { outputFolder } from '../inference/targets';
import { environmentNotes } from './lock-files';
import { withLine } from './message-place';
import { stageFolder, type ProjectContext, type StageContext, type StageTask } from './stage-context';
import { check, StageFailure } from './stage-failure';
import { openOutput } from './stage-output';
import { VERSION } from './version';

/** What a stage has found out; the frame around it writes the report, the run record and the verdict from it. */
export interface Findings {
  /** One line: what was done, where the gates do not say it. */
  summary: string;
  subject: Subject;
  gates?: GateResult[];
  tables?: ReportTable[];
  series?: ReportSeries[];
  notes?: string[];
  artifact?: Artifact;
  inputs?: InputDigest[];
  interpreter?: Interpreter;
  cost?: Omit<Cost, 'wall_seconds'>;
  params?: RunRecord['params'];
  imported?: string[];
  /** Whether the stage judges: it then writes verdict.json. */
  judges: boolean;
  /**
   * What was changed outside the stage's folder, in one line. It is printed in place of the report, and stands whatever
   * becomes of the report.
   */
  changed?: string;
}

export type Core<C extends ProjectContext> = (context: C, out: string) => Promise<Findings>;

/** The work of a stage of a model. */
export type StageCore = Core<StageContext>;

export interface TaskResult {
  success: boolean;
}

/**
 * Runs one stage of one project: opens it, lets `core` do the work in a fresh folder, writes what it found and puts the
 * folder in place. A user's mistake becomes one message and `success: false`; everything else is thrown on.
 */
export function runStageTask<C extends ProjectContext>(
  task: StageTask,
  open: (task: StageTask) => Promise<C>,
  core: Core<C>,
  problem?: string,
): Promise<TaskResult> {
  return asTaskResult(task, problem, () => runIn(task, open, core));
}

/**
 * Tells a user's mistake as one message, with its stack where nx is verbose. Everything else is thrown on.
 * @param problem what is wrong with the project before anything is run
 */
export async function asTaskResult(
  task: StageTask,
  problem: string | undefined,
  run: () => Promise<TaskResult>,
): Promise<TaskResult> {
  try {
    if (problem !== undefined) throw new UserError(problem);
    return await run();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    task.say(`\n${await withLine(error.message, task.workspaceRoot)}\n`);
    if (process.env['NX_VERBOSE_LOGGING'] === 'true' && error.stack) task.say(error.stack);
    return { success: false };
  }
}

async function runIn<C extends ProjectContext>(
  task: StageTask,
  open: (task: StageTask) => Promise<C>,
  core: Core<C>,
): Promise<TaskResult> {
  const context = await openOrClear(task, open);
  const started = new Date();
  let changed: string | undefined;
  try {
    const report = await intoPlace(context, async (out) => {
      const findings = await core(context, out);
      changed = findings.changed;
      if (changed !== undefined) task.say(changed);
      return writeResults(context, out, findings, started);
    });
    if (changed === undefined)
      task.say(renderTerminal(report, { color: useColor(context.env), width: lineWidth() }));
    return { success: report.outcome !== 'fail' };
  } catch (error) {
    if (changed !== undefined && (error instanceof UserError || errorCode(error) !== undefined)) {
      task.say(`note: only its report could not be written: ${error instanceof Error ? error.message : ''}`);
      return { success: true };
    }
    if (error instanceof UserError && !context.signal?.aborted) await reportFailure(context, error, started);
    throw error;
  }
}

/** Where the project's file cannot be read, the results of what it said before must not stand as if they were of now. */
async function openOrClear<C>(task: StageTask, open: (task: StageTask) => Promise<C>): Promise<C> {
  try {
    return await open(task);
  } catch (error) {
    await rm(join(task.workspaceRoot, outputFolder(task.projectRoot, task.stage)), {
      recursive: true,
      force: true,
    });
    throw error;
  }
}

/** Puts what `write` leaves in a working folder in the stage's place, as a whole or not at all. */
async function intoPlace(context: ProjectContext, write: (out: string) => Promise<Report>): Promise<Report> {
  const output = await openOutput(stageFolder(context, context.stage));
  try {
    const report = await write(output.folder);
    await output.publish();
    return report;
  } finally {
    await output.discard();
  }
}

/** A stage that did not come to its end leaves a report for CI, and neither artifact nor verdict. */
async function reportFailure(context: ProjectContext, error: UserError, started: Date): Promise<void> {
  const message = await withLine(error.message, context.workspaceRoot);
  const [summary = message] = message.split('\n');
  const gates = error instanceof StageFailure ? [...error.gates] : [check('completes', 'fail', message)];
  const findings: Findings = { summary: summary.replace(/:$/, ''), subject: {}, gates, judges: false };
  try {
    await intoPlace(context, (out) => writeResults(context, out, findings, started));
  } catch (second) {
    // The first mistake is what has to be told: a full disk refuses the report of it too.
    if (!(second instanceof UserError)) throw second;
  }
}

async function writeResults(
  context: ProjectContext,
  out: string,
  findings: Findings,
  started: Date,
): Promise<Report> {
  const finished = new Date();
  const { projectName: project, stage } = context;
  const { subject, gates = [], artifact } = findings;
  const outcome: Effect = effectOf(gates);
  const cost: Cost = { wall_seconds: (finished.getTime() - started.getTime()) / 1000, ...findings.cost };
  const host = hostInfo();
  const { commit, dirty } = await commitOf(context);
  const interpreter = findings.interpreter;
  const record: RunRecord = {
    schema: 'modelgate.run-record/v1',
    project,
    stage,
    ...(context.env['MODELGATE_RUN'] ? { run: context.env['MODELGATE_RUN'] } : {}),
    started_at: started.toISOString(),
    finished_at: finished.toISOString(),
    cost,
    host,
    ...(interpreter ? { interpreter } : {}),
    ...(commit === undefined ? {} : { commit }),
    ...(dirty === undefined ? {} : { dirty }),
    modelgate: VERSION,
    inputs: findings.inputs ?? [],
    ...(findings.params ? { params: findings.params } : {}),
    ...(findings.imported ? { imported: findings.imported } : {}),
  };
  const report: Report = {
    schema: 'modelgate.report/v1',
    project,
    stage,
    outcome,
    summary: findings.summary,
    subject,
    gates,
    tables: findings.tables ?? [],
    series: findings.series ?? [],
    artifacts: artifact?.files ?? [],
    notes: [...(findings.notes ?? []), ...(await environmentNotes(context, interpreter))],
    cost,
    host,
    ...(interpreter ? { interpreter } : {}),
    ...(commit === undefined ? {} : { commit }),
    ...(dirty === undefined ? {} : { dirty }),
    generated_at: finished.toISOString(),
  };
  if (artifact) await writeJson(out, 'artifact.json', artifact);
  if (findings.judges) {
    await writeJson(out, 'verdict.json', {
      schema: 'modelgate.verdict/v1',
      project,
      stage,
      outcome,
      subject,
      gates,
    });
  }
  await writeJson(out, 'run-record.json', runRecordSchema.parse(record));
  await writeJson(out, 'report.json', reportSchema.parse(report));
  await writeText(out, 'report.html', renderHtml(report));
  await writeText(out, 'report.md', renderMarkdown(report));
  await writeText(out, 'junit.xml', renderJunit(report));
  return report;
}

/** The commit of this nx command: tasks that run side by side are of the same one. */
function commitOf({ workspaceRoot, cacheDir, env }: ProjectContext): ReturnType<typeof gitState> {
  return oncePerRun(cacheDir, env['MODELGATE_RUN'], 'commit', {
    ask: () => gitState(workspaceRoot),
    isAnswer: (value): value is Awaited<ReturnType<typeof gitState>> =>
      value !== null && typeof value === 'object',
  });
}

export async function writeJson(folder: string, name: string, value: unknown): Promise<void> {
  await writeText(folder, name, `${JSON.stringify(value, null, 2)}\n`);
}

/** Writes into a folder that is not yet in its place, so nobody sees a half-written file. */
async function writeText(folder: string, name: string, text: string): Promise<void> {
  const path = join(folder, name);
  await withPlace(`cannot write ${name}`, path, () => writeFile(path, text));
}

function useColor(env: NodeJS.ProcessEnv): boolean {
  return (
    !env['NO_COLOR'] &&
    (env['FORCE_COLOR'] !== undefined ? env['FORCE_COLOR'] !== '0' : process.stdout.isTTY === true)
  );
}

/** A log has no width: what a terminal would break or cut stays whole there. */
function lineWidth(): number {
  return process.stdout.isTTY === true ? process.stdout.columns || 100 : Infinity;
}
