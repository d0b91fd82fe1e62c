import {
  benchmarkGatesSchema,
  evaluateGatesSchema,
  gateResultSchema,
  type GateResult,
  type MeasuredModel,
  type MeasureGate,
  type MetricGate,
  type Mode,
} from '@modelgate/contracts';
import { judgeBenchmark } from './judge-benchmark';
import { judgeEvaluate } from './judge-evaluate';

type Found = [id: string, outcome: GateResult['outcome']][];

function found(results: GateResult[]): Found {
  for (const result of results) expect(gateResultSchema.parse(result)).toEqual(result);
  return results.map(({ id, outcome }) => [id, outcome]);
}

describe('a ratio of a metric', () => {
  /** `value` of the gate's metric against a baseline of 1, or of none. */
  function judge(
    gate: MetricGate,
    value: number,
    { baseline = true, mode = 'enforce' }: { baseline?: boolean; mode?: Mode } = {},
  ): GateResult[] {
    return judgeEvaluate({
      project: 'm',
      task: 'regression',
      policy: evaluateGatesSchema.parse({ schema: 'modelgate.gates.evaluate/v1', mode, gates: [gate] }),
      candidate: { values: { [gate.metric]: value }, errors: {} },
      ...(baseline ? { baseline: { values: { [gate.metric]: 1 }, source: 'predictions' } } : {}),
    });
  }

  it.each<[MetricGate, number[]]>([
    [{ metric: 'rmse', min_ratio: 0.98 }, [16, 1, 0.98, 0.5]],
    [{ metric: 'rmse', min_ratio: 1 }, [1]],
    [{ metric: 'rmse', min_ratio: 1.02 }, [1.5]],
    [{ metric: 'log_loss', min_ratio: 0.98 }, [2]],
    [{ metric: 'mape_weighted', min_ratio: 0.98 }, [2]],
    [{ metric: 'accuracy', max_ratio: 1.02 }, [0.1, 1, 1.02, 1.5]],
    [{ metric: 'auc', max_ratio: 1.02 }, [0.1]],
    [{ metric: 'ndcg@10', max_ratio: 1.02 }, [0.1]],
    // What the gate states counts where the metric is not known, and only there.
    [{ metric: 'cost', min_ratio: 0.98, direction: 'lower_is_better' }, [16]],
    [{ metric: 'profit', max_ratio: 1.02, direction: 'higher_is_better' }, [0.1]],
    [{ metric: 'accuracy', max_ratio: 1.02, direction: 'lower_is_better' }, [0.1]],
  ])('%o fails whatever the values are', (gate, values) => {
    const bound = gate.min_ratio === undefined ? 'max_ratio' : 'min_ratio';
    for (const value of values) {
      for (const baseline of [true, false]) {
        const [result, ...others] = judge(gate, value, { baseline });
        expect(others).toEqual([]);
        expect(result).toMatchObject({ outcome: 'fail', effect: 'fail', candidate: value });
        expect(result?.message).toMatch(new RegExp(`^${bound} alone `));
        expect(result?.fix).toMatch(bound === 'min_ratio' ? /^use max_ratio: / : /^use min_ratio: /);
      }
    }
  });

  it.each<[MetricGate, number, Found]>([
    // In the metric's own direction.
    [{ metric: 'rmse', max_ratio: 1.02 }, 1.02, [['rmse/max_ratio', 'pass']]],
    [{ metric: 'rmse', max_ratio: 0.9 }, 0.91, [['rmse/max_ratio', 'fail']]],
    [{ metric: 'accuracy', min_ratio: 0.98 }, 0.98, [['accuracy/min_ratio', 'pass']]],
    [{ metric: 'cost', max_ratio: 1.02, direction: 'lower_is_better' }, 1.03, [['cost/max_ratio', 'fail']]],
    // A direction that is not known: either bound may be the right one.
    [{ metric: 'drift_index', min_ratio: 0.98 }, 16, [['drift_index/min_ratio', 'pass']]],
    [{ metric: 'drift_index', min_ratio: 0.98 }, 0.97, [['drift_index/min_ratio', 'fail']]],
    [{ metric: 'drift_index', max_ratio: 1.02 }, 0.1, [['drift_index/max_ratio', 'pass']]],
    [{ metric: 'drift_index', max_ratio: 1.02 }, 1.03, [['drift_index/max_ratio', 'fail']]],
    // Beside a bound on loss it is an alarm for a gain too good to be true.
    ...[
      { value: 0.49, low: 'fail', high: 'pass' } as const,
      { value: 0.5, low: 'pass', high: 'pass' } as const,
      { value: 1.02, low: 'pass', high: 'pass' } as const,
      { value: 1.03, low: 'pass', high: 'fail' } as const,
    ].flatMap(({ value, low, high }): [MetricGate, number, Found][] =>
      ['rmse', 'accuracy'].map((metric) => [
        { metric, min_ratio: 0.5, max_ratio: 1.02 },
        value,
        [
          [`${metric}/min_ratio`, low],
          [`${metric}/max_ratio`, high],
        ],
      ]),
    ),
    [
      { metric: 'rmse', max_drop: 0.1, min_ratio: 0.5 },
      0.49,
      [
        ['rmse/max_drop', 'pass'],
        ['rmse/min_ratio', 'fail'],
      ],
    ],
    [
      { metric: 'accuracy', max_drop: 0.1, max_ratio: 1.02 },
      0.5,
      [
        ['accuracy/max_drop', 'fail'],
        ['accuracy/max_ratio', 'pass'],
      ],
    ],
    // A floor or ceiling is another comparison.
    [
      { metric: 'rmse', min_ratio: 0.5, max: 20 },
      16,
      [
        ['rmse/min_ratio', 'fail'],
        ['rmse/max', 'pass'],
      ],
    ],
    [
      { metric: 'accuracy', max_ratio: 1.02, min: 0.5 },
      0.6,
      [
        ['accuracy/max_ratio', 'fail'],
        ['accuracy/min', 'pass'],
      ],
    ],
  ])('%o at %d times the baseline: %j', (gate, value, expected) => {
    expect(found(judge(gate, value))).toEqual(expected);
  });

  it.each<[Mode, GateResult['outcome'], GateResult['effect']]>([
    ['enforce', 'fail', 'fail'],
    ['warn', 'fail', 'warn'],
    ['off', 'skipped', 'pass'],
  ])('in mode %s is %s, with the effect %s', (mode, outcome, effect) => {
    expect(judge({ metric: 'rmse', min_ratio: 0.98 }, 16, { mode })).toMatchObject([{ outcome, effect }]);
  });

  it.each<[MetricGate, string, string]>([
    [
      { metric: 'rmse', min_ratio: 0.98 },
      'min_ratio alone fails where rmse gets smaller, which is better, and passes however much larger it gets',
      'use max_ratio: a larger rmse is worse; keep min_ratio beside it only as an alarm for a gain too good to be true (gates/evaluate.yaml)',
    ],
    [
      { metric: 'accuracy', max_ratio: 1.02 },
      'max_ratio alone fails where accuracy gets larger, which is better, and passes however much smaller it gets',
      'use min_ratio: a smaller accuracy is worse; keep max_ratio beside it only as an alarm for a gain too good to be true (gates/evaluate.yaml)',
    ],
  ])('%o is told what is wrong and what to use', (gate, message, fix) => {
    expect(judge(gate, 1)).toMatchObject([{ message, fix }]);
  });

  it.each<[MetricGate, number]>([
    [{ metric: 'rmse', max_ratio: 1.02, min_ratio: 0.5 }, 0.1],
    [{ metric: 'accuracy', min_ratio: 0.98, max_ratio: 1.2 }, 1.3],
  ])(
    '%o at %d times the baseline: the gain is not called a drop, and a leak is what to look for',
    (gate, value) => {
      const failed = judge(gate, value).filter(({ outcome }) => outcome === 'fail');
      expect(failed.map(({ fix }) => fix)).toEqual([
        expect.stringMatching(/^look for a leak .*if the gain is real/),
      ]);
    },
  );
});

