import {
  benchmarkGatesSchema,
  gateResultSchema,
  type GateResult,
  type MeasuredModel,
  type MeasureGate,
  type Measurements,
  type Mode,
} from '@modelgate/contracts';
import { defaultBenchmarkGates } from './default-gates';
import { judgeBenchmark, type BenchmarkInput } from './judge-benchmark';

const MIB = 2 ** 20;

/** A model whose every call of every batch size takes `ms`. */
function model(change: Partial<MeasuredModel> & { ms?: number } = {}): MeasuredModel {
  const { ms = 2, ...rest } = change;
  const block = Array.from({ length: 5 }, () => ms / 1000);
  return {
    latency: [1, 16].map((batch_size) => ({ batch_size, blocks: [block, block] })),
    load_seconds: [0.5, 0.5, 0.5],
    peak_rss_bytes: [100 * MIB],
    model_size_bytes: 1000,
    ...rest,
  };
}

function measurements(candidate: MeasuredModel, baseline?: MeasuredModel): Measurements {
  return { schema: 'modelgate.measurements/v1', candidate, ...(baseline ? { baseline } : {}) };
}

function judge(
  gates: MeasureGate[],
  measured: Measurements,
  rest: { flat?: BenchmarkInput['flat']; mode?: Mode } = {},
): GateResult[] {
  const { flat, mode = 'enforce' } = rest;
  const results = judgeBenchmark({
    project: 'credit-risk',
    policy: benchmarkGatesSchema.parse({ schema: 'modelgate.gates.benchmark/v1', mode, gates }),
    measurements: measured,
    ...(flat ? { flat } : {}),
  });
  for (const result of results) expect(gateResultSchema.parse(result)).toEqual(result);
  return results;
}

function only(results: GateResult[]): GateResult {
  expect(results).toHaveLength(1);
  const [result] = results;
  if (!result) throw new Error('no result');
  return result;
}

describe('model_size is exact and enforced', () => {
  it.each<[number, number, MeasureGate, 'pass' | 'fail']>([
    [1200, 1000, { measure: 'model_size', max_ratio: 1.2 }, 'pass'],
    [1201, 1000, { measure: 'model_size', max_ratio: 1.2 }, 'fail'],
    [1199, 1000, { measure: 'model_size', max_ratio: 1.2 }, 'pass'],
    [1_100_000_000, 1_000_000_000, { measure: 'model_size', max_ratio: 1.1 }, 'pass'],
    [1_100_000_001, 1_000_000_000, { measure: 'model_size', max_ratio: 1.1 }, 'fail'],
    [0, 0, { measure: 'model_size', max_ratio: 1.2 }, 'pass'],
    [1, 0, { measure: 'model_size', max_ratio: 1.2 }, 'fail'],
  ])('%d bytes against %d with %o: %s', (candidate, baseline, gate, outcome) => {
    const measured = measurements(
      model({ model_size_bytes: candidate }),
      model({ model_size_bytes: baseline }),
    );
    expect(only(judge([gate], measured))).toMatchObject({
      mode: 'enforce',
      outcome,
      effect: outcome,
      evidence: 'exact',
      unit: 'bytes',
      candidate,
      baseline,
    });
  });

  it('is said in a sentence', () => {
    const measured = measurements(model({ model_size_bytes: 3 * MIB }), model({ model_size_bytes: 2 * MIB }));
    expect(only(judge([{ measure: 'model_size', max_ratio: 1.2 }], measured))).toMatchObject({
      id: 'model_size/max_ratio',
      title: 'model_size',
      message: `model_size 3 MiB is 1.5 times the baseline's 2 MiB; more than 1.2 times fails (max_ratio)`,
      fix: 'make the model smaller, or if the change is intended, accept it: nx generate @modelgate/nx:accept-baseline credit-risk --reason "..." --override',
    });
  });
});

