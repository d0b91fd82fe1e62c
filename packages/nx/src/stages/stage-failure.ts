import { UserError, type GateResult } from '@modelgate/contracts';

/** A mistake whose report has gates of its own, in place of the one gate `completes`. */
export class StageFailure extends UserError {
  constructor(
    mistake: UserError,
    readonly gates: readonly GateResult[],
  ) {
    super(mistake.message, { cause: mistake });
  }
}

/** A gate that only tells whether something could be done. */
export function check(id: string, outcome: 'pass' | 'fail', message: string): GateResult {
  return { id, title: id, mode: 'enforce', outcome, effect: outcome, message, evidence: 'check' };
}

/** A mistake that is several reasons at once: a failed gate for each. */
export function refused(mistake: UserError, reasons: readonly string[]): StageFailure {
  return new StageFailure(
    mistake,
    reasons.map((reason, index) => ({
      ...check(`refusal/${index + 1}`, 'fail', reason),
      title: reasons.length === 1 ? 'refused' : `refused (${index + 1} of ${reasons.length})`,
    })),
  );
}
