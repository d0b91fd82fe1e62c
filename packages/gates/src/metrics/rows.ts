import type { Task } from '@modelgate/contracts';
import { MetricError, NO_PROBABILITIES } from './metric-error';

export type ClassLabel = string | number | boolean;

/** An array of numbers with its shape, as `readNpy` returns it. */
export interface Matrix {
  shape: readonly number[];
  data: ArrayLike<number>;
}

/** Predictions over an evaluation set, row by row beside the truth. */
export interface MetricInput {
  task: Task;
  /** Classification: index into `classes` of the true class. Regression: the true value. */
  truth: ArrayLike<number>;
  /** As `truth`. */
  predictions: ArrayLike<number>;
  /**
   * Rows x columns, the columns in the order of `classes`; a class at the end of `classes` that the model has never
   * seen may have no column. Of a binary task also a plain vector: the probability of the positive class.
   */
  probabilities?: Matrix;
  /** All class labels, needed for classification. */
  classes?: readonly ClassLabel[];
  /** Index into `classes` of the positive class of a binary task. Default: the class 1, else the last one. */
  positive?: number;
}

/** True and predicted class of each row, as indices into `classes`. `positive` is there for binary tasks only. */
export interface LabelRows {
  truth: Float64Array;
  predictions: Float64Array;
  classes: readonly ClassLabel[];
  positive?: number;
}

/** True class of each row, and its probabilities: `columns` numbers a row. `positive` is there for binary tasks only. */
export interface ProbabilityRows {
  truth: Float64Array;
  columns: number;
  probabilities: Float64Array;
  classes: readonly ClassLabel[];
  positive?: number;
}

export interface NumberRows {
  truth: Float64Array;
  predictions: Float64Array;
}

/** @throws MetricError for no rows, other lengths, NaN, or a number that is no index of a class */
export function labelRows(input: MetricInput): LabelRows {
  const classes = classesOf(input);
  const truth = trueLabels(input, classes);
  sameLength('predictions', input.predictions.length, truth.length);
  const predictions = labels('predictions', input.predictions, classes);
  return { truth, predictions, classes, ...positiveOf(input, classes) };
}

/** @throws MetricError where there are no probabilities, or no rows, other lengths, NaN, more columns than classes */
export function probabilityRows(input: MetricInput): ProbabilityRows {
  const classes = classesOf(input);
  if (!input.probabilities) throw new MetricError(NO_PROBABILITIES);
  const truth = trueLabels(input, classes);
  const { shape, data } = input.probabilities;
  const positive = positiveOf(input, classes);
  const [rows, columns = 1] = shape;
  if (rows === undefined || shape.length > 2 || data.length !== rows * columns) {
    throw new MetricError(
      `probabilities have shape (${shape.join(', ')}); expected ${truth.length} rows x ${classes.length} classes`,
    );
  }
  sameLength('probabilities', rows, truth.length);
  finite('probabilities', data, (index) => `row ${Math.floor(index / columns)}`);
  if (shape.length === 1) {
    return { truth, classes, ...positive, ...bothColumns(data, classes, positive.positive) };
  }
  if (columns < 1 || columns > classes.length) {
    throw new MetricError(`probabilities have ${columns} columns, and there are ${classes.length} classes`);
  }
  return { truth, columns, probabilities: Float64Array.from(data), classes, ...positive };
}

/** @throws MetricError for no rows, other lengths, NaN and infinities */
export function numberRows(input: MetricInput): NumberRows {
  if (input.truth.length === 0) throw new MetricError('the evaluation set has no rows');
  sameLength('predictions', input.predictions.length, input.truth.length);
  finite('the truth', input.truth);
  finite('predictions', input.predictions);
  return { truth: Float64Array.from(input.truth), predictions: Float64Array.from(input.predictions) };
}

function classesOf({ classes, task }: MetricInput): readonly ClassLabel[] {
  if (classes === undefined) throw new Error(`metrics of the task ${task} need the list of classes`);
  return classes;
}

function trueLabels({ truth }: MetricInput, classes: readonly ClassLabel[]): Float64Array {
  if (truth.length === 0) throw new MetricError('the evaluation set has no rows');
  return labels('the truth', truth, classes);
}

function labels(what: string, values: ArrayLike<number>, classes: readonly ClassLabel[]): Float64Array {
  finite(what, values);
  const indices = Float64Array.from(values);
  const stray = indices.findIndex(
    (index) => !Number.isInteger(index) || index < 0 || index >= classes.length,
  );
  if (stray >= 0) {
    throw new MetricError(
      `row ${stray} of ${what} is ${indices[stray]}, which is no index of one of ${classes.length} classes`,
    );
  }
  return indices;
}

function sameLength(what: string, length: number, expected: number): void {
  if (length !== expected) {
    throw new MetricError(`${length} rows of ${what} for ${expected} rows of the evaluation set`);
  }
}

/** Rows are counted from 0. */
function finite(
  what: string,
  values: ArrayLike<number>,
  place: (index: number) => string = (index) => `row ${index}`,
): void {
  let first = -1;
  let count = 0;
  for (let index = 0; index < values.length; index++) {
    if (Number.isFinite(values[index])) continue;
    if (count === 0) first = index;
    count += 1;
  }
  if (count > 0) {
    const more = count === 1 ? '' : ` (and ${count - 1} more)`;
    throw new MetricError(`${place(first)} of ${what} is ${values[first]}${more}`);
  }
}

function positiveOf({ task, positive }: MetricInput, classes: readonly ClassLabel[]): { positive?: number } {
  if (task !== 'binary-classification') return {};
  if (positive === undefined) {
    const one = classes.indexOf(1);
    return { positive: one >= 0 ? one : classes.length - 1 };
  }
  if (!Number.isInteger(positive) || positive < 0 || positive >= classes.length) {
    throw new MetricError(`the positive class ${positive} is no index of one of ${classes.length} classes`);
  }
  return { positive };
}

function bothColumns(
  data: ArrayLike<number>,
  classes: readonly ClassLabel[],
  positive: number | undefined,
): { columns: number; probabilities: Float64Array } {
  if (positive === undefined || classes.length !== 2) {
    throw new MetricError(
      `probabilities are a single column, and there are ${classes.length} classes; expected one column a class`,
    );
  }
  const probabilities = new Float64Array(data.length * 2);
  for (let row = 0; row < data.length; row++) {
    const ofPositive = data[row] ?? NaN;
    probabilities[row * 2 + positive] = ofPositive;
    probabilities[row * 2 + 1 - positive] = 1 - ofPositive;
  }
  return { columns: 2, probabilities };
}