describe('timings and memory warn at most', () => {
  const slow = measurements(
    model({ ms: 3, load_seconds: [0.9], peak_rss_bytes: [150 * MIB] }),
    model({ ms: 2, load_seconds: [0.5], peak_rss_bytes: [100 * MIB] }),
  );

  it.each<[MeasureGate, string, string, string]>([
    [
      { measure: 'latency', max_ratio: 1.1 },
      'latency/batch_1/median/max_ratio',
      'latency (batch 1, median)',
      `latency (batch 1, median) 3 ms is 1.5 times the baseline's 2 ms; more than 1.1 times fails (max_ratio)`,
    ],
    [
      { measure: 'latency', batch_size: 16, statistic: 'p95', max_ratio: 1.1 },
      'latency/batch_16/p95/max_ratio',
      'latency (batch 16, p95)',
      `latency (batch 16, p95) 3 ms is 1.5 times the baseline's 2 ms; more than 1.1 times fails (max_ratio)`,
    ],
    [
      { measure: 'throughput', batch_size: 16, min_ratio: 0.9 },
      'throughput/batch_16/min_ratio',
      'throughput (batch 16)',
      `throughput (batch 16) 5333.33 rows/s is 0.666667 times the baseline's 8000 rows/s; less than 0.9 times fails (min_ratio)`,
    ],
    [
      { measure: 'load_time', max_ratio: 1.1 },
      'load_time/max_ratio',
      'load_time',
      `load_time 0.9 s is 1.8 times the baseline's 0.5 s; more than 1.1 times fails (max_ratio)`,
    ],
    [
      { measure: 'peak_memory', max_ratio: 1.2 },
      'peak_memory/max_ratio',
      'peak_memory',
      `peak_memory 150 MiB is 1.5 times the baseline's 100 MiB; more than 1.2 times fails (max_ratio)`,
    ],
  ])('%o', (gate, id, title, sentence) => {
    expect(only(judge([gate], slow))).toMatchObject({
      id,
      title,
      mode: 'warn',
      outcome: 'fail',
      effect: 'warn',
      evidence: 'measured',
      message: `${sentence}; this only warns: no interval is computed for it yet`,
    });
    expect(only(judge([{ ...gate, mode: 'warn' }], slow))).toMatchObject({
      effect: 'warn',
      message: sentence,
    });
    expect(only(judge([gate], slow, { mode: 'off' }))).toMatchObject({
      outcome: 'skipped',
      effect: 'pass',
      message: 'not judged: mode: off for all of gates/benchmark.yaml',
    });
  });

  it.each([
    [2.2, 'pass'],
    [2.2001, 'fail'],
  ])('a latency of %d ms against 2 with 1.1: %s', (ms, outcome) => {
    const gate: MeasureGate = { measure: 'latency', max_ratio: 1.1 };
    expect(only(judge([gate], measurements(model({ ms }), model({ ms: 2 })))).outcome).toBe(outcome);
  });
});

