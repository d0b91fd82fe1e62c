import { figure, figureBeside } from './figures';
import { isAtLeast, isAtMost } from './tolerance';

export type RatioBound = 'min_ratio' | 'max_ratio';

export interface RatioComparison {
  /** What is compared, as people call it. */
  subject: string;
  candidate: number;
  baseline: number;
  bound: RatioBound;
  limit: number;
  /** A value with its unit. */
  show: (value: number) => string;
}

export interface RatioFinding {
  holds: boolean;
  sentence: string;
  /** Set where no ratio can be judged, whatever the candidate does. */
  unusable?: true;
}

/**
 * Compares a candidate with a multiple of the baseline: at least `limit` times it (min_ratio), or at most (max_ratio).
 * A ratio equal to the limit holds.
 *
 * The candidate is compared with `limit * baseline`, so a baseline of 0 needs no division: any candidate of at least 0
 * meets a min_ratio, and only one of at most 0 a max_ratio. Against a negative baseline "at least 0.98 times" would
 * ask for a better value than the baseline's own, so there no ratio is judged.
 */
export function compareRatio({
  subject,
  candidate,
  baseline,
  bound,
  limit,
  show,
}: RatioComparison): RatioFinding {
  if (baseline < 0) {
    return {
      holds: false,
      unusable: true,
      sentence: `${subject} ${show(candidate)} against a negative baseline ${show(baseline)}: a ratio to it says nothing (${bound})`,
    };
  }
  const wanted = limit * baseline;
  const holds = bound === 'min_ratio' ? isAtLeast(candidate, wanted) : isAtMost(candidate, wanted);
  const rule = `${bound === 'min_ratio' ? 'less' : 'more'} than ${figure(limit)} times fails (${bound})`;
  const finding =
    baseline === 0
      ? `${subject} ${show(candidate)} against the baseline's ${show(0)}, whose every multiple is 0`
      : `${subject} ${show(candidate)} is ${figureBeside(candidate / baseline, limit)} times the baseline's ${show(baseline)}`;
  return { holds, sentence: `${finding}; ${rule}` };
}
