import type { GateResult } from '@modelgate/contracts';
import { toGates } from '../to-gates';
import type { ExpectationResult } from '../validation-result';
import type { Run, Validation } from './run';

/** Unexpected values that are named where a person reads them. */
export const SHOWN_EXAMPLES = 5;

/** What people call one validation: its suite, and the data. */
export function titleOf({ data, result }: Validation): string {
  return `${result.suite_name} over ${data}`;
}

/** An expectation's result beside what it says in words. */
export interface Judged {
  result: ExpectationResult;
  gate: GateResult;
}

/** The results of a validation in the order of its suite, each in words. */
export function judgedOf({ data, result }: Validation): Judged[] {
  const gates = toGates(result, { suiteName: result.suite_name, role: data, examples: SHOWN_EXAMPLES });
  return result.results.flatMap((each, index) => {
    const gate = gates[index];
    return gate ? [{ result: each, gate }] : [];
  });
}

/** Whether nothing failed that is critical; what has severity warning or info only warns. */
export function passes({ validations }: Run): boolean {
  return validations.every((validation) => judgedOf(validation).every(({ gate }) => gate.effect !== 'fail'));
}

/** How many data sets, suites and expectations a run had: `12 expectations of applications over data/train.csv`. */
export function runWords({ validations }: Run): string {
  const count = validations.reduce((sum, { result }) => sum + result.results.length, 0);
  const expectations = `${count} ${count === 1 ? 'expectation' : 'expectations'}`;
  const [first] = validations;
  return first && validations.length === 1
    ? `${expectations} of ${titleOf(first)}`
    : `${expectations} in ${validations.length} validations`;
}
