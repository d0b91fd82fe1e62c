import { orZero, positiveOrMacro } from './confusion';
import { CLASSIFICATION, type LabelMetric } from './metric';

/**
 * Harmonic mean of precision and recall, 2 TP / (2 TP + FP + FN); 0 where that has no denominator. Binary tasks: of
 * the positive class. Multiclass: the macro average of the classes' own F1.
 * Source: https://scikit-learn.org/stable/modules/model_evaluation.html#precision-recall-f-measure-metrics
 */
export const f1: LabelMetric = {
  name: 'f1',
  direction: 'higher_is_better',
  tasks: CLASSIFICATION,
  unit: '',
  reads: 'labels',
  compute: (rows) =>
    positiveOrMacro(rows, ({ truePositives, falsePositives, falseNegatives }) =>
      orZero(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    ),
};
