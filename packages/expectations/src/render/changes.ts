import { formatNumber } from '@modelgate/report';
import type { ExpectationResult, ResultDetail, ValidationResult } from '../validation-result';
import { shown } from '../wording';

/**
 * `broken`: met before, not now; `mended`: the reverse; `failing`: not met both times, with other figures; `moved`: met
 * both times, with another observed value; `added` and `removed`: in one of the two suites only.
 */
export type ChangeKind = 'broken' | 'mended' | 'failing' | 'moved' | 'added' | 'removed';

export interface Change {
  kind: ChangeKind;
  /** `expect_column_values_to_be_between(age)`, with `#2` for the second such expectation of a suite. */
  expectation: string;
  /** Its place in the results of the later run; undefined where it was removed. */
  index?: number;
  /** Whether its arguments are others than before. */
  rewritten?: boolean;
  /** Figures of the two runs, where both have one. */
  before?: string;
  now?: string;
}

/** What differs between two results of a suite; an expectation is the same one by its type, its columns and its turn among such. */
export function changesSince(previous: ValidationResult, current: ValidationResult): Change[] {
  const before = named(previous);
  const now = named(current);
  const changes: Change[] = [];
  for (const [expectation, { result, index }] of now) {
    const earlier = before.get(expectation);
    const change = earlier ? changeOf(earlier.result, result) : { kind: 'added' as const };
    if (change) changes.push({ expectation, index, ...change });
  }
  for (const expectation of before.keys()) {
    if (!now.has(expectation)) changes.push({ expectation, kind: 'removed' });
  }
  return changes;
}

const WORDS: Record<ChangeKind, string> = {
  broken: 'no longer met',
  mended: 'met again',
  failing: 'still not met, with other figures',
  moved: 'met with another value',
  added: 'new',
  removed: 'removed',
};

/** `no longer met; its arguments changed`. */
export function changeWords({ kind, rewritten }: Change): string {
  return rewritten ? `${WORDS[kind]}; its arguments changed` : WORDS[kind];
}

/** `2 no longer met, 1 met again`; `nothing changed`. */
export function changeSentence(changes: readonly Change[]): string {
  const counts = Object.entries(WORDS).flatMap(([kind, words]) => {
    const count = changes.filter((change) => change.kind === kind).length;
    return count > 0 ? [`${count} ${words}`] : [];
  });
  return counts.length > 0 ? counts.join(', ') : 'nothing changed';
}

function named({ results }: ValidationResult): Map<string, { result: ExpectationResult; index: number }> {
  const names = new Map<string, { result: ExpectationResult; index: number }>();
  for (const [index, result] of results.entries()) {
    const name = nameOf(result);
    let unique = name;
    for (let turn = 2; names.has(unique); turn++) unique = `${name}#${turn}`;
    names.set(unique, { result, index });
  }
  return names;
}

const COLUMN_KEYS = ['column', 'column_A', 'column_B', 'column_list'];

/** `expect_column_pair_values_to_be_equal(a, b)`. */
function nameOf({ expectation_config: { type, kwargs } }: ExpectationResult): string {
  const columns = COLUMN_KEYS.flatMap((key) => kwargs[key] ?? []).filter((name) => typeof name === 'string');
  return columns.length > 0 ? `${type}(${columns.join(', ')})` : type;
}

function changeOf(
  before: ExpectationResult,
  now: ExpectationResult,
): Pick<Change, 'kind' | 'rewritten' | 'before' | 'now'> | undefined {
  const rewritten =
    JSON.stringify(before.expectation_config.kwargs) !== JSON.stringify(now.expectation_config.kwargs);
  const figures = { before: figureOf(before), now: figureOf(now) };
  const known = figures.before !== undefined && figures.now !== undefined;
  if (before.success !== now.success) {
    return { kind: now.success ? 'mended' : 'broken', rewritten, ...(known ? figures : {}) };
  }
  if (!known || figures.before === figures.now) return undefined;
  return { kind: now.success ? 'moved' : 'failing', rewritten, ...figures };
}

/** What was found, short enough for a cell: an observed value, or how many rows are unexpected. */
function figureOf({ result, exception_info }: ExpectationResult): string | undefined {
  if (exception_info.raised_exception) return 'not evaluated';
  const observed = observedOf(result);
  if (observed !== undefined) return observed;
  const { unexpected_count: unexpected } = result;
  return unexpected === undefined ? undefined : `${unexpected} unexpected`;
}

function observedOf({ observed_value: value }: ResultDetail): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === 'number' ? formatNumber(value) : shown(value);
}
