import type { GateResult, Mode } from '@modelgate/contracts';

/** Gates under the mode of their whole file: `warn` turns failures into warnings, `off` lets everything pass. */
export function capMode(gates: readonly GateResult[], mode: Mode): GateResult[] {
  if (mode === 'enforce') return [...gates];
  return gates.map((gate) => ({
    ...gate,
    mode,
    effect: gate.effect === 'fail' && mode === 'warn' ? 'warn' : mode === 'off' ? 'pass' : gate.effect,
  }));
}
