import {
  evaluateGatesSchema,
  gateResultSchema,
  type GateResult,
  type MetricGate,
  type Mode,
} from '@modelgate/contracts';
import type { MetricValues } from '../metrics/compute-metrics';
import type { BaselineMetricValues, EvaluateInput } from './inputs';
import { judgeEvaluate } from './judge-evaluate';

type Gate = Omit<MetricGate, 'metric'> & { metric?: string };

function judge(
  gates: Gate[],
  candidate: Record<string, number> | MetricValues,
  baseline?: Record<string, number> | BaselineMetricValues,
  policy: Partial<EvaluateInput['policy']> = {},
): GateResult[] {
  const results = judgeEvaluate({
    project: 'credit-risk',
    task: 'binary-classification',
    policy: evaluateGatesSchema.parse({
      schema: 'modelgate.gates.evaluate/v1',
      gates: gates.map((gate) => ({ metric: 'accuracy', ...gate })),
      ...policy,
    }),
    candidate: isValues(candidate) ? candidate : { values: candidate, errors: {} },
    ...(baseline === undefined
      ? {}
      : { baseline: isBaseline(baseline) ? baseline : { values: baseline, source: 'predictions' } }),
  });
  for (const result of results) expect(gateResultSchema.parse(result)).toEqual(result);
  return results;
}

function isValues(candidate: Record<string, number> | MetricValues): candidate is MetricValues {
  return typeof candidate['values'] === 'object';
}

function isBaseline(
  baseline: Record<string, number> | BaselineMetricValues,
): baseline is BaselineMetricValues {
  return typeof baseline['values'] === 'object';
}

function only(results: GateResult[]): GateResult {
  expect(results).toHaveLength(1);
  const [result] = results;
  if (!result) throw new Error('no result');
  return result;
}

describe('max_drop: a drop equal to it fails', () => {
  it.each<[string, number, number, number, 'pass' | 'fail']>([
    // metric, candidate, baseline, max_drop
    ['accuracy', 0.96, 0.98, 0.02, 'fail'],
    ['accuracy', 0.9600000001, 0.98, 0.02, 'pass'],
    ['accuracy', 0.9599999999, 0.98, 0.02, 'fail'],
    ['accuracy', 0.88, 0.9, 0.02, 'fail'],
    ['accuracy', 0.68, 0.7, 0.02, 'fail'],
    ['accuracy', 0.3, 0.4, 0.1, 'fail'],
    ['accuracy', 0.3000000001, 0.4, 0.1, 'pass'],
    ['accuracy', 0.97999, 0.98, 0.00001, 'fail'],
    ['accuracy', 0.97999 + 1e-9, 0.98, 0.00001, 'pass'],
    ['accuracy', 0.98, 0.98, 0.02, 'pass'],
    ['accuracy', 0.99, 0.98, 0.02, 'pass'],
    ['accuracy', 1, 0.5, 0.02, 'pass'],
    // With a margin of 0 every drop fails, and none does not.
    ['accuracy', 0.98, 0.98, 0, 'pass'],
    ['accuracy', 0.98 - 1e-9, 0.98, 0, 'fail'],
    // Seven tenths computed in two ways differ in the last bit.
    ['accuracy', 0.7, 0.1 + 0.6, 0, 'pass'],
    // Lower is better: a rise.
    ['log_loss', 0.42, 0.4, 0.02, 'fail'],
    ['log_loss', 0.4199999999, 0.4, 0.02, 'pass'],
    ['log_loss', 0.3, 0.4, 0.02, 'pass'],
    ['rmse', 103, 100, 3, 'fail'],
    ['rmse', 102.9999, 100, 3, 'pass'],
    ['r2', -0.5, -0.4, 0.1, 'fail'],
    ['r2', -0.4999, -0.4, 0.1, 'pass'],
  ])('%s %d against %d with %d: %s', (metric, candidate, baseline, max_drop, outcome) => {
    const result = only(judge([{ metric, max_drop }], { [metric]: candidate }, { [metric]: baseline }));
    expect(result).toMatchObject({
      id: `${metric}/max_drop`,
      title: metric,
      mode: 'enforce',
      outcome,
      effect: outcome,
      evidence: 'aggregate',
      candidate,
      baseline,
      margin: { kind: 'max_drop', value: max_drop },
    });
    expect(result.fix === undefined).toBe(outcome === 'pass');
  });
});

