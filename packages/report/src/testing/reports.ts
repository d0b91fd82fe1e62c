import type { GateResult, Report } from '@modelgate/contracts';

export const DIGEST = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';

export function gate(parts: Partial<GateResult>): GateResult {
  return {
    id: 'precision/max_drop',
    title: 'precision',
    mode: 'enforce',
    outcome: 'pass',
    effect: 'pass',
    message: '0.971 is not below the baseline 0.970',
    ...parts,
  };
}

export const FAILED = gate({
  id: 'accuracy/max_drop',
  title: 'accuracy',
  outcome: 'fail',
  effect: 'fail',
  message: '0.951 is 0.037 below the baseline 0.988; a drop of 0.02 already fails',
  fix: 'train a better model, or accept the loss with a reason',
  candidate: 0.951,
  baseline: 0.988,
  margin: { kind: 'max_drop', value: 0.02 },
  evidence: 'paired',
  interval: { level: 0.95, low: -0.05, high: -0.021, method: 'bootstrap' },
  details: { rows: 114, examples: [1, 2, 3] },
});

export const WARNED = gate({
  id: 'peak_memory/max_ratio',
  title: 'peak memory',
  mode: 'warn',
  outcome: 'fail',
  effect: 'warn',
  message: '142.0 MiB is 1.25 times the baseline 113.6 MiB; more than 1.2 times is too much',
  candidate: 148897792,
  baseline: 119118233,
  unit: 'bytes',
  margin: { kind: 'max_ratio', value: 1.2 },
});

export const SKIPPED = gate({
  id: 'roc_auc/min_ratio',
  title: 'roc_auc',
  outcome: 'skipped',
  message: 'there is no baseline yet',
});

export function report(parts: Partial<Report> = {}): Report {
  return {
    schema: 'modelgate.report/v1',
    project: 'credit-risk',
    stage: 'evaluate',
    outcome: 'pass',
    summary: 'The candidate was compared with the baseline on 114 rows.',
    subject: { candidate: DIGEST },
    gates: [gate({})],
    tables: [],
    series: [],
    artifacts: [],
    notes: [],
    cost: { wall_seconds: 2.34, cpu_seconds: 1.9, peak_rss_bytes: 125829120 },
    generated_at: '2025-11-24T20:30:00.000Z',
    ...parts,
  };
}

/** A report that has something in every part. */
export function fullReport(parts: Partial<Report> = {}): Report {
  return report({
    outcome: 'fail',
    summary: '1 of 4 gates failed: accuracy is too far below the baseline.',
    gates: [gate({}), SKIPPED, WARNED, FAILED],
    tables: [
      {
        title: 'Metrics',
        columns: ['metric', 'candidate', 'baseline'],
        rows: [
          ['accuracy', 0.951, 0.988],
          ['log_loss', 0.2104567, null],
        ],
      },
    ],
    series: [
      {
        title: 'Training loss',
        x_label: 'epoch',
        y_label: 'loss',
        x: Array.from({ length: 50 }, (_, index) => index + 1),
        y: Array.from({ length: 50 }, (_, index) => (index === 20 ? null : 0.2 + 0.5 * Math.exp(-index / 9))),
      },
    ],
    artifacts: [{ path: 'model/weights.json', bytes: 3250585, sha256: DIGEST }],
    notes: ['The environment is not locked: add a uv.lock.'],
    host: { os: 'linux', arch: 'x64', cpu: 'AMD EPYC 7763', logical_cores: 2, memory_bytes: 8589934592 },
    interpreter: {
      path: '/srv/models/.venv/bin/python',
      version: '3.12.4',
      chosen_by: '.venv of the workspace',
    },
    commit: '71cd5ee0a7c1b5c2ad6f3a3e1f5ce0f9e2f2d9ab',
    ...parts,
  });
}

/** A report with `text` in every field that a user, a data file or a model can fill. */
export function reportOf(text: string): Report {
  return fullReport({
    project: text,
    stage: text,
    summary: text,
    subject: { [text]: DIGEST },
    gates: [FAILED, WARNED, SKIPPED, gate({})].map((base) => ({
      ...base,
      id: text,
      title: text,
      message: text,
      fix: text,
      unit: text,
      margin: { kind: text, value: 1 },
      interval: { level: 0.95, low: 0, high: null, method: text },
      details: { [text]: text, list: [text] },
    })),
    tables: [{ title: text, columns: [text, text], rows: [[text, 1]] }],
    series: [{ title: text, x_label: text, y_label: text, x: [1, 2], y: [1, 2] }],
    artifacts: [{ path: text, bytes: 1, sha256: DIGEST }],
    notes: [text],
    host: { os: text, arch: text, cpu: text, logical_cores: 1, memory_bytes: 1 },
    interpreter: { path: text, version: text, chosen_by: text },
    commit: text,
    generated_at: text,
  });
}
