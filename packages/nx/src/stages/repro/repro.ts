import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import {
  scoreOptionsSchema,
  type Artifact,
  type GateResult,
  type Interpreter,
  type StageResult,
} from '@modelgate/contracts';
import { fileInProject } from '@modelgate/runtime';
import { manifestOf } from '@modelgate/store';
import { completeTraining } from '../command-training';
import { dataInputs, openDataFiles, type DataFiles } from '../data-files';
import { scoredMetrics } from '../evaluate';
import { interpreterFor, projectRequest, readParams, runModel, unsetParams } from '../python-stage';
import type { Findings, StageCore } from '../run-stage-task';
import { completeScores } from '../scored-files';
import { projectFile, projectPath, type StageContext } from '../stage-context';
import { withScratch } from '../working-folder';
import { probableCauses } from './causes';
import { differingFiles, differingMetrics, fileTable, metricTable, type MetricDifference } from './compare';

/** Hashes of texts begin with a number of 32 bits. */
const HASH_SEEDS = 2 ** 32;

/** Differences that a message names; the tables have all. */
const MOST_NAMED = 5;

interface Training {
  folder: string;
  artifact: Artifact;
  result: StageResult;
}

/**
 * Trains twice, in processes of their own that hash texts in another way, and compares: the bytes, and where they differ the
 * metrics on the evaluation set. Where those differ too, a third training tells whether the hashes of texts are the reason.
 */
export const repro: StageCore = (context, out) =>
  withScratch(dirname(out), (scratch) => trainAndCompare(context, scratch));

async function trainAndCompare(context: StageContext, scratch: string): Promise<Findings> {
  const data = await openDataFiles(context, ['train', 'test']);
  const params = await readParams(context);
  const requests = (['train', 'score'] as const).map((stage) =>
    projectRequest(context, stage, { out: scratch }),
  );
  const interpreter = await interpreterFor(context, requests);
  const seed = typeof params['seed'] === 'number' ? params['seed'] : 0;
  const trainOnce = (name: string, hashSeed: number) =>
    trainInto(context, interpreter, join(scratch, name), { data: data.request, params, hashSeed });

  context.say('first training');
  const first = await trainOnce('first', seed);
  context.say('second training, with another PYTHONHASHSEED');
  const second = await trainOnce('second', (seed + 1) % HASH_SEEDS);
  const common = {
    subject: {
      first: first.artifact.digest,
      second: second.artifact.digest,
      ...(data.train ? { train_data: data.train.sha256 } : {}),
      ...(data.evaluationSet === undefined ? {} : { test_data: data.evaluationSet }),
    },
    inputs: dataInputs(data),
    ...(interpreter ? { interpreter } : {}),
    params,
    judges: false,
  };
  const files = differingFiles(first.artifact, second.artifact);
  if (files.length === 0) {
    const summary = `bitwise equal: two trainings gave the artifact ${first.artifact.digest.slice(0, 12)}`;
    return {
      ...common,
      summary,
      gates: [verdict('pass', `${summary}, ${first.artifact.files.length} files`)],
    };
  }

  const metricsOf = (training: Training) => scoreAndCompute(context, interpreter, data, training);
  const metrics = { first: await metricsOf(first), second: await metricsOf(second) };
  const tables = [fileTable(files), metricTable(metrics.first, metrics.second)];
  const named = listed(files.map(({ path }) => path));
  const different = differingMetrics(metrics.first, metrics.second);
  if (different.length === 0) {
    const summary = `metric equal: all ${Object.keys(metrics.first).length} metrics are equal, the bytes are not`;
    return {
      ...common,
      summary,
      gates: [verdict('pass', `${summary}: ${named}`)],
      tables,
      notes: (await causesOf(context, first, undefined)).map((cause) => `a probable cause: ${cause}`),
    };
  }

  context.say('the two differ; a third training, with the PYTHONHASHSEED of the first');
  const third = await trainOnce('third', seed);
  const causes = await causesOf(context, first, third.artifact.digest === first.artifact.digest);
  return {
    ...common,
    summary: 'neither bitwise nor metric equal: two trainings on the same inputs gave two models',
    gates: [
      {
        ...verdict('fail', `neither: ${listed(different.map(wording))}; other bytes in ${named}`),
        fix: `probable causes:\n${causes.map((cause) => `- ${cause}`).join('\n')}`,
      },
    ],
    tables,
  };
}

async function trainInto(
  context: StageContext,
  interpreter: Interpreter | undefined,
  folder: string,
  { data, params, hashSeed }: { data: DataFiles['request']; params: StageParams; hashSeed: number },
): Promise<Training> {
  await mkdir(folder, { recursive: true });
  const request = projectRequest(context, 'train', {
    data,
    params,
    unset: await unsetParams(context),
    out: folder,
  });
  const result = await runModel(context, interpreter, request, { hashSeed });
  if (context.model.command !== undefined) await completeTraining(context, folder, result);
  return { folder, artifact: await manifestOf(folder), result };
}

type StageParams = Awaited<ReturnType<typeof readParams>>;

/** The metrics of a model on the evaluation set, as evaluate computes them. */
async function scoreAndCompute(
  context: StageContext,
  interpreter: Interpreter | undefined,
  data: DataFiles,
  { folder }: Training,
): Promise<Record<string, number>> {
  const options = await projectFile(context, 'score.yaml', scoreOptionsSchema, {
    schema: 'modelgate.score/v1',
  });
  const batch = options.batch_size === undefined ? {} : { batch_size: options.batch_size };
  const out = `${folder}-scores`;
  await mkdir(out, { recursive: true });
  const request = projectRequest(context, 'score', {
    data: data.request,
    score: { ...batch, into: 'candidate' },
    model_dir: join(folder, 'model'),
    out,
  });
  const result = await runModel(context, interpreter, request);
  if (request.command) await completeScores(request, result);
  const scores = {
    schema: 'modelgate.scores/v1' as const,
    rows: result.rows ?? 0,
    evaluation_set: data.evaluationSet ?? '',
    ...(result.classes === undefined ? {} : { classes: result.classes }),
    ...(result.positive === undefined ? {} : { positive: result.positive }),
    candidate: {
      probabilities: result.probabilities ?? false,
      user_metrics: result.user_metrics ?? {},
    },
  };
  return (await scoredMetrics(context, out, scores, 'candidate')).values;
}

async function causesOf(
  context: StageContext,
  { result }: Training,
  equalWithSameHashSeed: boolean | undefined,
): Promise<string[]> {
  const root = projectPath(context, '.');
  const paths = result.imported.map((path) => fileInProject(path, context.libraries, root));
  const sources = await Promise.all(
    paths
      .filter((path) => path.endsWith('.py') && existsSync(join(root, path)))
      .map(async (path) => ({
        path: posix.join(context.projectRoot, path),
        text: await readFile(join(root, path), 'utf8'),
      })),
  );
  const { threads } = context.model.resources;
  return probableCauses({ notes: result.notes, sources, threads, equalWithSameHashSeed });
}

function verdict(outcome: 'pass' | 'fail', message: string): GateResult {
  return {
    id: 'reproducible',
    title: 'reproducible',
    mode: 'enforce',
    outcome,
    effect: outcome,
    message,
    evidence: 'exact',
  };
}

function wording({ name, first, second, by }: MetricDifference): string {
  if (first === undefined || second === undefined) return `${name} of one model alone`;
  return `${name} by ${by.toPrecision(3)} (${first.toPrecision(6)} and ${second.toPrecision(6)})`;
}

function listed(items: readonly string[]): string {
  const rest = items.length - MOST_NAMED;
  return `${items.slice(0, MOST_NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
