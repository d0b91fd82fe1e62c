import * as z from 'zod';
import { sqlDouble, sqlList } from '../engine/sql';
import type { Json } from '../json';
import { doubleOf, isNumeric, valueOf, type Column } from '../table/column';
import { shown } from '../wording';
import { readBound, sqlBound } from './bounds';
import { mapFinding, mapPlan, mostlyProposal } from './column-map';
import { defineExpectation } from './define';
import { findColumn } from './find-column';
import { columnMapKwargs } from './kwargs';

type Member = string | number | boolean;

const EXPECTED = 'expected a list of numbers, texts and booleans';

export const expectColumnValuesToBeInSet = defineExpectation({
  type: 'expect_column_values_to_be_in_set',
  kwargs: columnMapKwargs({
    value_set: z
      .array(z.union([z.string(), z.number(), z.boolean(), z.null()], { error: EXPECTED }), {
        error: EXPECTED,
      })
      .transform((values) => values.filter((value) => value !== null)),
  }),
  plan: ({ column: name, value_set: set, mostly }, { table }) => {
    const column = findColumn(table, name);
    const { condition, strangers } = membership(column, set);
    const plan = mapPlan({
      column,
      mostly,
      condition: `${valueOf(column)} IS NOT NULL AND NOT ${condition}`,
    });
    return {
      ...plan,
      verdict: (figures) => {
        const { success, result } = plan.verdict(figures);
        const foreign = !success && strangers.length > 0;
        return {
          success,
          result: foreign
            ? { ...result, details: { type: column.sqlType, of_another_type: strangers } }
            : result,
        };
      },
    };
  },
  tell: ({ column, value_set: set, mostly }, { details = {}, ...result }) => {
    const { element_count: rows = 0, missing_count: missing = 0, unexpected_count: unexpected = 0 } = result;
    return {
      expected: `every value of ${shown(column)} is one of ${listed(set)}`,
      found: mapFinding(result, mostly),
      fix: `correct or drop these rows, or add the values to value_set${mostlyProposal(rows - missing - unexpected, rows - missing)}${strangersNote(details)}`,
    };
  },
});

interface Membership {
  /** True where a value, NULL aside, is one of the set. */
  condition: string;
  /** Members of the set that no value of the column can equal. */
  strangers: Member[];
}

/** Equality is Python's: booleans are 0 and 1, whole numbers equal floats, a number never equals a text. */
function membership(column: Column, set: readonly Member[]): Membership {
  if (isNumeric(column.family)) return numberMembership(column, set);
  switch (column.family) {
    case 'text':
      return textMembership(column, set);
    case 'date':
    case 'timestamp':
    case 'timestamptz':
      return timeMembership(column, set);
    case 'empty':
      return { condition: 'false', strangers: [] };
    default:
      return { condition: 'false', strangers: [...set] };
  }
}

function numberMembership(column: Column, set: readonly Member[]): Membership {
  const numbers = set.filter((member) => typeof member !== 'string').map(Number);
  const strangers = set.filter((member) => typeof member === 'string');
  const integers = column.family === 'integer';
  const members = numbers.flatMap((value) => (integers ? (integerLiteral(value) ?? []) : sqlDouble(value)));
  return { condition: isOneOf(integers ? valueOf(column) : doubleOf(column), members), strangers };
}

/** As DuckDB's largest integers hold it: a comparison as doubles would merge integers beyond 2^53. */
function integerLiteral(value: number): string | undefined {
  return Number.isInteger(value) && Math.abs(value) < 1e38 ? String(BigInt(value)) : undefined;
}

function textMembership(column: Column, set: readonly Member[]): Membership {
  const value = column.sqlType === 'VARCHAR' ? valueOf(column) : `${valueOf(column)}::VARCHAR`;
  const texts = set.filter((member) => typeof member === 'string');
  return {
    condition: isOneOf(value, texts.length === 0 ? [] : [sqlList(texts)]),
    strangers: set.filter((member) => typeof member !== 'string'),
  };
}

/** pandas reads the set as times as a whole: one member that is none, and nothing matches. */
function timeMembership(column: Column, set: readonly Member[]): Membership {
  const members: string[] = [];
  const strangers: Member[] = [];
  for (const member of set) {
    const bound = typeof member === 'string' ? readBound(member) : undefined;
    const fits = bound?.kind === column.family || (bound?.kind === 'date' && column.family === 'timestamp');
    if (bound && fits) members.push(sqlBound(bound));
    else strangers.push(member);
  }
  return { condition: isOneOf(valueOf(column), strangers.length === 0 ? members : []), strangers };
}

function isOneOf(value: string, members: readonly string[]): string {
  return members.length === 0 ? 'false' : `(${value} IN (${members.join(', ')}))`;
}

const LISTED = 8;

function listed(set: readonly Member[]): string {
  if (set.length === 0) return 'no value at all';
  const more = set.length > LISTED ? `, and ${set.length - LISTED} more` : '';
  return `${set.slice(0, LISTED).map(shown).join(', ')}${more}`;
}

function strangersNote({ type, of_another_type: strangers }: { [key: string]: Json }): string {
  if (!Array.isArray(strangers)) return '';
  const first = strangers.slice(0, LISTED).map(shown).join(', ');
  const more = strangers.length > LISTED ? ', ...' : '';
  return `; no value of the column, whose type is ${String(type)}, equals ${first}${more}`;
}
