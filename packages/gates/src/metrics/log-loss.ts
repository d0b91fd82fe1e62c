import { CLASSIFICATION, type ProbabilityMetric } from './metric';
import { MetricError } from './metric-error';
import { isProbability } from './probability';

/** The step between 1 and the next double. */
const EPSILON = 2 ** -52;

/**
 * Mean of -ln p of the true class, p clipped to [2^-52, 1 - 2^-52]; rows are not rescaled to sum 1. A true class
 * without a column has p = 0.
 * Source: https://scikit-learn.org/stable/modules/model_evaluation.html#log-loss
 */
export const logLoss: ProbabilityMetric = {
  name: 'log_loss',
  direction: 'lower_is_better',
  tasks: CLASSIFICATION,
  unit: 'nats',
  reads: 'probabilities',
  compute: ({ truth, columns, probabilities }) => {
    const stray = probabilities.findIndex((value) => !isProbability(value));
    if (stray >= 0) {
      throw new MetricError(
        `row ${Math.floor(stray / columns)} of probabilities is ${probabilities[stray]}; expected 0 to 1`,
      );
    }
    let sum = 0;
    for (let row = 0; row < truth.length; row++) {
      const index = truth[row] ?? NaN;
      const ofTruth = index < columns ? (probabilities[row * columns + index] ?? NaN) : 0;
      sum -= Math.log(Math.min(1 - EPSILON, Math.max(EPSILON, ofTruth)));
    }
    return sum / truth.length;
  },
};
