import { REGRESSION, type NumberMetric } from './metric';
import { NOT_DEFINED } from './metric-error';

/**
 * 1 - (sum of squared residuals) / (sum of squared deviations of the truth from its mean). Where the truth is constant:
 * 1 if every prediction is right, else 0. NaN for a single row.
 * Source: https://scikit-learn.org/stable/modules/model_evaluation.html#r2-score-the-coefficient-of-determination
 */
export const r2: NumberMetric = {
  name: 'r2',
  direction: 'higher_is_better',
  tasks: REGRESSION,
  unit: '',
  reads: 'numbers',
  compute: ({ truth, predictions }) => {
    if (truth.length < 2) return NaN;
    const residual = truth.reduce((sum, value, row) => sum + (value - (predictions[row] ?? NaN)) ** 2, 0);
    // The rounded mean of equal values may differ from them, so equality is asked of the values themselves.
    if (truth.every((value) => value === truth[0])) return residual === 0 ? 1 : 0;
    const mean = truth.reduce((sum, value) => sum + value, 0) / truth.length;
    return 1 - residual / truth.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  },
  undefinedBecause: () => `${NOT_DEFINED} for fewer than two rows`,
};
