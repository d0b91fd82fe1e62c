import { UserError } from '@modelgate/contracts';
import { nearNames, quotedList, shown } from '../wording';
import type { ColumnProfile, Profile } from './profile';

export interface GuessedTarget {
  column: string;
  /** A sentence for people. */
  reason: string;
}

export interface GuessedTask {
  task: 'binary-classification' | 'multiclass-classification' | 'regression';
  /** A sentence for people. */
  reason: string;
}

/** Names that columns to predict usually have, the surest first. */
const TARGET_NAMES = [
  'target',
  'label',
  'class',
  'y',
  'outcome',
  'response',
  'labels',
  'classes',
  'is_fraud',
  'churn',
];

/** Whole numbers of more distinct values than this are amounts, not classes. */
const MOST_CLASSES = 20;

/**
 * The column that is to be predicted, by its name, else the last one.
 * @throws UserError for a table without columns to predict from
 */
export function guessTarget({ columns }: Profile): GuessedTarget {
  const last = columns.at(-1);
  if (!last || columns.length < 2) {
    throw new UserError('the data has no column to predict beside one to predict it from', {
      fix: 'use a table with at least two columns',
    });
  }
  for (const name of TARGET_NAMES) {
    const found = columns.find((column) => column.name.toLowerCase() === name);
    if (found)
      return { column: found.name, reason: `${shown(found.name)} is what such a column is usually called` };
  }
  const ending = columns.filter(({ name }) => /[_\- .](target|label|class|outcome)$/i.test(name));
  if (ending[0] && ending.length === 1) {
    return { column: ending[0].name, reason: `the name ${shown(ending[0].name)} ends as such names do` };
  }
  return { column: last.name, reason: `no name tells, so it is the last column, ${shown(last.name)}` };
}

/**
 * What kind of prediction a column asks for.
 * @throws UserError where there is no such column
 */
export function guessTask({ rows, columns }: Profile, target: string): GuessedTask {
  const column = columns.find(({ name }) => name === target);
  if (!column) {
    const names = columns.map(({ name }) => name);
    const near = nearNames(target, names);
    throw new UserError(`the data has no column ${shown(target)}`, {
      fix:
        near.length > 0
          ? `did you mean ${near.map(shown).join(' or ')}?`
          : `name one of ${quotedList(names.slice(0, 20))}`,
    });
  }
  const what = described(column);
  if (column.distinct_exact && column.distinct <= 2) {
    return { task: 'binary-classification', reason: `${what}: ${classList(column)}` };
  }
  if (column.family === 'text' || column.family === 'boolean') {
    return { task: 'multiclass-classification', reason: `${what}: ${classList(column)}` };
  }
  if (
    column.whole &&
    column.distinct_exact &&
    column.distinct <= MOST_CLASSES &&
    rows >= column.distinct * 5
  ) {
    return { task: 'multiclass-classification', reason: `${what}, and few of them: ${classList(column)}` };
  }
  return { task: 'regression', reason: `${what}, too many to be classes` };
}

function described({ name, family, whole, distinct, distinct_exact }: ColumnProfile): string {
  const kind =
    family === 'text'
      ? 'text'
      : family === 'boolean'
        ? 'boolean'
        : whole
          ? 'whole-number'
          : family === 'empty'
            ? 'missing'
            : 'numeric';
  const count = distinct_exact ? String(distinct) : `about ${distinct}`;
  return `${shown(name)} has ${count} distinct ${kind} ${distinct === 1 ? 'value' : 'values'}`;
}

function classList({ values, distinct }: ColumnProfile): string {
  if (values.length === 0) return 'none is listed';
  const first = values.slice(0, 5).map(({ value }) => shown(value));
  return first.join(', ') + (distinct > first.length ? ', ...' : '');
}
