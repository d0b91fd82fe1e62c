import type { BenchmarkGates, GateResult, MeasureGate, Measurements, Mode } from '@modelgate/contracts';
import { batchSizeOf, QUANTITIES, type Quantity } from './quantities';
import { summarizeMeasurements, type MeasurementSummary, type ModelSummary } from '../measurements/summarize';
import { acceptCommand } from './commands';
import { effectOfOutcome, mostLenientMode } from './effect';
import { distinctIds } from './gate-ids';
import { compareRatio, type RatioBound } from './ratio';
import { boundsImprovement, lossBound } from './ratio-direction';

const BYTES_PER_MIB = 2 ** 20;
const SUSPICIOUS_GAIN = 'look for what the candidate leaves out to get so much better';

export interface BenchmarkInput {
  /** Name of the project, for the commands in messages. */
  project: string;
  policy: BenchmarkGates;
  measurements: Measurements;
  /** Figures of baseline_metrics.json, used where no baseline model was measured: MiB (2^20 bytes), milliseconds. */
  flat?: { model_size_mb?: number; latency_ms?: number };
}

/**
 * Judges the measurements by gates/benchmark.yaml, as ratios candidate / baseline of one run.
 *
 * Sizes are exact and enforced. Timings and memory are noisy and have no interval here, so they warn at most. Without a
 * measured baseline a flat `model_size_mb` gates the size exactly, and a flat `latency_ms` warns, unless the gate itself
 * says `mode: enforce`. A gate whose only bound limits improvement (`min_ratio` of a latency) is a fail that says so,
 * with a baseline or without.
 */
export function judgeBenchmark(input: BenchmarkInput): GateResult[] {
  const summary = summarizeMeasurements(input.measurements);
  const bounds: RatioBound[] = ['min_ratio', 'max_ratio'];
  return distinctIds(
    input.policy.gates.flatMap((gate) =>
      bounds
        .filter((bound) => gate[bound] !== undefined)
        .map((bound) => judgeBound(input, summary, gate, bound, gate[bound] ?? NaN)),
    ),
  );
}

type Finding = Pick<GateResult, 'outcome' | 'message'> & Partial<GateResult>;

function judgeBound(
  input: BenchmarkInput,
  summary: MeasurementSummary,
  gate: MeasureGate,
  bound: RatioBound,
  limit: number,
): GateResult {
  const quantity = QUANTITIES[gate.measure];
  const asked = mostLenientMode(input.policy.mode, gate.mode);
  const insisted = insistsOnFlatLatency(input, summary, gate);
  const mode: Mode = quantity.exact || insisted ? asked : mostLenientMode(asked, 'warn');
  const finding =
    mode === 'off' ? switchedOff(input.policy.mode) : find(input, summary, gate, quantity, bound, limit);
  const remark =
    asked !== mode
      ? '; this only warns: no interval is computed for it yet'
      : insisted && mode === 'enforce'
        ? '; the gate enforces it all the same (mode: enforce)'
        : '';
  return {
    id: `${quantity.id(gate)}/${bound}`,
    title: quantity.title(gate),
    mode,
    effect: effectOfOutcome(finding.outcome, mode, gate.on_inconclusive ?? input.policy.on_inconclusive),
    unit: quantity.unit,
    margin: { kind: bound, value: limit },
    ...finding,
    message: finding.message + remark,
  };
}

/**
 * Whether a gate itself asks to enforce the committed milliseconds, weak as they are; the mode of the whole file, which
 * is `enforce` by default, does not.
 */
function insistsOnFlatLatency(
  { flat }: BenchmarkInput,
  summary: MeasurementSummary,
  gate: MeasureGate,
): boolean {
  return (
    gate.mode === 'enforce' &&
    gate.measure === 'latency' &&
    !summary.baseline &&
    committed(gate, flat) !== undefined
  );
}

function switchedOff(fileMode: Mode): Finding {
  const where = fileMode === 'off' ? 'mode: off for all of gates/benchmark.yaml' : 'mode: off';
  return { outcome: 'skipped', message: `not judged: ${where}` };
}

