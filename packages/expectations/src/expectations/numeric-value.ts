import type { Dialect } from '../engine/dialect';
import { valueOf, type Column } from '../table/column';

/** A column's value as an IEEE double, in which pandas compares; booleans are 0 and 1, as in Python. */
export function numberOf(column: Column, sql: Dialect): string {
  const value = valueOf(column);
  switch (column.family) {
    case 'float':
      return value;
    case 'boolean':
      return sql.toDouble(`CASE WHEN ${value} THEN 1 WHEN NOT ${value} THEN 0 END`);
    default:
      return sql.toDouble(value);
  }
}
