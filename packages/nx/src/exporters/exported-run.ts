import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artifactSchema, reportSchema, runRecordSchema, type RunRecord } from '@modelgate/contracts';
import { stageFolder, type StageContext } from '../stages/stage-context';

/** A run as the exporters write it. */
export interface ExportedRun {
  project: string;
  stage: string;
  name: string;
  /** What belongs to one model: its training and its evaluations. */
  group: string;
  started_ms: number;
  finished_ms: number;
  params: NonNullable<RunRecord['params']>;
  metrics: Record<string, number>;
  /** Curves by epoch. */
  history: Record<string, (number | null)[]>;
  tags: Record<string, string>;
}

/**
 * What the stage of `context` left in its folder, if it ran to its end since `since`.
 * @returns undefined where it did not: what lies there then is of an earlier run, or there is nothing
 */
export async function readRun(context: StageContext, since: Date): Promise<ExportedRun | undefined> {
  const folder = stageFolder(context, context.stage);
  const read = async (from: string, name: string): Promise<unknown> =>
    existsSync(join(from, name)) ? JSON.parse(await readFile(join(from, name), 'utf8')) : undefined;
  const record = runRecordSchema.safeParse(await read(folder, 'run-record.json')).data;
  const report = reportSchema.safeParse(await read(folder, 'report.json')).data;
  if (!record || !report || new Date(record.started_at) < since) return undefined;

  const artifact = artifactSchema.safeParse(await read(stageFolder(context, 'train'), 'artifact.json')).data;
  const found = context.stage === 'train' ? artifact : await read(folder, 'metrics.json');
  if (found === undefined) return undefined;
  const { project, stage, started_at, finished_at, cost } = record;
  const digest = artifact?.digest;
  const group = digest === undefined ? project : `${project} ${digest.slice(0, 12)}`;
  return {
    project,
    stage,
    name: group,
    group,
    started_ms: Date.parse(started_at),
    finished_ms: Date.parse(finished_at),
    params: record.params ?? {},
    metrics:
      stage === 'train'
        ? numbers('cost.', cost)
        : { ...numbers('', part(found, 'candidate')), ...numbers('baseline.', part(found, 'baseline')) },
    history: stage === 'train' ? curves(await read(folder, 'history.json')) : {},
    tags: {
      'modelgate.project': project,
      'modelgate.stage': stage,
      [`modelgate.${stage}`]: report.outcome,
      'modelgate.version': record.modelgate,
      ...(digest === undefined ? {} : { 'modelgate.artifact': digest }),
      ...(record.commit === undefined ? {} : { 'modelgate.commit': record.commit }),
      ...(record.dirty === undefined ? {} : { 'modelgate.dirty': String(record.dirty) }),
      ...(record.interpreter === undefined ? {} : { 'modelgate.python': record.interpreter.version }),
      ...Object.fromEntries(
        Object.entries(report.subject).map(([role, sha256]) => [`modelgate.digest.${role}`, sha256]),
      ),
      ...Object.fromEntries(record.inputs.map(({ path, sha256 }) => [`modelgate.input.${path}`, sha256])),
    },
  };
}

function numbers(prefix: string, values: unknown): Record<string, number> {
  return Object.fromEntries(
    Object.entries(values !== null && typeof values === 'object' ? values : {}).flatMap(
      ([name, value]: [string, unknown]) =>
        typeof value === 'number' && Number.isFinite(value) ? [[`${prefix}${name}`, value]] : [],
    ),
  );
}

function curves(history: unknown): ExportedRun['history'] {
  return Object.fromEntries(
    Object.entries(history !== null && typeof history === 'object' ? history : {}).flatMap(
      ([name, values]: [string, unknown]) =>
        Array.isArray(values)
          ? [[name, values.map((value: unknown) => (typeof value === 'number' ? value : null))]]
          : [],
    ),
  );
}

function part(value: unknown, key: string): unknown {
  return value !== null && typeof value === 'object' && key in value
    ? Object.entries(value).find(([name]) => name === key)?.[1]
    : undefined;
}
