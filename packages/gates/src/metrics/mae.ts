import { REGRESSION, type NumberMetric } from './metric';

/**
 * Mean of |truth - prediction|.
 * Source: https://scikit-learn.org/stable/modules/model_evaluation.html#mean-absolute-error
 */
export const mae: NumberMetric = {
  name: 'mae',
  direction: 'lower_is_better',
  tasks: REGRESSION,
  unit: 'units of the target',
  reads: 'numbers',
  compute: ({ truth, predictions }) =>
    truth.reduce((sum, value, row) => sum + Math.abs(value - (predictions[row] ?? NaN)), 0) / truth.length,
};
