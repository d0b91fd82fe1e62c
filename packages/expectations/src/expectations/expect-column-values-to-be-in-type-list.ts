import * as z from 'zod';
import { pandasType, valueOf, type Column } from '../table/column';
import type { JsonObject } from '../json';
import type { Figures } from '../table/table';
import { quotedList, shown } from '../wording';
import { mapFinding, mapVerdict, presence, presentCount } from './column-map';
import { defineExpectation, type Verdict } from './define';
import { ExpectationError } from './expectation-error';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';
import { anyKnown, PYTHON_TYPE, scalarName, speaksSql, typeNames } from './type-names';

export const expectColumnValuesToBeInTypeList = defineExpectation({
  type: 'expect_column_values_to_be_in_type_list',
  kwargs: columnMapKwargs({
    type_list: z
      .union([z.array(z.string()), z.null()], { error: 'expected a list of type names' })
      .optional()
      .transform((names) => names ?? null),
  }),
  plan: ({ column: name, type_list: names, mostly }, { table, strictTypes }) => {
    const column = findColumn(table, name);
    const question = { column, names, mostly, strictTypes, culprits: culpritsOf(column) };
    return {
      columns: [column],
      expressions: [presentCount(column), ...Object.values(question.culprits ?? {})],
      verdict: (figures) => judge(question, figures),
      unexpected: { column, condition: `${valueOf(column)} IS NOT NULL` },
    };
  },
  tell: ({ column, type_list: names, mostly }, { details = {}, ...result }) => {
    const observed = String(details['observed_type'] ?? result.observed_value);
    const failing = result.unexpected_count === undefined ? 'it' : `${mapFinding(result, mostly)}: the type`;
    const culprits = Array.isArray(details['not_numbers'])
      ? details['not_numbers'].map(shown).join(', ')
      : '';
    return {
      expected: `the type of ${shown(column)} is one of ${quotedList(names ?? [])}`,
      found: `${failing} is ${observed}${culprits === '' ? '' : `; values that are no numbers: ${culprits}`}`,
      complete: true,
      fix:
        culprits === ''
          ? 'write the column with the agreed type, or add its type to type_list'
          : 'correct these values, or leave them empty where they mean that there is none',
    };
  },
});

interface Question {
  column: Column;
  /** null: any type will do, the observed one is reported. */
  names: string[] | null;
  mostly: number;
  strictTypes: boolean;
  culprits?: Culprits;
}

/** Aggregates over a column of texts that may be a column of numbers with a few texts in it. */
interface Culprits {
  numbers: string;
  examples: string;
}

/** Texts that are looked at, the first in their order, and how many different ones of them are named. */
const LOOKED_AT = 20;
const EXAMPLES = 3;

function culpritsOf(column: Column): Culprits | undefined {
  if (column.family !== 'text') return undefined;
  const number = `TRY_CAST(${valueOf(column)}::VARCHAR AS DOUBLE)`;
  return {
    numbers: `count(${number})`,
    examples: `min(CASE WHEN ${number} IS NULL THEN ${valueOf(column)}::VARCHAR END, ${LOOKED_AT})`,
  };
}

function judge({ column, names, mostly, strictTypes, culprits }: Question, figures: Figures): Verdict {
  const found = presence(figures, column);
  const dtype = pandasType(column, found);
  if (names === null) return { success: true, result: { observed_value: scalarName(dtype) } };

  const { strict, lenient } = typeNames(column, found);
  const exact = names.some((name) => strict.has(name));
  const loose = exact || strictTypes ? [] : names.filter((name) => lenient.has(name));
  const success = exact || loose.length > 0;
  const details: JsonObject = loose.length > 0 ? { lenient: loose } : {};
  if (!strictTypes && speaksSql(names)) {
    return { success, result: { observed_value: column.sqlType } };
  }
  if (dtype !== 'object') {
    return { success, result: { observed_value: scalarName(dtype), ...withDetails(details) } };
  }
  if (!anyKnown(names)) {
    throw new ExpectationError(`type_list names no type that is known: ${quotedList(names)}`);
  }
  const verdict = mapVerdict({ ...found, unexpected: success ? 0 : found.present }, mostly);
  if (!success) {
    details['observed_type'] = PYTHON_TYPE[column.family] ?? column.sqlType;
    const examples = culprits && figures.count(culprits.numbers) > 0 ? figures.json(culprits.examples) : null;
    if (Array.isArray(examples)) details['not_numbers'] = [...new Set(examples)].slice(0, EXAMPLES);
  }
  return { success: verdict.success, result: { ...verdict.result, ...withDetails(details) } };
}

function withDetails(details: JsonObject): { details?: JsonObject } {
  return Object.keys(details).length > 0 ? { details } : {};
}