describe('min_ratio and max_ratio: a ratio equal to them passes', () => {
  it.each<[string, number, number, Gate, 'pass' | 'fail']>([
    ['roc_auc', 0.98, 1, { min_ratio: 0.98 }, 'pass'],
    ['roc_auc', 0.9799999999, 1, { min_ratio: 0.98 }, 'fail'],
    ['roc_auc', 0.9310000000000002, 0.95, { min_ratio: 0.98 }, 'pass'],
    ['roc_auc', 0.931 - 1e-15, 0.95, { min_ratio: 0.98 }, 'pass'],
    ['roc_auc', 0.931 - 1e-9, 0.95, { min_ratio: 0.98 }, 'fail'],
    ['rmse', 1.02, 1, { max_ratio: 1.02 }, 'pass'],
    ['rmse', 3.0600000000000005, 3, { max_ratio: 1.02 }, 'pass'],
    ['rmse', 3.06 + 1e-9, 3, { max_ratio: 1.02 }, 'fail'],
    ['rmse', 0.5, 1, { max_ratio: 1.02 }, 'pass'],
    // A baseline of 0: every multiple is 0.
    ['rmse', 0, 0, { max_ratio: 1.02 }, 'pass'],
    ['rmse', 1e-9, 0, { max_ratio: 1.02 }, 'fail'],
    ['f1', 0, 0, { min_ratio: 0.98 }, 'pass'],
    ['f1', 0.4, 0, { min_ratio: 0.98 }, 'pass'],
    // The other side of 0.
    ['r2', -0.1, 0.5, { min_ratio: 0.98 }, 'fail'],
    ['r2', -0.1, -0.1, { min_ratio: 0.98 }, 'fail'],
    ['rank_shift', 0.5, -0.1, { max_ratio: 1.02 }, 'fail'],
  ])('%s %d against %d with %o: %s', (metric, candidate, baseline, bound, outcome) => {
    const result = only(judge([{ metric, ...bound }], { [metric]: candidate }, { [metric]: baseline }));
    expect(result).toMatchObject({ outcome, effect: outcome, candidate, baseline, evidence: 'aggregate' });
  });
});

describe('min and max: a value equal to them passes', () => {
  it.each<[number, Gate, 'pass' | 'fail']>([
    [0.9, { min: 0.9 }, 'pass'],
    [0.1 + 0.8, { min: 0.9 }, 'pass'],
    [0.8999999999, { min: 0.9 }, 'fail'],
    [0.9000000001, { min: 0.9 }, 'pass'],
    [0.3, { max: 0.3 }, 'pass'],
    [0.1 + 0.2, { max: 0.3 }, 'pass'],
    [0.3000000001, { max: 0.3 }, 'fail'],
    [0.2999999999, { max: 0.3 }, 'pass'],
    [0, { min: 0 }, 'pass'],
    [-1e-9, { min: 0 }, 'fail'],
  ])('%d with %o: %s', (candidate, bound, outcome) => {
    expect(only(judge([bound], { accuracy: candidate }))).toMatchObject({
      outcome,
      effect: outcome,
      candidate,
    });
  });
});

