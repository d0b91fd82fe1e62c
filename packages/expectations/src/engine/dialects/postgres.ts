import { ExpectationError } from '../../expectations/expectation-error';
import { valueOf } from '../../table/column';
import type { Dialect } from '../dialect';
import { sqlText } from '../sql';
import { postgresPattern } from './postgres-regex';

/** A text as a literal that means the same whatever `standard_conforming_strings` says. */
function text(value: string): string {
  if (value.includes('\0')) throw new ExpectationError('PostgreSQL has no texts with a NUL character');
  return value.includes('\\') ? `E${sqlText(value.replaceAll('\\', '\\\\'))}` : sqlText(value);
}

export const postgres: Dialect = {
  name: 'postgres',

  text,
  texts: (values) => values.map(text).join(', '),
  isOneOf: (x, texts) => `${x} = ANY (ARRAY[${texts.map(text).join(', ')}]::text[])`,
  double: (value) => `'${value}'::float8`,
  identifier: (name) => `"${name.replaceAll('"', '""')}"`,

  toDouble: (x) => `(${x})::float8`,
  toText: (x) => `(${x})::text`,
  toDate: (x) => `(${x})::date`,
  toTimestamp: (x) => `(${x})::timestamp`,
  toTimestamptz: (x) => `(${x})::timestamptz`,
  textOf: (column) => {
    const value = valueOf(column);
    if (column.family === 'list' || column.family === 'struct') return `to_json(${value})::text`;
    return column.sqlType === 'FLOAT' ? `${value}::float8::text` : `${value}::text`;
  },
  epochMicros: (x) => `(extract(epoch FROM ${x}) * 1000000)::bigint`,
  isInfinite: (x) => `(abs(${x}) = 'Infinity'::float8)`,

  countIf: (condition) => `count(CASE WHEN ${condition} THEN 1 END)`,
  countDistinct: (x) => `count(DISTINCT ${x})`,
  sum: (x) => `sum(${x})`,
  mean: (x) => `avg(${x})`,
  sampleStdev: (x) => `stddev_samp(${x})`,
  populationStdev: (x) => `stddev_pop(${x})`,
  // An aggregate cannot be cut short; what reads it takes the first ones.
  smallest: (x) => `array_agg(DISTINCT ${x} ORDER BY ${x})`,
  // As doubles, since `pg` leaves a list of bigint a text.
  discreteQuantiles: (x, at) =>
    `percentile_disc(ARRAY[${at.join(', ')}]::float8[]) WITHIN GROUP (ORDER BY (${x})::float8)`,

  byCodePoint: (x) => `(${x} COLLATE "C")`,
  codePoints: (x) => `char_length(${x})`,
  canMatch: (pattern) => postgresPattern(pattern) !== undefined,
  regexMatches: (x, pattern) => {
    const own = postgresPattern(pattern);
    if (own === undefined) {
      throw new ExpectationError(`PostgreSQL cannot follow the regular expression ${pattern}`);
    }
    return `(${x} ~ ${text(own)})`;
  },
  like: (x, pattern) => `(${x} LIKE ${text(pattern)} ESCAPE '')`,
};
