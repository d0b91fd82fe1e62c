import type { LabelRows } from './rows';

/** Counts of rows for one class against all others. */
export interface ClassCounts {
  truePositives: number;
  falsePositives: number;
  falseNegatives: number;
}

/** The counts of every class, in the order of `classes`. */
export function countsByClass({ truth, predictions, classes }: LabelRows): ClassCounts[] {
  const counts = classes.map(() => ({ truePositives: 0, falsePositives: 0, falseNegatives: 0 }));
  truth.forEach((actual, row) => {
    const predicted = predictions[row] ?? NaN;
    const ofActual = counts[actual];
    const ofPredicted = counts[predicted];
    if (!ofActual || !ofPredicted) return;
    if (ofActual === ofPredicted) ofActual.truePositives += 1;
    else {
      ofActual.falseNegatives += 1;
      ofPredicted.falsePositives += 1;
    }
  });
  return counts;
}

/**
 * A figure of the positive class of a binary task; else its plain mean over the classes that occur in the truth or in
 * the predictions (the macro average).
 */
export function positiveOrMacro(rows: LabelRows, figure: (counts: ClassCounts) => number): number {
  const counts = countsByClass(rows);
  if (rows.positive !== undefined) {
    const ofPositive = counts[rows.positive];
    return ofPositive ? figure(ofPositive) : NaN;
  }
  const present = counts.filter(
    ({ truePositives, falsePositives, falseNegatives }) =>
      truePositives + falsePositives + falseNegatives > 0,
  );
  return present.reduce((sum, one) => sum + figure(one), 0) / present.length;
}

/** Precision, recall and F1 without a denominator are 0. */
export function orZero(numerator: number, denominator: number): number {
  return denominator === 0 ? 0 : numerator / denominator;
}
