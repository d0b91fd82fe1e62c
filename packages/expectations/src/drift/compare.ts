import type { DataProfile } from '@modelgate/contracts';
import type { DataSource } from '../data-source';
import { duckDb } from '../engine/dialects/duckdb';
import { isNumber } from '../profile/binned-columns';
import type { Reading } from '../profile/frequent-values';
import { profileTable } from '../profile/profile';
import { withTables } from '../table/open-table';
import { comparable, wantedColumns } from './compared-columns';
import { currentFigures, type CurrentFigures, type Pair } from './current-figures';
import { DEFAULT_THRESHOLDS, DISTANCES, type Thresholds } from './distances';
import type { ColumnDrift, DriftResult, Measure } from './drift-result';
import { exactDistances } from './exact-distances';
import { judgeMeasure } from './judge-measure';
import { measureColumn, type Measured, type MeasuredColumn } from './measure-column';

export interface CompareOptions {
  data: DataSource;
  /** A stored profile, or other data. */
  reference: DataProfile | DataSource;
  /** Default: all columns that one of the two has. */
  columns?: readonly string[];
  /** Columns that are not compared. */
  exclude?: readonly string[];
  /** By distance; what is not named keeps its default: `auto` for `psi`, `null_rate` and `new_categories`, `off` for the others. */
  thresholds?: Thresholds;
  /** Thresholds of single columns, over `thresholds`. */
  byColumn?: Readonly<Record<string, Thresholds | undefined>>;
  /** Rows that each side needs for a verdict. Default: 100. */
  minRows?: number;
  /** Of the sampling noise that `auto` allows for. Default: 0.999. */
  confidence?: number;
  /** What messages call the reference. Default: its name or path, or `the profile`. */
  referenceName?: string;
}

export const DEFAULT_MIN_ROWS = 100;
export const DEFAULT_CONFIDENCE = 0.999;

/**
 * How far data has moved from its reference, column by column, and whether it is farther than the thresholds allow.
 * Verdicts are on effect sizes alone; p-values inform. One scan of the data; where the reference is data too, one more
 * profile of it, and for columns whose thresholds the bins do not settle an exact query over both.
 * @throws UserError where data cannot be read or a named column is in neither
 */
export async function compare(options: CompareOptions): Promise<DriftResult> {
  const { data, reference } = options;
  if (isProfile(reference)) {
    return withTables([data], async (session, [opened]) => {
      const reading = { session, sql: duckDb, table: required(opened?.table) };
      return compareTable(reading, {
        ...options,
        profile: reference,
        referenceName: options.referenceName ?? 'the profile',
      });
    });
  }
  return withTables([data, reference], async (session, [opened, other]) => {
    // The types of both hold for all of their rows before they are compared by rows.
    const table = await required(other?.table).settled();
    const profile = await profileTable(session, table);
    const reading = { session, sql: duckDb, table: required(opened?.table) };
    const referenceName = options.referenceName ?? reference.name ?? reference.path;
    return compareTable(reading, {
      ...options,
      profile,
      referenceName,
      other: { session, sql: duckDb, table },
    });
  });
}

function isProfile(reference: DataProfile | DataSource): reference is DataProfile {
  return 'schema' in reference;
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a table was asked for');
  return value;
}

interface Comparison extends CompareOptions {
  profile: DataProfile;
  referenceName: string;
  other?: Reading;
}

async function compareTable(reading: Reading, comparison: Comparison): Promise<DriftResult> {
  const { profile, data, referenceName, other } = comparison;
  const minRows = comparison.minRows ?? DEFAULT_MIN_ROWS;
  const confidence = comparison.confidence ?? DEFAULT_CONFIDENCE;
  const isWanted = wantedColumns(comparison, reading.table.columns);
  const before = profile.columns.filter(({ name }) => isWanted(name));
  const found = await currentFigures(reading, (columns) =>
    before.flatMap((column) => {
      const current = columns.find(({ name }) => name === column.name);
      return current && comparable(column.family, current.family)
        ? [{ reference: column, column: current }]
        : [];
    }),
  );
  const now = found.reading.table.columns.filter(({ name }) => isWanted(name));
  const columns: ColumnDrift[] = [];
  for (const column of before) {
    const pair = found.pairs.find(({ reference }) => reference.name === column.name);
    const figures = pair && found.figures.get(pair.column);
    const current = now.find(({ name }) => name === column.name);
    columns.push(
      pair && figures
        ? await comparedColumn(pair, figures, {
            comparison,
            reading: found.reading,
            other,
            minRows,
            confidence,
          })
        : uncompared(
            column.name,
            current ? 'type_changed' : 'missing',
            column.sql_type,
            current?.sqlType ?? null,
          ),
    );
  }
  const names = new Set(before.map(({ name }) => name));
  for (const { name, sqlType } of now) {
    if (!names.has(name)) columns.push(uncompared(name, 'new', null, sqlType));
  }
  return {
    success: !columns.some(hasFailed),
    reference: { name: referenceName, kind: other ? 'data' : 'profile', rows: profile.rows },
    data: { name: data.name ?? data.path, rows: found.rows },
    min_rows: minRows,
    confidence,
    columns,
  };
}

