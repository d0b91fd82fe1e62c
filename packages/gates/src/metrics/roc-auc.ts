import { CLASSIFICATION, type ProbabilityMetric } from './metric';
import { NOT_DEFINED } from './metric-error';
import type { ProbabilityRows } from './rows';

/**
 * Probability that a row of the class gets a higher score than a row of the others, ties counted half: the area under
 * the ROC curve, as the Mann-Whitney statistic. Binary tasks: of the positive class. Multiclass: one against the rest,
 * plain mean (macro) over the classes that have a column or a row. NaN where a class has no row, or all.
 * Source: Hanley and McNeil (1982), Radiology 143:29-36;
 * https://scikit-learn.org/stable/modules/model_evaluation.html#receiver-operating-characteristic-roc
 */
export const rocAuc: ProbabilityMetric = {
  name: 'roc_auc',
  direction: 'higher_is_better',
  tasks: CLASSIFICATION,
  unit: '',
  reads: 'probabilities',
  compute: (rows) => {
    const areas = judgedClasses(rows).map((index) => areaOf(rows, index));
    return areas.reduce((sum, area) => sum + area, 0) / areas.length;
  },
  undefinedBecause: (rows) => {
    const lonely = judgedClasses(rows).find((index) => Number.isNaN(areaOf(rows, index)));
    const name = JSON.stringify(lonely === undefined ? undefined : rows.classes[lonely]);
    return lonely !== undefined && rows.truth.includes(lonely)
      ? `${NOT_DEFINED}: every row of the evaluation set is of the class ${name}`
      : `${NOT_DEFINED}: the evaluation set has no row of the class ${name}`;
  },
};

function judgedClasses({ truth, columns, classes, positive }: ProbabilityRows): number[] {
  if (positive !== undefined) return [positive];
  return classes.map((_label, index) => index).filter((index) => index < columns || truth.includes(index));
}

function areaOf({ truth, columns, probabilities }: ProbabilityRows, classIndex: number): number {
  const inside: number[] = [];
  const outside: number[] = [];
  for (let row = 0; row < truth.length; row++) {
    const score = classIndex < columns ? (probabilities[row * columns + classIndex] ?? NaN) : 0;
    (truth[row] === classIndex ? inside : outside).push(score);
  }
  return areaUnderRoc(Float64Array.from(inside), Float64Array.from(outside));
}

/** Sorts both in place. NaN where one of them is empty. */
function areaUnderRoc(positives: Float64Array, negatives: Float64Array): number {
  positives.sort();
  negatives.sort();
  let below = 0;
  let notAbove = 0;
  let halfWins = 0;
  for (const score of positives) {
    while (below < negatives.length && (negatives[below] ?? NaN) < score) below += 1;
    while (notAbove < negatives.length && (negatives[notAbove] ?? NaN) <= score) notAbove += 1;
    halfWins += below + notAbove;
  }
  return halfWins / 2 / (positives.length * negatives.length);
}
