import { wilsonInterval } from '@modelgate/gates';
import type { Json, JsonObject } from '../json';
import type { Expectation } from '../suite/suite';
import type { ColumnProfile } from './profile';

/** What the files tell of one column. */
export interface ColumnEvidence {
  column: string;
  files: readonly { rows: number; profile: ColumnProfile }[];
}

/** Of the Wilson bound of completeness. */
const CONFIDENCE = 0.95;
/** A column with values in no more than this share of its rows is mostly missing; nothing is asked of it. */
const LEAST_COMPLETE = 0.2;
/** Texts are categories where there are at most this many values per row. */
const MOST_DISTINCT_PER_ROW = 0.1;

type Rule = (evidence: ColumnEvidence) => Expectation | undefined;

/** What the rules propose for a column, in their order. */
export function suggestedFor(evidence: ColumnEvidence): Expectation[] {
  return RULES.flatMap((rule) => rule(evidence) ?? []);
}

/** No value is missing anywhere. */
const completeIfComplete: Rule = ({ column, files }) => {
  const { rows, present } = presence(files);
  if (rows === 0 || present < rows) return undefined;
  return warning('expect_column_values_to_not_be_null', { column }, 'complete_if_complete', {
    rows,
    missing: 0,
  });
};

/** The share of values that the least complete file surely has: the lower end of its Wilson interval, rounded down. */
const retainCompleteness: Rule = ({ column, files }) => {
  const { rows, present } = presence(files);
  if (present === rows) return undefined;
  const shares = files.map((file) => (file.rows === 0 ? 1 : presence([file]).present / file.rows));
  const bounds = files.map((file) => wilsonInterval(presence([file]).present, file.rows, CONFIDENCE).lower);
  const mostly = Math.floor(Math.min(...bounds) * 100) / 100;
  if (Math.min(...shares) <= LEAST_COMPLETE || mostly <= 0) return undefined;
  return warning('expect_column_values_to_not_be_null', { column, mostly }, 'retain_completeness', {
    rows,
    missing: rows - present,
    lowest_completeness: Math.min(...shares),
    wilson_lower: Math.min(...bounds),
    confidence: CONFIDENCE,
  });
};

/** All categories are known. */
const categories: Rule = ({ column, files }) => {
  const { present } = presence(files);
  if (present === 0 || files.some(({ profile: { family } }) => family !== 'text')) return undefined;
  if (files.some(({ profile }) => !profile.distinct_exact || profile.values.length < profile.distinct)) {
    return undefined;
  }
  const counts = new Map<Json, number>();
  for (const { profile } of files) {
    for (const { value, count } of profile.values) counts.set(value, (counts.get(value) ?? 0) + count);
  }
  if (counts.size / present > MOST_DISTINCT_PER_ROW) return undefined;
  const values = [...counts.keys()].sort((left, right) => (String(left) < String(right) ? -1 : 1));
  return warning('expect_column_values_to_be_in_set', { column, value_set: values }, 'categorical_range', {
    rows: present,
    rows_seen: Object.fromEntries(values.map((value) => [String(value), counts.get(value) ?? 0])),
  });
};

/** What is never below 0 is an amount or a count. */
const nonNegative: Rule = ({ column, files }) => {
  const range = rangeOf(files);
  if (!range || range.min < 0) return undefined;
  return warning('expect_column_min_to_be_between', { column, min_value: 0 }, 'non_negative', {
    rows: range.rows,
    smallest: range.min,
  });
};

/** The smallest and the largest number of all files. */
const range: Rule = ({ column, files }) => {
  const found = rangeOf(files);
  if (!found) return undefined;
  return warning(
    'expect_column_values_to_be_between',
    { column, min_value: found.min, max_value: found.max },
    'range',
    { rows: found.rows, smallest: found.min, largest: found.max },
  );
};

const RULES: readonly Rule[] = [completeIfComplete, retainCompleteness, categories, nonNegative, range];

function presence(files: ColumnEvidence['files']): { rows: number; present: number } {
  let [rows, missing] = [0, 0];
  for (const file of files) {
    rows += file.rows;
    missing += file.profile.missing;
  }
  return { rows, present: rows - missing };
}

/** Nothing where a file has no finite numbers in the column. */
function rangeOf(files: ColumnEvidence['files']): { min: number; max: number; rows: number } | undefined {
  let [min, max] = [Infinity, -Infinity];
  for (const { profile } of files) {
    const isNumber =
      profile.family === 'integer' || profile.family === 'float' || profile.family === 'decimal';
    if (!isNumber || typeof profile.min !== 'number' || typeof profile.max !== 'number') return undefined;
    min = Math.min(min, profile.min);
    max = Math.max(max, profile.max);
  }
  return Number.isFinite(min) ? { min, max, rows: presence(files).present } : undefined;
}

function warning(type: string, kwargs: JsonObject, rule: string, evidence: JsonObject): Expectation {
  return { type, kwargs, severity: 'warning', meta: { rule, evidence } };
}