function find(
  { project, flat }: BenchmarkInput,
  summary: MeasurementSummary,
  gate: MeasureGate,
  quantity: Quantity,
  bound: RatioBound,
  limit: number,
): Finding {
  const subject = quantity.title(gate);
  const candidate = quantity.read(summary.candidate, gate);
  if (candidate === undefined) return notMeasured(subject, gate, summary.candidate, 'candidate');
  const ownBound = lossBound(quantity.direction);
  if (gate[ownBound] === undefined) {
    const fault = boundsImprovement(gate.measure, quantity.direction, 'gates/benchmark.yaml');
    return { outcome: 'fail', candidate, ...fault };
  }
  const reference = summary.baseline ? measured(summary.baseline, gate, quantity) : committed(gate, flat);
  if (reference === undefined) {
    if (summary.baseline) return notMeasured(subject, gate, summary.baseline, 'baseline');
    return {
      outcome: 'skipped',
      candidate,
      message: `${subject} is ${quantity.show(candidate)}; there is no baseline model to compare it with yet`,
      fix: `accept the first one: ${acceptCommand(project)}`,
    };
  }
  const { holds, sentence } = compareRatio({
    subject,
    candidate,
    baseline: reference.value,
    bound,
    limit,
    show: quantity.show,
  });
  return {
    outcome: holds ? 'pass' : 'fail',
    evidence: reference.evidence,
    candidate,
    baseline: reference.value,
    message: sentence + reference.weakness,
    ...(holds ? {} : { fix: fixOf(bound === ownBound ? quantity.fix : SUSPICIOUS_GAIN, project) }),
  };
}

interface Reference {
  value: number;
  evidence: 'exact' | 'measured' | 'aggregate';
  /** What is to be said against the comparison. */
  weakness: string;
}

function measured(baseline: ModelSummary, gate: MeasureGate, quantity: Quantity): Reference | undefined {
  const value = quantity.read(baseline, gate);
  if (value === undefined) return undefined;
  return { value, evidence: quantity.exact ? 'exact' : 'measured', weakness: '' };
}

/** A figure of baseline_metrics.json. Its latency names no batch size: it is taken as that of a single row. */
function committed(gate: MeasureGate, flat: BenchmarkInput['flat']): Reference | undefined {
  if (gate.measure === 'model_size' && flat?.model_size_mb !== undefined) {
    return {
      value: flat.model_size_mb * BYTES_PER_MIB,
      evidence: 'exact',
      weakness: '; the baseline is model_size_mb of baseline_metrics.json',
    };
  }
  if (gate.measure === 'latency' && batchSizeOf(gate) === 1 && flat?.latency_ms !== undefined) {
    return {
      value: flat.latency_ms,
      evidence: 'aggregate',
      weakness:
        '; the baseline is latency_ms of baseline_metrics.json, of another run and perhaps another machine, ' +
        'which misses most slowdowns and may report one that is not there',
    };
  }
  return undefined;
}

function notMeasured(
  subject: string,
  gate: MeasureGate,
  model: ModelSummary,
  role: 'candidate' | 'baseline',
): Finding {
  const batched = gate.measure === 'latency' || gate.measure === 'throughput';
  const sizes = model.latency.filter(({ calls }) => calls > 0).map(({ batchSize }) => batchSize);
  return {
    outcome: 'fail',
    message: `${subject} of the ${role} was not measured${batched ? `; batch sizes measured: ${sizes.join(', ') || 'none'}` : ''}`,
    fix: batched
      ? `add ${batchSizeOf(gate)} to batch_sizes in measure.yaml, or change batch_size in gates/benchmark.yaml`
      : 'set starts in measure.yaml to at least 1',
  };
}

function fixOf(advice: string, project: string): string {
  return `${advice}, or if the change is intended, accept it: ${acceptCommand(project, { override: true })}`;
}
