import { REGRESSION, type NumberMetric } from './metric';

/**
 * Square root of the mean of (truth - prediction)^2.
 * Source: https://scikit-learn.org/stable/modules/model_evaluation.html#mean-squared-error
 */
export const rmse: NumberMetric = {
  name: 'rmse',
  direction: 'lower_is_better',
  tasks: REGRESSION,
  unit: 'units of the target',
  reads: 'numbers',
  compute: ({ truth, predictions }) =>
    Math.sqrt(
      truth.reduce((sum, value, row) => sum + (value - (predictions[row] ?? NaN)) ** 2, 0) / truth.length,
    ),
};