describe('messages', () => {
  it.each<[string, Gate, number, number | undefined, string]>([
    [
      'a drop',
      { max_drop: 0.02 },
      0.91,
      0.96,
      `accuracy 0.91 is 0.05 below the baseline's 0.96; a drop of 0.02 or more fails (max_drop)`,
    ],
    [
      'a drop equal to the margin',
      { max_drop: 0.02 },
      0.96,
      0.98,
      `accuracy 0.96 is 0.02 below the baseline's 0.98; a drop of 0.02 or more fails (max_drop)`,
    ],
    [
      'a drop just inside the margin, in as many digits as it takes',
      { max_drop: 0.02 },
      0.960000001,
      0.98,
      `accuracy 0.96 is 0.019999999 below the baseline's 0.98; a drop of 0.02 or more fails (max_drop)`,
    ],
    [
      'a gain',
      { max_drop: 0.02 },
      0.97,
      0.96,
      `accuracy 0.97 is 0.01 above the baseline's 0.96; a drop of 0.02 or more fails (max_drop)`,
    ],
    [
      'no change',
      { max_drop: 0.02 },
      0.96,
      0.96,
      `accuracy 0.96 equals the baseline's; a drop of 0.02 or more fails (max_drop)`,
    ],
    [
      'a rise',
      { metric: 'rmse', max_drop: 1 },
      12.5,
      10,
      `rmse 12.5 is 2.5 above the baseline's 10; a rise of 1 or more fails (max_drop)`,
    ],
    [
      'a ratio',
      { metric: 'roc_auc', min_ratio: 0.98 },
      0.855,
      0.95,
      `roc_auc 0.855 is 0.9 times the baseline's 0.95; less than 0.98 times fails (min_ratio)`,
    ],
    [
      'a ratio just below the limit',
      { metric: 'rmse', max_ratio: 1.02 },
      1.0200000001,
      1,
      `rmse 1.02 is 1.0200000001 times the baseline's 1; more than 1.02 times fails (max_ratio)`,
    ],
    [
      'a baseline of 0',
      { metric: 'rmse', max_ratio: 1.02 },
      0.1,
      0,
      `rmse 0.1 against the baseline's 0, whose every multiple is 0; more than 1.02 times fails (max_ratio)`,
    ],
    [
      'a negative baseline',
      { metric: 'r2', min_ratio: 0.98 },
      0.1,
      -0.2,
      `r2 0.1 against a negative baseline -0.2: a ratio to it says nothing (min_ratio)`,
    ],
    [
      'a floor',
      { min: 0.9 },
      0.88,
      undefined,
      'accuracy 0.88 is below 0.9, the smallest value that passes (min)',
    ],
    ['a floor that holds', { min: 0.9 }, 0.92, undefined, 'accuracy 0.92 is at least 0.9 (min)'],
    [
      'a ceiling',
      { max: 0.9 },
      0.92,
      undefined,
      'accuracy 0.92 is above 0.9, the largest value that passes (max)',
    ],
  ])('of %s', (_what, gate, candidate, baseline, message) => {
    const metric = gate.metric ?? 'accuracy';
    const against = baseline === undefined ? undefined : { [metric]: baseline };
    expect(only(judge([gate], { [metric]: candidate }, against)).message).toBe(message);
  });

  it.each<[string, Gate, string]>([
    [
      'a drop',
      { max_drop: 0.02 },
      'retrain, or if the drop is intended, accept it: nx generate @modelgate/nx:accept-baseline credit-risk --reason "..." --override',
    ],
    ['a floor', { min: 0.9 }, 'retrain, or change min of accuracy in gates/evaluate.yaml'],
  ])('say what to do about %s', (_what, gate, fix) => {
    expect(only(judge([gate], { accuracy: 0.5 }, { accuracy: 0.96 })).fix).toBe(fix);
  });
});

