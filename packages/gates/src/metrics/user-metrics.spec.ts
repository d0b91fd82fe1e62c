import { baselineMetricsSchema } from '@modelgate/contracts';
import { baselineValues } from './baseline-values';
import { withUserMetrics } from './user-metrics';

const computed = {
  values: { accuracy: 0.9, r2: NaN },
  errors: { roc_auc: 'no probabilities', r2: 'one row' },
};

describe('withUserMetrics', () => {
  it.each<[string, Record<string, number | null>, unknown, unknown, string[]]>([
    ['nothing', {}, computed.values, computed.errors, []],
    ['a metric of its own', { profit: 12 }, { ...computed.values, profit: 12 }, computed.errors, []],
    ['the same value', { accuracy: 0.9000000001 }, computed.values, computed.errors, []],
    [
      'another value of a computed metric',
      { accuracy: 0.95 },
      computed.values,
      computed.errors,
      ['evaluate_model reports accuracy 0.95, the predictions give accuracy 0.9; gates use the latter'],
    ],
    [
      'NaN for a computed metric',
      { accuracy: null },
      computed.values,
      computed.errors,
      ['evaluate_model reports accuracy NaN, the predictions give accuracy 0.9; gates use the latter'],
    ],
    [
      'a metric that could not be computed, under its alias',
      { auc: 0.8 },
      { ...computed.values, roc_auc: 0.8 },
      { r2: 'one row' },
      [],
    ],
    [
      'NaN',
      { profit: null },
      { ...computed.values, profit: NaN },
      { ...computed.errors, profit: 'evaluate_model returned NaN or an infinite number' },
      [],
    ],
  ])('adds %s', (_what, user, values, errors, notes) => {
    expect(withUserMetrics(computed, user)).toEqual({ values, errors, notes });
  });

  it('leaves its input alone', () => {
    const before = structuredClone(computed);
    withUserMetrics(computed, { auc: 0.8, profit: 1 });
    expect(computed).toEqual(before);
  });
});

describe('baselineValues', () => {
  it('keeps the numbers only', () => {
    const file = baselineMetricsSchema.parse({
      $schema: 'x',
      accuracy: 0.9,
      latency_ms: 1.2,
      provenance: { commit: 'abc' },
    });
    expect(baselineValues(file)).toEqual({ accuracy: 0.9, latency_ms: 1.2 });
  });
});