/** Whether a column is not what it was: gone, of another kind, or farther than a threshold allows. */
export function hasFailed({ status, measures }: ColumnDrift): boolean {
  return (
    status === 'missing' || status === 'type_changed' || measures.some(({ outcome }) => outcome === 'fail')
  );
}

function uncompared(
  column: string,
  status: ColumnDrift['status'],
  before: string | null,
  now: string | null,
): ColumnDrift {
  return {
    column,
    status,
    reference_type: before,
    type: now,
    reference_values: 0,
    current_values: 0,
    bins: 0,
    new_categories: [],
    measures: [],
  };
}

async function comparedColumn(
  pair: Pair,
  figures: CurrentFigures,
  {
    comparison: { profile, thresholds, byColumn },
    reading,
    other,
    minRows,
    confidence,
  }: {
    comparison: Comparison;
    reading: Reading;
    other: Reading | undefined;
    minRows: number;
    confidence: number;
  },
): Promise<ColumnDrift> {
  const { reference, column } = pair;
  const made = measureColumn(pair, profile.rows, figures);
  const asked = { ...thresholds, ...byColumn?.[column.name] };
  const limits = { ...DEFAULT_THRESHOLDS, ...asked };
  const judge = (distance: (typeof DISTANCES)[number], measured: Measured): Measure =>
    judgeMeasure({
      distance,
      measured,
      threshold: limits[distance],
      byDefault: asked[distance] === undefined,
      noise: { ...made.noise, ...sizesOf(distance, made, figures), confidence },
      minRows,
    });
  const measures = DISTANCES.flatMap((distance) => {
    const measured = made.distances[distance];
    return measured ? [judge(distance, measured)] : [];
  });
  const counterpart = other?.table.columns.find(({ name }) => name === column.name);
  const exact =
    other && counterpart && isNumber(column) && isNumber(counterpart) && needsRows(measures, limits)
      ? await exactDistances(reading.session, reading.sql, {
          reference: { table: other.table, column: counterpart },
          current: { table: reading.table, column },
        })
      : undefined;
  const settled = measures.map((measure): Measure => {
    if (!exact) return measure;
    if (measure.distance === 'ks') return { ...judge('ks', { value: exact.ks }), p_value: exact.p_value };
    const deviation = reference.deviation ?? 0;
    return measure.distance === 'wasserstein' && deviation > 0 && Number.isFinite(exact.area)
      ? judge('wasserstein', { value: exact.area / deviation })
      : measure;
  });
  const complete = 'value' in (made.distances.new_categories ?? {});
  return {
    column: column.name,
    status: 'compared',
    reference_type: reference.sql_type,
    type: column.sqlType,
    reference_values: made.referenceValues,
    current_values: figures.present,
    bins: made.noise.bins,
    new_categories: complete ? figures.others : [],
    measures: settled,
  };
}

/** Bins do not settle the distance of Kolmogorov and Smirnov where it may be on either side of its threshold, and give that of Wasserstein but roughly. */
function needsRows(measures: readonly Measure[], limits: Thresholds): boolean {
  const isJudged = limits.wasserstein !== undefined && limits.wasserstein !== 'off';
  return (
    isJudged ||
    measures.some(
      ({ distance, bounds, outcome }) => distance === 'ks' && bounds && outcome === 'inconclusive',
    )
  );
}

/** How many rows a distance is of: missing values are rows and no values. */
function sizesOf(
  distance: (typeof DISTANCES)[number],
  { referenceRows, referenceValues }: MeasuredColumn,
  { rows, present }: CurrentFigures,
): { reference: number; current: number } {
  return distance === 'null_rate'
    ? { reference: referenceRows, current: rows }
    : { reference: referenceValues, current: present };
}