describe('without a baseline model', () => {
  const alone = measurements(model({ ms: 3, model_size_bytes: 4 * MIB }));
  const size: MeasureGate = { measure: 'model_size', max_ratio: 1.2 };
  const latency: MeasureGate = { measure: 'latency', max_ratio: 1.1 };

  it('skips, and tells how to accept the first one', () => {
    const results = judge(defaultBenchmarkGates().gates, alone);
    expect(results.map(({ id, outcome, effect }) => [id, outcome, effect])).toEqual([
      ['latency/batch_1/median/max_ratio', 'skipped', 'pass'],
      ['model_size/max_ratio', 'skipped', 'pass'],
      ['peak_memory/max_ratio', 'skipped', 'pass'],
    ]);
    expect(results[1]).toMatchObject({
      message: 'model_size is 4 MiB; there is no baseline model to compare it with yet',
      fix: 'accept the first one: nx generate @modelgate/nx:accept-baseline credit-risk --reason "..."',
    });
  });

  it.each([
    [4, 'pass'],
    [4 / 1.2, 'pass'],
    [3.33, 'fail'],
  ])('a flat model_size_mb of %d gates exactly: %s', (model_size_mb, outcome) => {
    const result = only(judge([size], alone, { flat: { model_size_mb } }));
    expect(result).toMatchObject({
      mode: 'enforce',
      outcome,
      effect: outcome,
      evidence: 'exact',
      baseline: model_size_mb * MIB,
    });
    expect(result.message).toContain('the baseline is model_size_mb of baseline_metrics.json');
  });

  it.each([
    [2, 'fail', 'warn'],
    [3, 'pass', 'pass'],
  ])(
    'a flat latency_ms of %d warns at most, and its weakness is named: %s',
    (latency_ms, outcome, effect) => {
      const result = only(judge([latency], alone, { flat: { latency_ms } }));
      expect(result).toMatchObject({
        mode: 'warn',
        outcome,
        effect,
        evidence: 'aggregate',
        baseline: latency_ms,
      });
      expect(result.message).toContain('of another run and perhaps another machine');
    },
  );

  it.each<[string, Mode, Partial<MeasureGate>, number, string, string]>([
    ['the gate says so', 'enforce', { mode: 'enforce' }, 2, 'enforce', 'fail'],
    ['the gate says so, and it holds', 'enforce', { mode: 'enforce' }, 3, 'enforce', 'pass'],
    ['not where only the file says so', 'enforce', {}, 2, 'warn', 'warn'],
    ['not where the file is more lenient', 'warn', { mode: 'enforce' }, 2, 'warn', 'warn'],
  ])('a flat latency_ms is enforced on purpose: %s', (_name, fileMode, own, latency_ms, mode, effect) => {
    const result = only(judge([{ ...latency, ...own }], alone, { flat: { latency_ms }, mode: fileMode }));
    expect(result).toMatchObject({ mode, effect });
    expect(result.message).toContain('which misses most slowdowns');
    expect(result.message.includes('the gate enforces it all the same')).toBe(mode === 'enforce');
  });

  it('says of a measured latency that it only warns, though the gate would enforce it', () => {
    const gate: MeasureGate = { ...latency, mode: 'enforce' };
    const result = only(
      judge([gate], measurements(model({ ms: 3 }), model({ ms: 2 })), { flat: { latency_ms: 2 } }),
    );
    expect(result).toMatchObject({ mode: 'warn', effect: 'warn' });
    expect(result.message).toContain('this only warns');
  });

  it('does not take latency_ms for another batch size', () => {
    const gate = { ...latency, batch_size: 16 };
    expect(only(judge([gate], alone, { flat: { latency_ms: 1 } })).outcome).toBe('skipped');
  });

  it('prefers a measured baseline', () => {
    const measured = measurements(model(), model());
    const flat = { model_size_mb: 1e-9, latency_ms: 1e-9 };
    expect(judge([size, latency], measured, { flat }).map(({ outcome }) => outcome)).toEqual([
      'pass',
      'pass',
    ]);
  });
});

describe('what was not measured', () => {
  it.each<[string, MeasureGate, Measurements, string]>([
    [
      'a batch size',
      { measure: 'latency', batch_size: 32, max_ratio: 1.1 },
      measurements(model(), model()),
      'latency (batch 32, median) of the candidate was not measured; batch sizes measured: 1, 16',
    ],
    [
      'anything by batch size',
      { measure: 'throughput', min_ratio: 0.9 },
      measurements(model({ latency: [] }), model()),
      'throughput (batch 1) of the candidate was not measured; batch sizes measured: none',
    ],
    [
      'a batch size of the baseline',
      { measure: 'latency', max_ratio: 1.1 },
      measurements(model(), model({ latency: [] })),
      'latency (batch 1, median) of the baseline was not measured; batch sizes measured: none',
    ],
    [
      'memory',
      { measure: 'peak_memory', max_ratio: 1.1 },
      measurements(model({ peak_rss_bytes: [] }), model()),
      'peak_memory of the candidate was not measured',
    ],
  ])('%s is a fail that says so', (_what, gate, measured, message) => {
    const result = only(judge([gate], measured));
    expect(result).toMatchObject({ outcome: 'fail', effect: 'warn' });
    expect(result.message).toContain(message);
  });
});

it('keeps two gates on one quantity apart', () => {
  const measured = measurements(model({ model_size_bytes: 1300 }), model());
  const results = judge(
    [
      { measure: 'model_size', max_ratio: 1.5 },
      { measure: 'model_size', max_ratio: 1.2, mode: 'warn' },
      { measure: 'model_size', max_ratio: 1.1, min_ratio: 0.5 },
    ],
    measured,
  );
  expect(results.map(({ id, effect }) => [id, effect])).toEqual([
    ['model_size/max_ratio', 'pass'],
    ['model_size/max_ratio#2', 'warn'],
    ['model_size/min_ratio', 'pass'],
    ['model_size/max_ratio#3', 'fail'],
  ]);
});
