import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runRecordSchema, type ReportTable, type RunRecord, type Stage } from '@modelgate/contracts';
import { formatSeconds } from '@modelgate/report';
import { CACHED_STAGES } from '../inference/stage-revisions';
import { outputFolder } from '../inference/targets';
import type { StageContext } from './stage-context';

/** Where the records lie, and the command that runs now. */
type CostQuestion = Pick<StageContext, 'workspaceRoot' | 'projectRoot' | 'env'>;

/** What the stages before this one have cost, and what of that this nx command had to spend. */
export interface ChainCost {
  table: ReportTable;
  /** `spent 1.2 s, saved 41.0 s`; undefined where it is not known which stages this command ran. */
  sentence: string | undefined;
}

/**
 * Reads the run records beside the artifacts of this project. One that another nx command wrote came from the cache, or
 * lay here already: its seconds are saved. A record that is not there, or not readable, is left out.
 */
export async function chainCost(question: CostQuestion): Promise<ChainCost> {
  const records = (await Promise.all(CACHED_STAGES.map((stage) => readRecord(question, stage)))).filter(
    (record) => record !== undefined,
  );
  const run = question.env['MODELGATE_RUN'];
  const ranNow = (record: RunRecord) => record.run === run;
  const seconds = (of: RunRecord[]) => of.reduce((sum, { cost }) => sum + cost.wall_seconds, 0);
  return {
    table: {
      title: 'Cost of the stages before',
      columns: ['stage', 'ran at', 'seconds', ...(run ? ['ran in'] : [])],
      rows: records.map((record) => [
        record.stage,
        record.started_at,
        record.cost.wall_seconds,
        ...(run ? [ranNow(record) ? 'this command' : 'an earlier one'] : []),
      ]),
    },
    sentence: run
      ? `spent ${formatSeconds(seconds(records.filter(ranNow)))}, ` +
        `saved ${formatSeconds(seconds(records.filter((record) => !ranNow(record))))}`
      : undefined,
  };
}

async function readRecord(
  { workspaceRoot, projectRoot }: CostQuestion,
  stage: Stage,
): Promise<RunRecord | undefined> {
  const file = join(workspaceRoot, outputFolder(projectRoot, stage), 'run-record.json');
  if (!existsSync(file)) return undefined;
  try {
    return runRecordSchema.safeParse(JSON.parse(await readFile(file, 'utf8'))).data;
  } catch {
    return undefined;
  }
}
