import { textOf } from '../../table/json-value';
import type { Dialect } from '../dialect';
import { sqlDouble, sqlList, sqlText } from '../sql';

export const duckDb: Dialect = {
  name: 'duckdb',

  text: sqlText,
  texts: sqlList,
  // One literal for all of them: DuckDB takes minutes and gigabytes to read a hundred thousand.
  isOneOf: (x, texts) =>
    `${x} IN (SELECT unnest(from_json(${sqlText(JSON.stringify(texts))}, '["VARCHAR"]')))`,
  double: sqlDouble,
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,

  toDouble: (x) => `(${x})::DOUBLE`,
  toText: (x) => `(${x})::VARCHAR`,
  toDate: (x) => `(${x})::DATE`,
  toTimestamp: (x) => `(${x})::TIMESTAMP`,
  toTimestamptz: (x) => `(${x})::TIMESTAMPTZ`,
  textOf,
  epochMicros: (x) => `epoch_us(${x})`,
  isInfinite: (x) => `isinf(${x})`,

  countIf: (condition) => `count_if(${condition})`,
  countDistinct: (x) => `count(DISTINCT ${x})`,
  // Compensated summation, as the order in which threads finish shows in the last digits of a plain sum.
  sum: (x) => `fsum(${x})`,
  mean: (x) => `favg(${x})`,
  sampleStdev: (x) => `stddev_samp(${x})`,
  populationStdev: (x) => `stddev_pop(${x})`,
  smallest: (x, limit) => `min(${x}, ${limit})`,
  discreteQuantiles: (x, at) => `quantile_disc(${x}, [${at.map((p) => `${p}::DOUBLE`).join(', ')}])`,
  entries: (fields, condition, limit) => {
    const values = Object.entries(fields).map(([name, value]) => `${sqlText(name)}: ${value}`);
    const entry = `{'i': i, ${values.join(', ')}}`;
    return limit === undefined
      ? `list(${entry} ORDER BY i) FILTER (${condition})`
      : `min(CASE WHEN ${condition} THEN ${entry} END, ${Math.max(1, limit)})`;
  },

  byCodePoint: (x) => x,
  codePoints: (x) => `length(${x})`,
  regexMatches: (x, pattern) => `regexp_matches(${x}, ${sqlText(pattern)})`,
  like: (x, pattern) => `(${x} LIKE ${sqlText(pattern)})`,
};
