import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  scoreOptionsSchema,
  UserError,
  type Interpreter,
  type Label,
  type Scores,
  type StageResult,
} from '@modelgate/contracts';
import type { StageRequestBody } from '@modelgate/runtime';
import { manifestOf } from '@modelgate/store';
import { openBaseline } from './baseline';
import { candidateRequest, verifiedCandidate } from './candidate';
import { assertDeclared } from './declared-inputs';
import { dataInputs, openDataFiles, type DataFiles } from './data-files';
import { fileInputs } from './file-inputs';
import { baselineRequest, interpreterFor, runModel } from './python-stage';
import { writeJson, type StageCore } from './run-stage-task';
import { completeScores } from './scored-files';
import { withScratch } from './working-folder';
import { projectFile, type StageContext } from './stage-context';

/** Predictions of candidate and baseline on one evaluation set, each in a process of its own with its own code. */
export const score: StageCore = (context, out) =>
  withScratch(dirname(out), (scratch) => scoreBoth(context, out, scratch));

async function scoreBoth(context: StageContext, out: string, scratch: string): ReturnType<StageCore> {
  const options = await projectFile(context, 'score.yaml', scoreOptionsSchema, {
    schema: 'modelgate.score/v1',
  });
  const data = await openDataFiles(context, ['test']);
  const candidate = await verifiedCandidate(context);
  const baseline = await openBaseline(context, scratch);
  const batch = options.batch_size === undefined ? {} : { batch_size: options.batch_size };
  const own = candidateRequest(context, 'score', {
    data: data.request,
    score: { ...batch, into: 'candidate' },
    out,
  });
  const other = (classes?: Label[]) =>
    baseline &&
    baselineRequest(context, 'score', baseline, {
      data: data.request,
      score: { ...batch, into: 'baseline', ...(classes ? { classes } : {}) },
      out,
    });
  const interpreter = await interpreterFor(
    context,
    [own, other()].flatMap((request) => request ?? []),
  );

  const first = await runModel(context, interpreter, own);
  if (own.command) await completeScores(own, first);
  assertDeclared(context, 'score', first, ['score.yaml']);
  const against = other(first.classes);
  const second = against && (await scoreBaseline(context, interpreter, against));
  const scores = scoresOf(data, first, second);
  await writeJson(out, 'scores.json', scores);
  const results = [first, ...(second ? [second] : [])];
  return {
    summary: `scored ${scores.rows} rows with the candidate${baseline ? ' and the baseline' : '; there is no baseline model to score'}`,
    subject: {
      candidate: candidate.digest,
      ...(baseline ? { baseline: baseline.artifact.digest } : {}),
      ...(data.evaluationSet === undefined ? {} : { test_data: data.evaluationSet }),
    },
    notes: first.notes,
    artifact: await manifestOf(out),
    inputs: [...dataInputs(data), ...(await fileInputs(context, [...first.imported, ...first.opened]))],
    ...(interpreter ? { interpreter } : {}),
    cost: {
      cpu_seconds: results.reduce((sum, result) => sum + result.cpu_seconds, 0),
      peak_rss_bytes: Math.max(...results.map((result) => result.peak_rss_bytes)),
    },
    imported: [...first.imported, ...first.opened],
    judges: false,
  };
}

/** @throws UserError where the baseline's code takes other rows for the evaluation set than the candidate's */
async function scoreBaseline(
  context: StageContext,
  interpreter: Interpreter | undefined,
  request: StageRequestBody,
): Promise<StageResult> {
  const truth = await readFile(join(request.out, 'truth.npy'));
  const result = await runModel(context, interpreter, request);
  if (request.command) await completeScores(request, result);
  if (truth.equals(await readFile(join(request.out, 'truth.npy')))) return result;
  throw new UserError(
    `score of ${context.projectName}: candidate and baseline were not given the same rows`,
    {
      why: 'the code of the baseline reads or splits the data in another way, so that their predictions cannot be compared',
      fix: `accept a baseline that was trained with the code of today: nx generate @modelgate/nx:accept-baseline ${context.projectName}`,
    },
  );
}

function scoresOf(data: DataFiles, first: StageResult, second: StageResult | undefined): Scores {
  const classes = (second ?? first).classes;
  const of = (result: StageResult) => ({
    probabilities: result.probabilities ?? false,
    user_metrics: result.user_metrics ?? {},
  });
  return {
    schema: 'modelgate.scores/v1',
    rows: first.rows ?? 0,
    evaluation_set: data.evaluationSet ?? '',
    ...(classes === undefined ? {} : { classes }),
    ...(first.positive === undefined ? {} : { positive: first.positive }),
    candidate: of(first),
    ...(second ? { baseline: of(second) } : {}),
  };
}
