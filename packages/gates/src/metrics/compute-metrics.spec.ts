import { METRICS } from './all';
import { computeMetric, computeMetrics } from './compute-metrics';
import { directionOf } from './directions';
import { MetricError } from './metric-error';
import type { MetricInput } from './rows';

const binary: MetricInput = {
  task: 'binary-classification',
  classes: ['no', 'yes'],
  truth: [0, 1, 1, 0],
  predictions: [0, 1, 0, 0],
  probabilities: { shape: [4, 2], data: [0.9, 0.1, 0.2, 0.8, 0.6, 0.4, 0.7, 0.3] },
};
const regression: MetricInput = { task: 'regression', truth: [1, 2, 3], predictions: [1, 2, 4] };
const labelMetrics = ['accuracy', 'f1', 'precision', 'recall'];
const probabilityMetrics = ['log_loss', 'roc_auc'];
const classMetrics = [...labelMetrics, ...probabilityMetrics].sort();
const numberMetrics = ['mae', 'r2', 'rmse'];

describe('computeMetrics', () => {
  it.each<[string, MetricInput, string[], string]>([
    ['no rows', { ...binary, truth: [] }, classMetrics, 'the evaluation set has no rows'],
    [
      'fewer predictions than rows',
      { ...binary, predictions: [0, 1, 0] },
      labelMetrics,
      '3 rows of predictions for 4 rows of the evaluation set',
    ],
    [
      'more predictions than rows',
      { ...binary, predictions: [0, 1, 0, 0, 1] },
      labelMetrics,
      '5 rows of predictions for 4 rows of the evaluation set',
    ],
    [
      'NaN predictions',
      { ...binary, predictions: [0, NaN, 0, NaN] },
      labelMetrics,
      'row 1 of predictions is NaN (and 1 more)',
    ],
    ['NaN in the truth', { ...binary, truth: [0, 1, NaN, 0] }, classMetrics, 'row 2 of the truth is NaN'],
    [
      'a label that is none',
      { ...binary, predictions: [0, 2, 0, 0] },
      labelMetrics,
      'row 1 of predictions is 2, which is no index of one of 2 classes',
    ],
    [
      'a label between two',
      { ...binary, predictions: [0, 0.5, 0, 0] },
      labelMetrics,
      'row 1 of predictions is 0.5, which is no index of one of 2 classes',
    ],
    [
      'a positive class that is none',
      { ...binary, positive: 2 },
      classMetrics,
      'the positive class 2 is no index of one of 2 classes',
    ],
    [
      'no probabilities',
      { ...binary, probabilities: undefined },
      probabilityMetrics,
      'it needs probabilities, and the model gives none',
    ],
    [
      'probabilities of fewer rows',
      { ...binary, probabilities: { shape: [2, 2], data: [0.5, 0.5, 0.5, 0.5] } },
      probabilityMetrics,
      '2 rows of probabilities for 4 rows of the evaluation set',
    ],
    [
      'probabilities whose shape is not their length',
      { ...binary, probabilities: { shape: [4, 2], data: [0.5] } },
      probabilityMetrics,
      'probabilities have shape (4, 2); expected 4 rows x 2 classes',
    ],
    [
      'probabilities of three dimensions',
      { ...binary, probabilities: { shape: [4, 1, 1], data: [1, 1, 1, 1] } },
      probabilityMetrics,
      'probabilities have shape (4, 1, 1); expected 4 rows x 2 classes',
    ],
    [
      'more columns than classes',
      { ...binary, probabilities: { shape: [4, 3], data: new Float64Array(12) } },
      probabilityMetrics,
      'probabilities have 3 columns, and there are 2 classes',
    ],
    [
      'NaN probabilities',
      { ...binary, probabilities: { shape: [4, 2], data: [0.9, 0.1, 0.2, 0.8, 0.6, NaN, 0.7, 0.3] } },
      probabilityMetrics,
      'row 2 of probabilities is NaN',
    ],
    [
      'probabilities above 1',
      { ...binary, probabilities: { shape: [4, 2], data: [0.9, 0.1, 0.2, 0.8, 0.6, 1.4, 0.7, 0.3] } },
      ['log_loss'],
      'row 2 of probabilities is 1.4; expected 0 to 1',
    ],
    [
      'a single column for three classes',
      { ...binary, classes: ['a', 'b', 'c'], probabilities: { shape: [4], data: [0.1, 0.8, 0.4, 0.3] } },
      probabilityMetrics,
      'probabilities are a single column, and there are 3 classes; expected one column a class',
    ],
    ['no rows to regress', { ...regression, truth: [] }, numberMetrics, 'the evaluation set has no rows'],
    [
      'infinite predictions',
      { ...regression, predictions: [1, Infinity, 3] },
      numberMetrics,
      'row 1 of predictions is Infinity',
    ],
    [
      'other lengths',
      { ...regression, predictions: [1, 2] },
      numberMetrics,
      '2 rows of predictions for 3 rows of the evaluation set',
    ],
  ])('says what is wrong with %s', (_what, input, failing, reason) => {
    const { values, errors } = computeMetrics(input);
    expect(errors).toEqual(Object.fromEntries(failing.map((name) => [name, reason])));
    expect(Object.keys(values)).toEqual(
      METRICS.filter(({ name, tasks }) => tasks.includes(input.task) && !failing.includes(name)).map(
        ({ name }) => name,
      ),
    );
    for (const metric of METRICS.filter(({ name }) => failing.includes(name))) {
      expect(() => computeMetric(metric, input)).toThrow(new MetricError(reason));
    }
  });

  it.each<[string, Partial<MetricInput>, string]>([
    [
      'no row',
      { truth: [0, 0, 0, 0] },
      'it is not defined: the evaluation set has no row of the class "yes"',
    ],
    [
      'every row',
      { truth: [1, 1, 1, 1] },
      'it is not defined: every row of the evaluation set is of the class "yes"',
    ],
  ])('ROC AUC of a class with %s is NaN, and says why', (_what, change, reason) => {
    const { values, errors } = computeMetrics({ ...binary, ...change });
    expect(values['roc_auc']).toBeNaN();
    expect(errors).toEqual({ roc_auc: reason });
  });

  it('takes a vector as the probability of the positive class', () => {
    const vector = { ...binary, probabilities: { shape: [4], data: [0.1, 0.8, 0.4, 0.3] } };
    const { values } = computeMetrics(vector);
    const columns = computeMetrics(binary).values;
    expect(values['roc_auc']).toBe(columns['roc_auc']);
    expect(values['log_loss']).toBeCloseTo(columns['log_loss'] ?? NaN, 12);
    const flipped = { ...vector, positive: 0, probabilities: { shape: [4], data: [0.9, 0.2, 0.6, 0.7] } };
    expect(computeMetrics(flipped).values['log_loss']).toBeCloseTo(columns['log_loss'] ?? NaN, 12);
  });

  it.each<[string, MetricInput['classes'], number | undefined, number]>([
    ['the class 1', [1, 2], undefined, 1 / 2],
    ['the last class where there is no 1', ['a', 'b'], undefined, 1],
    ['the one that is named', ['a', 'b'], 0, 1 / 2],
  ])('precision is of %s', (_what, classes, positive, expected) => {
    const input = { ...binary, classes, positive, truth: [0, 1, 1], predictions: [0, 0, 1] };
    expect(computeMetrics({ ...input, probabilities: undefined }).values['precision']).toBe(expected);
  });

  it('gives a class at the end that the model has never seen the probability 0', () => {
    const { values, errors } = computeMetrics({
      task: 'multiclass-classification',
      classes: ['a', 'b', 'seen in the evaluation set only', 'known to the baseline only'],
      truth: [0, 1, 2],
      predictions: [0, 1, 0],
      probabilities: { shape: [3, 2], data: [1, 0, 0, 1, 1, 0] },
    });
    expect(errors).toEqual({});
    expect(values['log_loss']).toBeCloseTo((52 * Math.LN2) / 3, 12);
    // a: one pair won, one tied; b: both pairs won; the unseen class: both tied.
    expect(values['roc_auc']).toBeCloseTo((0.75 + 1 + 0.5) / 3, 12);
  });

  it('accepts single-precision roundings above 1', () => {
    const probabilities = { shape: [4, 2], data: [1 + 2 ** -23, -(2 ** -24), 0, 1, 0, 1, 1, 0] };
    expect(computeMetrics({ ...binary, probabilities }).errors).toEqual({});
  });

  it('has no metrics of its own for ranking', () => {
    expect(computeMetrics({ ...regression, task: 'ranking' })).toEqual({ values: {}, errors: {} });
  });

  it('takes a classification without its classes as a defect', () => {
    expect(() => computeMetrics({ ...binary, classes: undefined })).toThrow(/need the list of classes/);
  });
});

describe('METRICS', () => {
  it('has every name once', () => {
    const names = METRICS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(METRICS.map((metric) => [metric.name, metric] as const))(
    '%s goes the way of the table',
    (name, metric) => {
      expect(directionOf(name)).toBe(metric.direction);
    },
  );
});
