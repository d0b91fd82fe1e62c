import type { GateResult, SmokeFindings, Task, TrainSmokeGates } from '@modelgate/contracts';
import { isProbability } from '../metrics/probability';
import { effectOfOutcome } from './effect';
import { figure } from './figures';

export interface SmokeInput {
  findings: SmokeFindings;
  policy: TrainSmokeGates;
  task: Task;
}

type Finding = Pick<GateResult, 'outcome' | 'message' | 'fix' | 'details'>;
type Check = (findings: SmokeFindings, task: Task) => Finding;

const CHECKS: Record<string, Check> = {
  completes: ({ trained_rows }) =>
    trained_rows > 0
      ? pass(`training on ${trained_rows} rows came to its end`)
      : fail('training had no rows', 'look at load_data and preprocess_features: they left no row'),

  loss_falls: ({ losses }) => {
    if (losses.length === 0) return skip('the model reports no loss');
    const bad = losses.findIndex((loss) => loss === null);
    if (bad >= 0) {
      return fail(
        `the loss of epoch ${bad + 1} of ${losses.length} is NaN or infinite`,
        'lower the learning rate, or look for NaN in the features',
      );
    }
    if (losses.length === 1) return skip('the model reports a single loss, so there is nothing to compare');
    const first = losses[0] ?? NaN;
    const last = losses.at(-1) ?? NaN;
    const figures = `${figure(first)} in the first epoch, ${figure(last)} in the last of ${losses.length}`;
    return last < first
      ? pass(`the loss falls: ${figures}`)
      : fail(`the loss does not fall: ${figures}`, 'look at the learning rate, the loss and the targets');
  },

  one_prediction_per_row: ({ predictions, predicted_rows }) =>
    predictions === predicted_rows && predicted_rows > 0
      ? pass(`${predictions} predictions for ${predicted_rows} rows`)
      : fail(
          `${predictions} predictions for ${predicted_rows} rows`,
          'return one prediction per row, in the order of the rows',
        ),

  predictions_valid: ({ predictions_valid, bad_prediction }, task) => {
    const wanted = isClassification(task) ? 'labels that training has seen' : 'numbers without NaN';
    if (predictions_valid) return pass(`all predictions are ${wanted}`);
    const example = bad_prediction === undefined ? '' : `, for example ${bad_prediction}`;
    return fail(`not all predictions are ${wanted}${example}`, `let predict return ${wanted}`);
  },

  probabilities_in_range: ({ probability_range }) => {
    if (!probability_range) return skip('the model gives no probabilities');
    const [low, high] = probability_range;
    const fix = 'let predict_proba return probabilities, not scores or logarithms';
    if (low === null || high === null) return fail('probabilities are NaN or infinite', fix);
    const figures = `${figure(low)} to ${figure(high)}`;
    return isProbability(low) && isProbability(high)
      ? pass(`probabilities lie in [0, 1]: ${figures}`)
      : fail(`probabilities leave [0, 1]: ${figures}`, fix);
  },

  reload_identical: ({ reload_equal }) =>
    reload_equal
      ? pass('the saved and loaded model predicts the same')
      : fail(
          'the saved and loaded model predicts something else',
          'let save_model and load_model keep everything that predict uses',
        ),
};

/** Judges what a smoke training found: one result for every check, skipped where the model has nothing to check. */
export function judgeSmoke({ findings, policy, task }: SmokeInput): GateResult[] {
  return Object.entries(CHECKS).map(([id, check]) => {
    const finding: Finding =
      policy.mode === 'off' ? skip('not judged: mode: off in gates/train-smoke.yaml') : check(findings, task);
    return {
      id,
      title: id,
      mode: policy.mode,
      effect: effectOfOutcome(finding.outcome, policy.mode, 'warn'),
      evidence: 'check',
      ...finding,
    };
  });
}

function isClassification(task: Task): boolean {
  return task === 'binary-classification' || task === 'multiclass-classification';
}

function pass(message: string): Finding {
  return { outcome: 'pass', message };
}

function skip(message: string): Finding {
  return { outcome: 'skipped', message };
}

function fail(message: string, fix: string): Finding {
  return { outcome: 'fail', message, fix };
}
