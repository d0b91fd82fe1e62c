import { orZero, positiveOrMacro } from './confusion';
import { CLASSIFICATION, type LabelMetric } from './metric';

/**
 * Share of the rows predicted as a class that are of that class; 0 where none is predicted so. Binary tasks: of the
 * positive class. Multiclass: the macro average.
 * Source: https://scikit-learn.org/stable/modules/model_evaluation.html#precision-recall-f-measure-metrics
 */
export const precision: LabelMetric = {
  name: 'precision',
  direction: 'higher_is_better',
  tasks: CLASSIFICATION,
  unit: '',
  reads: 'labels',
  compute: (rows) =>
    positiveOrMacro(rows, ({ truePositives, falsePositives }) =>
      orZero(truePositives, truePositives + falsePositives),
    ),
};
