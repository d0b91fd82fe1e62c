import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { METRICS } from './all';
import { computeMetric, computeMetrics } from './compute-metrics';
import type { MetricInput } from './rows';

interface Golden {
  cases: { name: string; input: MetricInput; expected: Record<string, number | null> }[];
}

function golden(name: string): Golden['cases'] {
  const file: Golden = JSON.parse(readFileSync(join(__dirname, '..', 'golden', `${name}.json`), 'utf8'));
  return file.cases;
}

describe.each(['binary', 'multiclass', 'regression'])('%s metrics are those of scikit-learn', (file) => {
  const cases = golden(file);

  it.each(cases.map((one) => [one.name, one] as const))('%s', (_name, { input, expected }) => {
    const { values, errors } = computeMetrics(input);
    expect(Object.keys(values).sort()).toEqual(Object.keys(expected).sort());
    for (const [metric, wanted] of Object.entries(expected)) {
      const value = values[metric] ?? Infinity;
      if (wanted === null) {
        expect([metric, value]).toEqual([metric, NaN]);
        expect(errors[metric]).toMatch(/^it is not defined/);
      } else {
        const off = Math.abs(value - wanted) / Math.max(1, Math.abs(wanted));
        expect({ metric, off, near: off <= 1e-9 }).toEqual({ metric, off, near: true });
        expect(errors[metric]).toBeUndefined();
      }
    }
  });

  it('one by one as all together', () => {
    const { input } = cases[0] ?? { input: undefined };
    if (!input) throw new Error(`${file}.json has no cases`);
    const one = METRICS.filter(({ tasks }) => tasks.includes(input.task)).map(
      (metric) => [metric.name, computeMetric(metric, input)] as const,
    );
    expect(Object.fromEntries(one)).toEqual(computeMetrics(input).values);
  });
});
