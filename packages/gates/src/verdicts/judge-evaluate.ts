import type { GateResult, MetricGate, Mode } from '@modelgate/contracts';
import { canonicalMetric } from '../metrics/directions';
import { METRICS } from '../metrics/all';
import { checkCandidate, checkBaseline } from './metric-presence';
import { effectOfOutcome, mostLenientMode } from './effect';
import type { EvaluateInput } from './inputs';
import {
  BOUNDS,
  compareMetric,
  policyFault,
  type Bound,
  type MetricComparison,
  type MetricFinding,
} from './metric-bounds';
import { distinctIds } from './gate-ids';

/**
 * Judges the candidate's metrics by gates/evaluate.yaml: one result for every bound of every gate.
 *
 * Bounds against the baseline are skipped where there is none. A missing or NaN metric, a baseline without the metric,
 * and a baseline of another evaluation set are fails that say so. So is a ratio that limits improvement where nothing
 * in its gate limits loss (`min_ratio` of an error), with a baseline or without.
 */
export function judgeEvaluate(input: EvaluateInput): GateResult[] {
  const results = input.policy.gates.flatMap((gate) =>
    BOUNDS.filter((bound) => gate[bound] !== undefined).map((bound) => judgeBound(input, gate, bound)),
  );
  return distinctIds(results);
}

type Finding = Pick<GateResult, 'outcome' | 'message'> & Partial<GateResult>;

function judgeBound(input: EvaluateInput, gate: MetricGate, bound: Bound): GateResult {
  const metric = canonicalMetric(gate.metric);
  const mode = mostLenientMode(input.policy.mode, gate.mode);
  const unit = METRICS.find(({ name }) => name === metric)?.unit;
  const finding = mode === 'off' ? switchedOff(input.policy) : find(input, gate, bound, metric);
  return {
    id: `${metric}/${bound}`,
    title: metric,
    mode,
    effect: effectOfOutcome(finding.outcome, mode, gate.on_inconclusive ?? input.policy.on_inconclusive),
    ...(unit ? { unit } : {}),
    margin: { kind: bound, value: gate[bound] ?? NaN },
    ...finding,
  };
}

function switchedOff({ mode }: { mode: Mode }): Finding {
  const where = mode === 'off' ? 'mode: off for all of gates/evaluate.yaml' : 'mode: off';
  return { outcome: 'skipped', message: `not judged: ${where}` };
}

function find(input: EvaluateInput, gate: MetricGate, bound: Bound, metric: string): Finding {
  const candidate = checkCandidate(input, metric);
  if ('failure' in candidate) return { outcome: 'fail', ...candidate.failure };
  const comparison = { gate, bound, metric, project: input.project, candidate: candidate.value };
  if (bound === 'min' || bound === 'max') return decide(comparison, compareMetric(comparison));

  const fault = policyFault(gate, bound, metric);
  if (fault) return { outcome: 'fail', candidate: candidate.value, ...fault };
  const baseline = checkBaseline(input, metric);
  if ('skip' in baseline) {
    return { outcome: 'skipped', candidate: candidate.value, ...baseline.skip };
  }
  if ('failure' in baseline) {
    return { outcome: 'fail', candidate: candidate.value, ...baseline.failure };
  }
  const against = { ...comparison, baseline: baseline.value };
  return decide(against, compareMetric(against));
}

/**
 * The one place where a comparison becomes an outcome, and where the kind of evidence is chosen. Both sides are single
 * numbers here, so the point estimate decides.
 */
function decide(comparison: MetricComparison, { holds, message, fix }: MetricFinding): Finding {
  return {
    outcome: holds ? 'pass' : 'fail',
    evidence: 'aggregate',
    candidate: comparison.candidate,
    ...(comparison.baseline === undefined ? {} : { baseline: comparison.baseline }),
    message,
    ...(holds || fix === undefined ? {} : { fix }),
  };
}