describe('a ratio of a measurement', () => {
  /** A model whose every quantity but the throughput is `factor` times that of factor 1; the throughput is 1 / `factor` times it. */
  function model(factor: number): MeasuredModel {
    return {
      latency: [{ batch_size: 1, blocks: [[0.002 * factor]] }],
      load_seconds: [0.5 * factor],
      peak_rss_bytes: [1000 * factor],
      model_size_bytes: 1000 * factor,
    };
  }

  function judge(gate: MeasureGate, factor: number, { baseline = true } = {}): GateResult[] {
    return judgeBenchmark({
      project: 'm',
      policy: benchmarkGatesSchema.parse({ schema: 'modelgate.gates.benchmark/v1', gates: [gate] }),
      measurements: {
        schema: 'modelgate.measurements/v1',
        candidate: model(factor),
        ...(baseline ? { baseline: model(1) } : {}),
      },
    });
  }

  it.each<[MeasureGate, GateResult['effect'], string]>([
    // Timings and memory warn at most.
    [{ measure: 'latency', min_ratio: 0.9 }, 'warn', 'use max_ratio: a larger latency is worse'],
    [{ measure: 'load_time', min_ratio: 0.9 }, 'warn', 'use max_ratio: a larger load_time is worse'],
    [{ measure: 'peak_memory', min_ratio: 0.9 }, 'warn', 'use max_ratio: a larger peak_memory is worse'],
    [{ measure: 'model_size', min_ratio: 0.9 }, 'fail', 'use max_ratio: a larger model_size is worse'],
    [{ measure: 'throughput', max_ratio: 1.1 }, 'warn', 'use min_ratio: a smaller throughput is worse'],
  ])('%o fails whatever was measured', (gate, effect, fix) => {
    for (const factor of [0.5, 1, 16]) {
      for (const baseline of [true, false]) {
        const [result, ...others] = judge(gate, factor, { baseline });
        expect(others).toEqual([]);
        expect(result).toMatchObject({ outcome: 'fail', effect });
        expect(result?.message).toMatch(/^m(in|ax)_ratio alone fails where /);
        expect(result?.fix).toContain(fix);
        expect(result?.fix).toContain('(gates/benchmark.yaml)');
      }
    }
  });

  it.each<[MeasureGate['measure'], number, 'pass' | 'fail', 'pass' | 'fail']>([
    ['model_size', 0.499, 'fail', 'pass'],
    ['model_size', 0.5, 'pass', 'pass'],
    ['model_size', 1.2, 'pass', 'pass'],
    ['model_size', 1.201, 'pass', 'fail'],
    ['latency', 0.25, 'fail', 'pass'],
    ['latency', 2, 'pass', 'fail'],
    ['throughput', 4, 'fail', 'pass'],
    ['throughput', 0.25, 'pass', 'fail'],
  ])(
    '%s with both bounds, %d times slower or larger: min_ratio %s, max_ratio %s',
    (measure, factor, low, high) => {
      const prefix = { latency: 'latency/batch_1/median', throughput: 'throughput/batch_1' };
      const id = measure === 'latency' || measure === 'throughput' ? prefix[measure] : measure;
      expect(found(judge({ measure, min_ratio: 0.5, max_ratio: 1.2 }, factor))).toEqual([
        [`${id}/min_ratio`, low],
        [`${id}/max_ratio`, high],
      ]);
    },
  );

  it.each([
    [0.1, 0, /^look for what the candidate leaves out/],
    [2, 1, /^make the model smaller/],
  ])('a size %d times the baseline is told what to do about it', (factor, index, fix) => {
    const results = judge({ measure: 'model_size', min_ratio: 0.5, max_ratio: 1.2 }, factor);
    expect(results[index]?.fix).toMatch(fix);
  });
});
