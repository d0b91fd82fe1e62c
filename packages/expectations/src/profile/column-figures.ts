import type { Dialect } from '../engine/dialect';
import { doubleOf, isNumeric, valueOf, type Column } from '../table/column';
import type { Figures } from '../table/table';
import { roughScale, type Scale } from './numeric-bins';

export function isCategory({ family }: Pick<Column, 'family'>): boolean {
  return family === 'text' || family === 'boolean';
}

export function isScalar({ family }: Column): boolean {
  return family !== 'list' && family !== 'struct' && family !== 'bytes';
}

/** A number where it is finite. */
export function finiteOf(column: Column, sql: Dialect): string {
  const x = doubleOf(column);
  return column.family === 'float' ? `CASE WHEN ${sql.isInfinite(x)} THEN NULL ELSE ${x} END` : x;
}

/** The aggregates that a column's profile is read from. */
export function figuresOf(column: Column, sql: Dialect) {
  const value = valueOf(column);
  const numeric = isNumeric(column.family);
  const finite = finiteOf(column, sql);
  return {
    present: `count(${value})`,
    distinct: isScalar(column) ? `approx_count_distinct(${value})` : '0',
    min: isScalar(column) ? `min(${value})` : 'NULL',
    max: isScalar(column) ? `max(${value})` : 'NULL',
    mean: numeric ? sql.mean(finite) : 'NULL',
    square: numeric ? sql.mean(`${finite} * ${finite}`) : 'NULL',
    ...(column.family === 'float'
      ? {
          infinite: sql.countIf(sql.isInfinite(doubleOf(column))),
          low: `min(${finite})`,
          high: `max(${finite})`,
        }
      : {}),
    fractions: numeric ? sql.countIf(`${doubleOf(column)} <> trunc(${doubleOf(column)})`) : '1',
  };
}

export function rangeOf(column: Column, figures: Figures, sql: Dialect): { min: number; max: number } {
  const { low, high, min, max } = figuresOf(column, sql);
  return { min: Number(figures.json(low ?? min)), max: Number(figures.json(high ?? max)) };
}

/** About where the finite numbers of a column are and how far they spread; nothing where there are none. */
export function scaleOf(column: Column, figures: Figures, sql: Dialect): [Column, Scale][] {
  const names = figuresOf(column, sql);
  const mean = isNumeric(column.family) ? figures.number(names.mean) : null;
  if (mean === null || !Number.isFinite(mean)) return [];
  const scale = roughScale({ mean, square: figures.number(names.square), ...rangeOf(column, figures, sql) });
  return scale ? [[column, scale]] : [];
}
