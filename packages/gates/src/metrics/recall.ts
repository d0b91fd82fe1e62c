import { orZero, positiveOrMacro } from './confusion';
import { CLASSIFICATION, type LabelMetric } from './metric';

/**
 * Share of the rows of a class that are predicted as that class; 0 where the truth has none. Binary tasks: of the
 * positive class. Multiclass: the macro average.
 * Source: https://scikit-learn.org/stable/modules/model_evaluation.html#precision-recall-f-measure-metrics
 */
export const recall: LabelMetric = {
  name: 'recall',
  direction: 'higher_is_better',
  tasks: CLASSIFICATION,
  unit: '',
  reads: 'labels',
  compute: (rows) =>
    positiveOrMacro(rows, ({ truePositives, falseNegatives }) =>
      orZero(truePositives, truePositives + falseNegatives),
    ),
};
