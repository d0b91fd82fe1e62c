import type { Dialect } from '../../engine/dialect';
import { isNumeric, type Family } from '../../table/column';

/** What a column or a calculation stands for in a condition. */
export interface Value {
  family: Family;
  /** The engine's name of the type. */
  sqlType: string;
  /** NULL where it is missing. */
  sql: string;
  /** How messages call it. */
  shown: string;
}

/** A number as an IEEE double; booleans are 0 and 1. */
export function asDouble({ family, sql }: Value, dialect: Dialect): string {
  if (family === 'float') return sql;
  return dialect.toDouble(family === 'boolean' ? `CASE WHEN ${sql} THEN 1 WHEN NOT ${sql} THEN 0 END` : sql);
}

/** Whether values are points in time without a zone: dates and times are compared with each other. */
export function isMoment({ family }: Value): boolean {
  return family === 'date' || family === 'timestamp';
}

export function isNumber({ family }: Value): boolean {
  return isNumeric(family);
}
