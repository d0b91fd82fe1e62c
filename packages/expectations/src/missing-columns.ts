import type { Effect } from '@modelgate/contracts';
import type { ExpectationResult } from './validation-result';
import { shown } from './wording';

/** A gate in the making: what it shows is not written yet. */
export interface Judgement {
  result: ExpectationResult;
  title: string;
  effect: Effect;
}

const WEIGHT: Record<Effect, number> = { fail: 2, warn: 1, pass: 0 };

/**
 * One missing column fails every expectation on it. For each of these, the judgement that tells of the column in full:
 * the heaviest, so that readers meet it first, and among equals the one that compares the sets of columns; undefined for
 * an expectation whose column is there.
 */
export function tellersOfMissingColumns<J extends Judgement>(judgements: readonly J[]): (J | undefined)[] {
  const tellers = new Map<string, J>();
  const consider = (column: string, candidate: J) => {
    const known = tellers.get(column);
    if (!known || WEIGHT[candidate.effect] > WEIGHT[known.effect]) tellers.set(column, candidate);
  };
  for (const judgement of judgements) {
    for (const column of columnsMissedBySet(judgement.result)) consider(column, judgement);
  }
  for (const judgement of judgements) {
    const column = missingColumnOf(judgement.result)?.name;
    if (column !== undefined) consider(column, judgement);
  }
  return judgements.map(({ result }) => {
    const column = missingColumnOf(result)?.name;
    return column === undefined ? undefined : tellers.get(column);
  });
}

export function missingColumnOf({ meta }: ExpectationResult) {
  return meta.modelgate?.missing_column;
}

/** What mends a missing column: the data first, as a suite states what was agreed. */
export function missingColumnFix(result: ExpectationResult, others: number): string {
  const { name = '', near = [], data } = missingColumnOf(result) ?? {};
  const there = data === undefined ? 'in the data' : `in ${data}`;
  const inData =
    near.length > 0
      ? `rename ${near.map(shown).join(' or ')} to ${shown(name)} ${there} if it is that column, else restore ${shown(name)}`
      : `restore the column ${there}`;
  const place = result.meta.modelgate?.place;
  const rest = others === 0 ? '' : ` and ${others} more on this column`;
  return `${inData}; if the data is right, mend the expectation${place === undefined ? '' : ` at ${place}`}${rest}`;
}

/** Columns that an expectation about the set of columns found missing. */
function columnsMissedBySet({ success, result }: ExpectationResult): string[] {
  const mismatched = success ? undefined : result.details?.['mismatched'];
  if (mismatched === null || typeof mismatched !== 'object' || Array.isArray(mismatched)) return [];
  const missing = mismatched['missing'];
  return Array.isArray(missing) ? missing.filter((name) => typeof name === 'string') : [];
}