describe('what cannot be compared', () => {
  const gate = { max_drop: 0.02 };
  const flat = 'baseline_metrics.json' as const;

  it.each<[string, Gate, Record<string, number> | MetricValues, BaselineMetricValues, string]>([
    [
      'a metric that is NaN',
      gate,
      { values: { accuracy: NaN }, errors: {} },
      { values: { accuracy: 0.9 }, source: flat },
      'accuracy has no value: it is NaN',
    ],
    [
      'a metric that is infinite',
      gate,
      { accuracy: Infinity },
      { values: { accuracy: 0.9 }, source: flat },
      'accuracy has no value: it is Infinity',
    ],
    [
      'a metric that could not be computed',
      gate,
      { values: {}, errors: { accuracy: 'row 3 of predictions is NaN' } },
      { values: { accuracy: 0.9 }, source: flat },
      'accuracy has no value: row 3 of predictions is NaN',
    ],
    [
      'a metric that the candidate does not have',
      { metric: 'profit', min: 1 },
      { accuracy: 0.9, f1: 0.8 },
      { values: {}, source: flat },
      `profit is not among the candidate's metrics: there are accuracy, f1`,
    ],
    [
      'a misspelt metric',
      { metric: 'accurcy', max_drop: 0.02 },
      { accuracy: 0.9 },
      { values: { accuracy: 0.9 }, source: flat },
      `accurcy is not among the candidate's metrics: did you mean "accuracy"?`,
    ],
    [
      'a metric of another task',
      { metric: 'rmse', max_ratio: 1.02 },
      { accuracy: 0.9 },
      { values: { accuracy: 0.9 }, source: flat },
      `rmse is not among the candidate's metrics: it is a metric of regression, and this model is of binary-classification`,
    ],
    [
      'a baseline without the metric',
      gate,
      { accuracy: 0.9 },
      { values: { f1: 0.9 }, source: flat },
      'baseline_metrics.json has no accuracy',
    ],
    [
      'a baseline model without the metric',
      gate,
      { accuracy: 0.9 },
      { values: {}, errors: { accuracy: 'row 0 of predictions is NaN' }, source: 'predictions' },
      'the baseline model has no accuracy: row 0 of predictions is NaN',
    ],
    [
      'a baseline that is NaN',
      gate,
      { accuracy: 0.9 },
      { values: { accuracy: NaN }, source: 'predictions' },
      'the baseline model has no accuracy: it is NaN',
    ],
    [
      'a baseline of another evaluation set',
      gate,
      { accuracy: 0.99 },
      { values: { accuracy: 0.9 }, source: flat, evaluationSetMatches: false },
      `accuracy cannot be compared: the baseline's numbers are of another evaluation set`,
    ],
    [
      'max_drop of a metric without a direction',
      { metric: 'profit', max_drop: 1 },
      { profit: 10 },
      { values: { profit: 9 }, source: flat },
      'max_drop of profit cannot be judged: modelgate does not know whether higher or lower is better',
    ],
    [
      'a direction that is not the one of the metric',
      { max_drop: 0.02, direction: 'lower_is_better' },
      { accuracy: 0.9 },
      { values: { accuracy: 0.9 }, source: flat },
      'max_drop of accuracy cannot be judged: the gate says lower_is_better, and it is higher_is_better',
    ],
  ])('%s is a fail that says so', (_what, bound, candidate, baseline, message) => {
    const result = only(judge([bound], candidate, baseline));
    expect(result).toMatchObject({ outcome: 'fail', effect: 'fail', message });
    expect(result.fix).not.toBe('');
    expect(result.fix).toBeDefined();
  });

  it('judges floors against any baseline', () => {
    const results = judge(
      [{ max_drop: 0.02, min: 0.8 }],
      { accuracy: 0.9 },
      { values: {}, source: flat, evaluationSetMatches: false },
    );
    expect(results.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['accuracy/max_drop', 'fail'],
      ['accuracy/min', 'pass'],
    ]);
  });

  it.each<[string, Gate, number, 'pass' | 'fail']>([
    ['a gain', { metric: 'profit', max_drop: 1, direction: 'higher_is_better' }, 12, 'pass'],
    ['a loss', { metric: 'profit', max_drop: 1, direction: 'higher_is_better' }, 8, 'fail'],
    ['a lower cost', { metric: 'cost', max_drop: 1, direction: 'lower_is_better' }, 8, 'pass'],
    ['a higher cost', { metric: 'cost', max_drop: 1, direction: 'lower_is_better' }, 12, 'fail'],
    ['a ratio, which needs no direction', { metric: 'profit', min_ratio: 0.9 }, 9, 'pass'],
  ])('takes the direction that a gate states: %s', (_what, gate, candidate, outcome) => {
    const metric = gate.metric ?? '';
    expect(only(judge([gate], { [metric]: candidate }, { [metric]: 10 })).outcome).toBe(outcome);
  });
});

