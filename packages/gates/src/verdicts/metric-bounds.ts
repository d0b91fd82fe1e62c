import type { MetricGate } from '@modelgate/contracts';
import { directionOf } from '../metrics/directions';
import { acceptCommand } from './commands';
import { figure, figureBeside } from './figures';
import { compareRatio, type RatioBound } from './ratio';
import { boundsImprovement, lossBound } from './ratio-direction';
import { isAtLeast, isAtMost, isEqual } from './tolerance';

/** The bounds of a gate, in the order in which they are judged. */
export const BOUNDS = ['max_drop', 'min_ratio', 'max_ratio', 'min', 'max'] as const;
export type Bound = (typeof BOUNDS)[number];

export interface MetricComparison {
  gate: MetricGate;
  bound: Bound;
  metric: string;
  project: string;
  candidate: number;
  /** Present for every bound but `min` and `max`. */
  baseline?: number;
}

export interface MetricFinding {
  holds: boolean;
  message: string;
  /** What to do where it does not hold. */
  fix: string;
}

/**
 * What is wrong with a ratio bound whatever the figures are: it limits improvement, and its gate has no bound against
 * the baseline that limits loss. Undefined for every other bound, and where the metric's direction is not known.
 */
export function policyFault(
  gate: MetricGate,
  bound: Bound,
  metric: string,
): { message: string; fix: string } | undefined {
  const direction = directionOf(metric) ?? gate.direction;
  if ((bound !== 'min_ratio' && bound !== 'max_ratio') || direction === undefined) return undefined;
  const limitsLoss = gate.max_drop !== undefined || gate[lossBound(direction)] !== undefined;
  return limitsLoss ? undefined : boundsImprovement(metric, direction, 'gates/evaluate.yaml');
}

/** Compares a candidate's metric with one bound, and says it in a sentence. */
export function compareMetric(comparison: MetricComparison): MetricFinding {
  const limit = comparison.gate[comparison.bound] ?? NaN;
  switch (comparison.bound) {
    case 'min':
    case 'max':
      return floorOrCeiling(comparison, comparison.bound, limit);
    case 'max_drop':
      return drop(comparison, limit);
    case 'min_ratio':
    case 'max_ratio':
      return ratio(comparison, comparison.bound, limit);
  }
}

function floorOrCeiling(
  { metric, candidate }: MetricComparison,
  bound: 'min' | 'max',
  limit: number,
): MetricFinding {
  const holds = bound === 'min' ? isAtLeast(candidate, limit) : isAtMost(candidate, limit);
  const side = bound === 'min' ? 'at least' : 'at most';
  const value = `${metric} ${figureBeside(candidate, limit)}`;
  return {
    holds,
    message: holds
      ? `${value} is ${side} ${figure(limit)} (${bound})`
      : `${value} is ${bound === 'min' ? 'below' : 'above'} ${figure(limit)}, the ${bound === 'min' ? 'smallest' : 'largest'} value that passes (${bound})`,
    fix: `retrain, or change ${bound} of ${metric} in gates/evaluate.yaml`,
  };
}

/** A drop is a change for the worse: downwards where higher is better, upwards where lower is. */
function drop(
  { gate, metric, project, candidate, baseline = NaN }: MetricComparison,
  limit: number,
): MetricFinding {
  const known = directionOf(metric);
  const direction = gate.direction ?? known;
  if (direction === undefined) {
    return {
      holds: false,
      message: `max_drop of ${metric} cannot be judged: modelgate does not know whether higher or lower is better`,
      fix: `state it at the gate in gates/evaluate.yaml: direction: higher_is_better, or lower_is_better`,
    };
  }
  if (known !== undefined && known !== direction) {
    return {
      holds: false,
      message: `max_drop of ${metric} cannot be judged: the gate says ${direction}, and it is ${known}`,
      fix: `take direction out of the gate on ${metric} in gates/evaluate.yaml`,
    };
  }
  const higher = direction === 'higher_is_better';
  const worse = higher ? baseline - candidate : candidate - baseline;
  const unchanged = isEqual(candidate, baseline);
  const holds = unchanged || worse < 0 || !isAtLeast(worse, limit, candidate, baseline);
  const below = candidate < baseline;
  const size = isEqual(worse, limit, candidate, baseline)
    ? figure(limit)
    : figureBeside(Math.abs(worse), limit);
  const finding = unchanged
    ? `${metric} ${figure(candidate)} equals the baseline's`
    : `${metric} ${figureBeside(candidate, baseline)} is ${size} ${below ? 'below' : 'above'} the baseline's ${figure(baseline)}`;
  const rule = `a ${higher ? 'drop' : 'rise'} of ${figure(limit)} or more fails (max_drop)`;
  return { holds, message: `${finding}; ${rule}`, fix: retrainOrAccept(project, higher ? 'drop' : 'rise') };
}

function ratio(
  { gate, metric, project, candidate, baseline = NaN }: MetricComparison,
  bound: RatioBound,
  limit: number,
): MetricFinding {
  const direction = directionOf(metric) ?? gate.direction;
  const limitsGain = direction !== undefined && bound !== lossBound(direction);
  const show = (value: number): string => figureBeside(value, baseline);
  const finding = compareRatio({ subject: metric, candidate, baseline, bound, limit, show });
  return {
    holds: finding.holds,
    message: finding.sentence,
    fix: finding.unusable
      ? `gate ${metric} by max_drop instead of ${bound} in gates/evaluate.yaml`
      : limitsGain
        ? `look for a leak (a column that was made from the target, rows that training has seen), or if the gain is real, accept it: ${acceptCommand(project, { override: true })}`
        : retrainOrAccept(project, bound === 'min_ratio' ? 'drop' : 'rise'),
  };
}

function retrainOrAccept(project: string, change: 'drop' | 'rise'): string {
  return `retrain, or if the ${change} is intended, accept it: ${acceptCommand(project, { override: true })}`;
}
