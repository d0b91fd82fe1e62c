import type { Dialect } from '../engine/dialect';
import type { JsonObject } from '../json';
import { pandasType, valueOf, type Column } from '../table/column';
import type { Figures } from '../table/table';
import type { ResultDetail } from '../validation-result';
import { quotedList, shown } from '../wording';
import { mapFinding, mapVerdict, presence, presentCount } from './column-map';
import type { Plan, Telling, Verdict } from './define';
import { ExpectationError } from './expectation-error';
import { isKnown, OBJECT_NAMES, PYTHON_TYPE, scalarName, speaksSql, typeNames } from './type-names';

export interface TypeQuestion {
  column: Column;
  sql: Dialect;
  /** The argument that holds the names. */
  argument: 'type_' | 'type_list';
  /** null: any type will do, the observed one is reported. */
  names: string[] | null;
  mostly: number;
  /** Whether only names count that Great Expectations' pandas engine accepts. */
  strict: boolean;
}

/** The plan of a column whose type has to have one of several names. */
export function typePlan(question: TypeQuestion): Plan {
  const { column, sql } = question;
  const culprits = culpritsOf(column, sql);
  return {
    columns: [column],
    expressions: [presentCount(column)],
    second: (figures) =>
      culprits && judge(question, figures).result.unexpected_count
        ? [{ columns: [column], expressions: Object.values(culprits) }]
        : [],
    verdict: (figures, { figures: answers }) => {
      const verdict = judge(question, figures);
      if (!culprits || !verdict.result.unexpected_count) return verdict;
      const examples = answers.count(culprits.numbers) > 0 ? answers.json(culprits.examples) : null;
      if (!Array.isArray(examples)) return verdict;
      const not_numbers = [...new Set(examples)].slice(0, EXAMPLES);
      return {
        ...verdict,
        result: { ...verdict.result, details: { ...verdict.result.details, not_numbers } },
      };
    },
    unexpected: { columns: [column], condition: `${valueOf(column)} IS NOT NULL` },
  };
}

/** Asked of a column that fails: aggregates over texts that may be a column of numbers with a few texts in it. */
interface Culprits {
  numbers: string;
  examples: string;
}

/** Texts that are looked at, the first in their order, and how many different ones of them are named. */
const LOOKED_AT = 20;
const EXAMPLES = 3;

function culpritsOf(column: Column, sql: Dialect): Culprits | undefined {
  if (column.family !== 'text') return undefined;
  const text = sql.toText(valueOf(column));
  const isNumber = sql.regexMatches(text, NUMBER);
  return {
    numbers: sql.countIf(isNumber),
    examples: sql.smallest(`CASE WHEN NOT ${isNumber} THEN ${text} END`, LOOKED_AT),
  };
}

const NUMBER = '^\\s*[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?\\s*$';

function judge(
  { column, argument, names, mostly, strict: onlyStrict }: TypeQuestion,
  figures: Figures,
): Verdict {
  const found = presence(figures, column);
  const dtype = pandasType(column, found);
  if (names === null) return { success: true, result: { observed_value: scalarName(dtype) } };
  if (argument === 'type_' && dtype === 'object' && names.some((name) => OBJECT_NAMES.includes(name))) {
    return { success: true, result: { observed_value: scalarName(dtype) } };
  }
  const { strict, lenient } = typeNames(column, found);
  const exact = names.some((name) => strict.has(name));
  const loose = exact || onlyStrict ? [] : names.filter((name) => lenient.has(name));
  const success = exact || loose.length > 0;
  const details: JsonObject = loose.length > 0 ? { lenient: loose } : {};
  if (!onlyStrict && speaksSql(names)) {
    return { success, result: { observed_value: column.sqlType, ...withDetails(details) } };
  }
  if (dtype !== 'object') {
    return { success, result: { observed_value: scalarName(dtype), ...withDetails(details) } };
  }
  if (!names.some((name) => isKnown(name, { strict: onlyStrict }))) {
    throw new ExpectationError(`${argument} names no type that is known: ${quotedList(names)}`);
  }
  const verdict = mapVerdict({ ...found, unexpected: success ? 0 : found.present }, mostly);
  if (!success && found.present > 0) {
    details['observed_type'] = PYTHON_TYPE[column.family] ?? column.sqlType;
  }
  return {
    success: verdict.success,
    result: { ...verdict.result, ...withDetails(details) },
    // All rows are at fault, or none is.
    unexpected: { columns: [column], condition: success ? 'false' : `${valueOf(column)} IS NOT NULL` },
  };
}

function withDetails(details: JsonObject): { details?: JsonObject } {
  return Object.keys(details).length > 0 ? { details } : {};
}

export function tellType(
  {
    column,
    expected,
    argument,
    mostly,
  }: { column: string; expected: string; argument: string; mostly: number },
  { details = {}, ...result }: ResultDetail,
): Telling {
  const observed = String(details['observed_type'] ?? result.observed_value);
  const failing = result.unexpected_count === undefined ? 'it' : `${mapFinding(result, mostly)}: the type`;
  const culprits = Array.isArray(details['not_numbers']) ? details['not_numbers'].map(shown).join(', ') : '';
  return {
    expected: `the type of ${shown(column)} ${expected}`,
    found: `${failing} is ${observed}${culprits === '' ? '' : `; values that are no numbers: ${culprits}`}`,
    complete: true,
    fix:
      culprits === ''
        ? `write the column with the agreed type, or ${argument === 'type_' ? 'name its type in type_' : 'add its type to type_list'}`
        : 'correct these values, or leave them empty where they mean that there is none',
  };
}
