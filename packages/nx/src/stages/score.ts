import { dirname } from 'node:path';
import { scoreOptionsSchema, type Interpreter, type Scores, type StageResult } from '@modelgate/contracts';
import { manifestOf } from '@modelgate/store';
import { openBaseline, type BaselineBytes } from './baseline';
import { candidateRequest, verifiedCandidate } from './candidate';
import { assertDeclared } from './declared-inputs';
import { dataInputs, openDataFiles, type DataFiles } from './data-files';
import { fileInputs } from './file-inputs';
import { baselineRequest, chooseInterpreter, runPython } from './python-stage';
import { writeJson, type StageCore } from './run-stage-task';
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
  const interpreter = await chooseInterpreter(context);
  const batch = options.batch_size === undefined ? {} : { batch_size: options.batch_size };

  const first = await runPython(
    context,
    interpreter,
    candidateRequest(context, 'score', {
      data: data.request,
      score: { ...batch, into: 'candidate' },
      out,
    }),
  );
  assertDeclared(context, first, ['api'], ['score.yaml']);
  const second = baseline && (await scoreBaseline(context, interpreter, baseline, data, first, batch, out));
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
    interpreter,
    cost: {
      cpu_seconds: results.reduce((sum, result) => sum + result.cpu_seconds, 0),
      peak_rss_bytes: Math.max(...results.map((result) => result.peak_rss_bytes)),
    },
    imported: [...first.imported, ...first.opened],
    judges: false,
  };
}

function scoreBaseline(
  context: StageContext,
  interpreter: Interpreter,
  baseline: BaselineBytes,
  data: DataFiles,
  first: StageResult,
  batch: { batch_size?: number },
  out: string,
): Promise<StageResult> {
  const classes = first.classes === undefined ? {} : { classes: first.classes };
  return runPython(
    context,
    interpreter,
    baselineRequest(context, 'score', baseline, {
      data: data.request,
      score: { ...batch, into: 'baseline', ...classes },
      out,
    }),
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
