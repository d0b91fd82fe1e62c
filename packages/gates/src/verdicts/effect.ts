import type { Effect, GateOutcome, GateResult, Mode, OnInconclusive } from '@modelgate/contracts';

const MODES: readonly Mode[] = ['off', 'warn', 'enforce'];
const EFFECTS: readonly Effect[] = ['pass', 'warn', 'fail'];

/** The most lenient of several modes: a file's `warn` caps what its gates say, and its `off` switches them off. */
export function mostLenientMode(first: Mode, ...others: (Mode | undefined)[]): Mode {
  return others.reduce<Mode>(
    (lowest, mode) => (mode !== undefined && MODES.indexOf(mode) < MODES.indexOf(lowest) ? mode : lowest),
    first,
  );
}

/** What an outcome does to the exit code under a mode. */
export function effectOfOutcome(outcome: GateOutcome, mode: Mode, onInconclusive: OnInconclusive): Effect {
  const wanted: Effect = outcome === 'fail' ? 'fail' : outcome === 'inconclusive' ? onInconclusive : 'pass';
  if (mode === 'off') return 'pass';
  return mode === 'warn' && wanted === 'fail' ? 'warn' : wanted;
}

/** The worst effect of all gates; `pass` where there are none. */
export function effectOf(gates: readonly Pick<GateResult, 'effect'>[]): Effect {
  return gates.reduce<Effect>(
    (worst, { effect }) => (EFFECTS.indexOf(effect) > EFFECTS.indexOf(worst) ? effect : worst),
    'pass',
  );
}
