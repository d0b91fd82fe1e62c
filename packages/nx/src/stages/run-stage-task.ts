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
import { withPlace } from '@modelgate/store';
import { outputFolder } from '../inference/targets';
import { openStage, stageFolder, type StageContext, type StageTask } from './stage-context';
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
}

export type StageCore = (context: StageContext, out: string) => Promise<Findings>;

export interface TaskResult {
  success: boolean;
}

/**
 * Runs one stage of one model: opens it, lets `core` do the work in a fresh folder, writes what it found and puts the
 * folder in place. A user's mistake becomes one message and `success: false`; everything else is thrown on.
 */
export async function runStageTask(task: StageTask, core: StageCore, problem?: string): Promise<TaskResult> {
  try {
    if (problem !== undefined) throw new UserError(problem);
    return await runIn(task, core);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    task.say(`\n${error.message}\n`);
    if (process.env['NX_VERBOSE_LOGGING'] === 'true' && error.stack) task.say(error.stack);
    return { success: false };
  }
}

async function runIn(task: StageTask, core: StageCore): Promise<TaskResult> {
  const context = await openOrClear(task);
  const started = new Date();
  try {
    const report = await intoPlace(context, async (out) =>
      writeResults(context, out, await core(context, out), started),
    );
    task.say(renderTerminal(report, { color: useColor(context.env) }));
    return { success: report.outcome !== 'fail' };
  } catch (error) {
    if (error instanceof UserError && !context.signal?.aborted) await reportFailure(context, error, started);
    throw error;
  }
}

/** Where model.yaml cannot be read, the results of what it said before must not stand there as if they were of now. */
async function openOrClear(task: StageTask): Promise<StageContext> {
  try {
    return await openStage(task);
  } catch (error) {
    await rm(join(task.workspaceRoot, outputFolder(task.projectRoot, task.stage)), {
      recursive: true,
      force: true,
    });
    throw error;
  }
}

/** Puts what `write` leaves in a working folder in the stage's place, as a whole or not at all. */
async function intoPlace(context: StageContext, write: (out: string) => Promise<Report>): Promise<Report> {
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
async function reportFailure(context: StageContext, error: UserError, started: Date): Promise<void> {
  const [summary = error.message] = error.message.split('\n');
  const gate: GateResult = {
    id: 'completes',
    title: 'completes',
    mode: 'enforce',
    outcome: 'fail',
    effect: 'fail',
    message: error.message,
    evidence: 'check',
  };
  const findings: Findings = { summary, subject: {}, gates: [gate], judges: false };
  try {
    await intoPlace(context, (out) => writeResults(context, out, findings, started));
  } catch (second) {
    // The first mistake is what has to be told: a full disk refuses the report of it too.
    if (!(second instanceof UserError)) throw second;
  }
}

async function writeResults(
  context: StageContext,
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
    notes: findings.notes ?? [],
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
function commitOf({ workspaceRoot, cacheDir, env }: StageContext): ReturnType<typeof gitState> {
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