describe('without a baseline', () => {
  it('skips what compares, tells how to accept the first one, and judges floors', () => {
    const results = judge([{ max_drop: 0.02, min_ratio: 0.98, max_ratio: 1.1, min: 0.95, max: 1 }], {
      accuracy: 0.9,
    });
    expect(results.map(({ id, outcome, effect }) => [id, outcome, effect])).toEqual([
      ['accuracy/max_drop', 'skipped', 'pass'],
      ['accuracy/min_ratio', 'skipped', 'pass'],
      ['accuracy/max_ratio', 'skipped', 'pass'],
      ['accuracy/min', 'fail', 'fail'],
      ['accuracy/max', 'pass', 'pass'],
    ]);
    expect(results[0]).toMatchObject({
      message: 'there is no baseline to compare accuracy with yet',
      fix: 'accept the first one: nx generate @modelgate/nx:accept-baseline credit-risk --reason "..."',
      candidate: 0.9,
    });
  });

  it('still fails for a metric that the candidate does not have', () => {
    expect(only(judge([{ max_drop: 0.02 }], { f1: 0.9 })).outcome).toBe('fail');
  });
});

describe('modes', () => {
  it.each<[Mode, Mode | undefined, Mode, 'fail' | 'skipped', 'pass' | 'warn' | 'fail']>([
    // the file's mode, the gate's mode, what holds, outcome and effect of a gate that would fail
    ['enforce', undefined, 'enforce', 'fail', 'fail'],
    ['enforce', 'enforce', 'enforce', 'fail', 'fail'],
    ['enforce', 'warn', 'warn', 'fail', 'warn'],
    ['enforce', 'off', 'off', 'skipped', 'pass'],
    ['warn', undefined, 'warn', 'fail', 'warn'],
    ['warn', 'enforce', 'warn', 'fail', 'warn'],
    ['warn', 'off', 'off', 'skipped', 'pass'],
    ['off', undefined, 'off', 'skipped', 'pass'],
    ['off', 'enforce', 'off', 'skipped', 'pass'],
  ])('file %s, gate %s: %s', (fileMode, gateMode, mode, outcome, effect) => {
    const gate = { min: 0.9, ...(gateMode === undefined ? {} : { mode: gateMode }) };
    expect(only(judge([gate], { accuracy: 0.5 }, undefined, { mode: fileMode }))).toMatchObject({
      mode,
      outcome,
      effect,
    });
  });

  it('says whose mode switched a gate off', () => {
    const messages = (mode: Mode): string =>
      only(judge([{ min: 0.9, mode: 'off' }], {}, undefined, { mode })).message;
    expect(messages('enforce')).toBe('not judged: mode: off');
    expect(messages('off')).toBe('not judged: mode: off for all of gates/evaluate.yaml');
  });
});

describe('names', () => {
  it.each<[string, Record<string, number>, Record<string, number>]>([
    ['auc', { roc_auc: 0.9 }, { auc: 0.95 }],
    ['roc_auc', { roc_auc: 0.9 }, { auc: 0.95 }],
    ['auc', { roc_auc: 0.9 }, { roc_auc: 0.95 }],
    ['auc', { auc: 0.9 }, { roc_auc: 0.95 }],
  ])(
    'auc and roc_auc are one metric: policy %s, candidate %o, baseline %o',
    (metric, candidate, baseline) => {
      const result = only(
        judge([{ metric, max_drop: 0.02 }], candidate, { values: baseline, source: 'baseline_metrics.json' }),
      );
      expect(result).toMatchObject({
        id: 'roc_auc/max_drop',
        outcome: 'fail',
        candidate: 0.9,
        baseline: 0.95,
      });
    },
  );

  it('keeps two gates on one bound apart', () => {
    const results = judge([{ min: 0.8 }, { min: 0.95, mode: 'warn' }, { min: 0.99 }], { accuracy: 0.9 });
    expect(results.map(({ id, effect }) => [id, effect])).toEqual([
      ['accuracy/min', 'pass'],
      ['accuracy/min#2', 'warn'],
      ['accuracy/min#3', 'fail'],
    ]);
  });

  it('gives a metric its unit', () => {
    expect(only(judge([{ metric: 'log_loss', max: 1 }], { log_loss: 0.4 })).unit).toBe('nats');
    expect(only(judge([{ min: 0.1 }], { accuracy: 0.4 }))).not.toHaveProperty('unit');
  });
});
