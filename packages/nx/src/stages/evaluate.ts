import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import {
  artifactSchema,
  evaluateGatesSchema,
  scoresSchema,
  type BaselineMetrics,
  type EvaluateGates,
  type ReportTable,
  type Scores,
} from '@modelgate/contracts';
import {
  baselineValues,
  computeMetrics,
  defaultEvaluateGates,
  judgeEvaluate,
  metricValue,
  NO_PROBABILITIES,
  readNpy,
  withUserMetrics,
  type BaselineMetricValues,
  type MetricValues,
} from '@modelgate/gates';
import { verifyArtifact } from '@modelgate/store';
import { readFlatBaseline } from './flat-baseline';
import { writeJson, type StageCore } from './run-stage-task';
import { readProjectFile, shown, stageFile, stageFolder, type StageContext } from './stage-context';

type Role = 'candidate' | 'baseline';
type Judged = MetricValues & { notes: string[] };

/** Computes the metrics of what score wrote and judges them against the baseline. */
export const evaluate: StageCore = async (context, out) => {
  const artifact = await stageFile(context, 'score', 'artifact.json', artifactSchema);
  await verifyArtifact(stageFolder(context, 'score'), artifact, {
    filePath: shown(context, join(stageFolder(context, 'score'), 'artifact.json')),
  });
  const scores = await stageFile(context, 'score', 'scores.json', scoresSchema);
  const folder = stageFolder(context, 'score');
  const candidate = await scoredMetrics(context, folder, scores, 'candidate');
  const flat = await readFlatBaseline(context);
  const rescored = scores.baseline ? await scoredMetrics(context, folder, scores, 'baseline') : undefined;
  const baseline = baselineOf(rescored, flat, scores);

  const { policy, notes } = await policyOf(context, candidate, baseline);
  const gates = judgeEvaluate({
    project: context.projectName,
    task: context.model.task,
    policy,
    candidate,
    ...(baseline ? { baseline } : {}),
  });
  await writeJson(out, 'metrics.json', {
    candidate: candidate.values,
    ...(baseline ? { baseline: baseline.values } : {}),
    evaluation_set: scores.evaluation_set,
  });
  return {
    summary: `${scores.rows} rows; ${baseline ? `compared with the baseline's ${wording(baseline)}` : 'no baseline yet'}`,
    // Not the candidate: equal predictions of another model are judged once, so whoever needs the model asks score.
    subject: { scores: artifact.digest, test_data: scores.evaluation_set },
    gates,
    tables: [metricTable(candidate, baseline)],
    notes: [
      ...candidate.notes,
      ...notes,
      ...(policy.gates.length === 0
        ? [`${posix.join(context.projectRoot, 'gates/evaluate.yaml')} has no gate: nothing was judged`]
        : []),
      ...(baseline ? [] : [firstBaselineNote(context)]),
      ...(rescored && flat ? disagreements(rescored, flat, context.model.baseline) : []),
    ],
    judges: true,
  };
};

/**
 * The gates of the project. Of the default ones those are left out that need probabilities which this kind of model never
 * gives, neither today nor as the baseline: nobody asked for them.
 */
async function policyOf(
  context: StageContext,
  candidate: Judged,
  baseline: BaselineMetricValues | undefined,
): Promise<{ policy: EvaluateGates; notes: string[] }> {
  const written = await readProjectFile(context, 'gates/evaluate.yaml', evaluateGatesSchema);
  if (written) return { policy: written, notes: [] };
  const policy = defaultEvaluateGates(context.model.task);
  const without = policy.gates.filter(
    ({ metric }) =>
      candidate.errors[metric] === NO_PROBABILITIES &&
      (baseline === undefined || metricValue(baseline.values, metric) === undefined),
  );
  return {
    policy: { ...policy, gates: policy.gates.filter((gate) => !without.includes(gate)) },
    notes: without.map(({ metric }) => `the default gate on ${metric} is left out: ${NO_PROBABILITIES}`),
  };
}

/**
 * All metrics of the predictions that lie in a folder as score writes them, with the user's own.
 * @param scores what the folder's scores.json says
 */
export async function scoredMetrics(
  context: StageContext,
  folder: string,
  scores: Scores,
  role: Role,
): Promise<Judged> {
  const read = async (name: string) =>
    readNpy(await readFile(join(folder, name)), { filePath: shown(context, join(folder, name)) });
  const described = scores[role];
  const truth = await read('truth.npy');
  const predictions = await read(`${role}/predictions.npy`);
  const probabilities = described?.probabilities ? await read(`${role}/probabilities.npy`) : undefined;
  const computed = computeMetrics({
    task: context.model.task,
    truth: truth.data,
    predictions: predictions.data,
    ...(probabilities ? { probabilities } : {}),
    ...(scores.classes ? { classes: scores.classes } : {}),
    ...(scores.positive === undefined ? {} : { positive: scores.positive }),
  });
  return withUserMetrics(computed, described?.user_metrics ?? {});
}

/** Predictions of the baseline model where they are, else the numbers in version control. */
function baselineOf(
  rescored: Judged | undefined,
  flat: BaselineMetrics | undefined,
  scores: Scores,
): BaselineMetricValues | undefined {
  if (rescored) {
    return {
      values: rescored.values,
      errors: rescored.errors,
      source: 'predictions',
      evaluationSetMatches: true,
    };
  }
  if (!flat) return undefined;
  const known = flat.provenance?.evaluation_set;
  return {
    values: baselineValues(flat),
    source: 'baseline_metrics.json',
    ...(known === undefined ? {} : { evaluationSetMatches: known === scores.evaluation_set }),
  };
}

function wording({ source }: BaselineMetricValues): string {
  return source === 'predictions' ? 'predictions on the same rows' : `numbers in ${source}`;
}

function firstBaselineNote({ projectName }: StageContext): string {
  return (
    'there is no baseline yet, so only floors are judged; accept this candidate as the first one: ' +
    `nx generate @modelgate/nx:accept-baseline ${projectName} --reason "first model"`
  );
}

function metricTable(candidate: MetricValues, baseline: BaselineMetricValues | undefined): ReportTable {
  const names = Object.keys(candidate.values).sort();
  const cell = (value: number | undefined) => (value === undefined || !Number.isFinite(value) ? null : value);
  return {
    title: 'Metrics',
    columns: ['metric', 'candidate', ...(baseline ? ['baseline', 'difference'] : [])],
    rows: names.map((name) => {
      const own = candidate.values[name];
      const other = baseline?.values[name];
      const difference = own === undefined || other === undefined ? undefined : own - other;
      return [name, cell(own), ...(baseline ? [cell(other), cell(difference)] : [])];
    }),
  };
}

/** Differences beyond this share are not rounding of the file in version control. */
const SAME = 1e-6;

/** The file in version control is what people read: say so where it is not what the baseline model does today. */
function disagreements(rescored: MetricValues, flat: BaselineMetrics, path: string): string[] {
  return Object.entries(baselineValues(flat)).flatMap(([name, written]) => {
    const now = rescored.values[name];
    if (now === undefined || Math.abs(now - written) <= SAME * Math.max(1, Math.abs(written))) return [];
    return [
      `${path} says ${name} ${written}; the baseline model reaches ${now} on this evaluation set, and that is compared`,
    ];
  });
}
