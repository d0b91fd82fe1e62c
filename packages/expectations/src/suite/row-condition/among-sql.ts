import type { Dialect } from '../../engine/dialect';
import type { Literal } from './condition';
import { equalSql } from './compared-sql';
import type { Value } from './value';

/** Whether a value equals one of a list; true or false, never NULL. A missing one is among texts and the like by None. */
export function amongSql(value: Value, literals: readonly Literal[], dialect: Dialect): string {
  const equal = literals.flatMap((literal) => equalSql(value, literal, dialect) ?? []);
  const left = new Map<string, string[]>();
  for (const { left: side, right } of equal) left.set(side, [...(left.get(side) ?? []), ...right]);
  const parts = [...left].map(([side, right]) => `${side} IN (${[...new Set(right)].join(', ')})`);
  // pandas puts NaN for a missing integer or float, which None is not equal to.
  const isNan = value.family === 'integer' || value.family === 'float';
  const missing = literals.some(({ kind }) => kind === 'missing') && !isNan;
  const found = parts.length === 0 ? [] : [`coalesce(${parts.join(' OR ')}, false)`];
  const all = missing ? [...found, `${value.sql} IS NULL`] : found;
  return all.length === 0 ? 'false' : `(${all.join(' OR ')})`;
}
