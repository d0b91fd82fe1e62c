import type { Direction } from '../metrics/metric';
import type { RatioBound } from './ratio';

/** The ratio bound that limits how much worse a figure may get. */
export function lossBound(direction: Direction): RatioBound {
  return direction === 'higher_is_better' ? 'min_ratio' : 'max_ratio';
}

/**
 * What to say of a gate whose only bound against the baseline limits improvement: it passes every loss. `name` is the
 * figure as the policy file `file` calls it.
 */
export function boundsImprovement(
  name: string,
  direction: Direction,
  file: string,
): { message: string; fix: string } {
  const higher = direction === 'higher_is_better';
  const right = lossBound(direction);
  const wrong: RatioBound = higher ? 'max_ratio' : 'min_ratio';
  const [better, worse] = higher ? ['larger', 'smaller'] : ['smaller', 'larger'];
  return {
    message: `${wrong} alone fails where ${name} gets ${better}, which is better, and passes however much ${worse} it gets`,
    fix: `use ${right}: a ${worse} ${name} is worse; keep ${wrong} beside it only as an alarm for a gain too good to be true (${file})`,
  };
}
