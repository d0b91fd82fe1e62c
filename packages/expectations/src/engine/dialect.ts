import type { Column } from '../table/column';

/**
 * How one engine spells SQL; one file per engine in `dialects`. Expectations take from here whatever differs between
 * engines. Arguments called `x` are SQL expressions, results are SQL expressions.
 */
export interface Dialect {
  name: 'duckdb' | 'postgres';

  /** `'it''s'` */
  text(value: string): string;
  /** `'a', 'b'`, for IN. */
  texts(values: readonly string[]): string;
  /** Whether a text is one of many. */
  isOneOf(x: string, texts: readonly string[]): string;
  /** An IEEE double, NaN and the infinities too. */
  double(value: number): string;
  /** `"a ""b"""` */
  identifier(name: string): string;

  /** A number as an IEEE double. */
  toDouble(x: string): string;
  toText(x: string): string;
  toDate(x: string): string;
  toTimestamp(x: string): string;
  toTimestamptz(x: string): string;
  /** A column's value as text, lossless, by which every type passes to JavaScript alike; read by `jsonOf`. */
  textOf(column: Column): string;
  /** Microseconds since 1970 of a date or time, UTC. */
  epochMicros(x: string): string;
  /** Whether a double is infinite. */
  isInfinite(x: string): string;

  /** Aggregates. Each is exactly one call, so that `FILTER (WHERE ...)` can follow it. */
  countIf(condition: string): string;
  countDistinct(x: string): string;
  /** Of doubles, the same whatever the order of the rows; undefined behaviour over infinities. */
  sum(x: string): string;
  /** Of doubles, the same whatever the order of the rows; undefined behaviour over infinities. */
  mean(x: string): string;
  sampleStdev(x: string): string;
  populationStdev(x: string): string;
  /** The `limit` smallest of the values as a list. */
  smallest(x: string, limit: number): string;

  /** The values at the discrete quantiles of numbers, as a list: for `p` of n values in order the one at rank `ceil(p * n)`. */
  discreteQuantiles(x: string, at: readonly number[]): string;
  /**
   * The rows of a condition as a list of objects, in the order of `i`, the first `limit` only unless that is undefined.
   * Not one call: it holds its condition itself. Absent where a query for each list, cut short, is cheaper.
   */
  entries?(fields: Readonly<Record<string, string>>, condition: string, limit: number | undefined): string;

  /** A text in a form that is ordered by code point, whatever the collation. */
  byCodePoint(x: string): string;
  /** Length in code points. */
  codePoints(x: string): string;
  /** Whether a text holds a match of an RE2 pattern anywhere; the pattern is a text, not SQL. */
  regexMatches(x: string, pattern: string): string;
  /** Whether `regexMatches` can follow a pattern. Default: any. */
  canMatch?(pattern: string): boolean;
  /** SQL LIKE; the pattern is a text, not SQL. */
  like(x: string, pattern: string): string;
}
