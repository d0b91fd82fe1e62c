import type { Dialect } from '../engine/dialect';
import { valueOf, type Column } from '../table/column';
import { jsonOf } from '../table/json-value';
import { shown } from '../wording';
import { presence, presentCount } from './column-map';
import { defineExpectation } from './define';
import { distinctSetSchema, isMember, membersOf } from './distinct-set';
import { findColumn } from './find-column';
import { columnKwargs, flag } from './kwargs';
import { listed } from './set-membership';
import { assertHashable } from './unique-count';

/** How many of the most common values are listed, where they are many. */
const LISTED = 1000;

/**
 * Without `ties_okay` there has to be one most common value alone; over nothing there is none, and it fails. As in
 * pandas, a date or time never equals a text of the set.
 */
export const expectColumnMostCommonValueToBeInSet = defineExpectation({
  type: 'expect_column_most_common_value_to_be_in_set',
  kwargs: columnKwargs({ value_set: distinctSetSchema, ties_okay: flag }),
  plan: ({ column: name, value_set: set, ties_okay: tiesOkay }, { table, sql }) => {
    const column = findColumn(table, name);
    const comparable = isTimeLike(column) ? [] : membersOf(column, set, sql);
    const query = modesQuery(column, isMember(column, comparable, sql), sql);
    return {
      columns: [column],
      expressions: [presentCount(column)],
      second: (figures) => {
        if (presence(figures, column).present === 0) return [];
        assertHashable(column);
        return [{ columns: [column], sql: query }];
      },
      verdict: (figures, answers) => {
        const rows = presence(figures, column).present === 0 ? [] : answers.rows(0);
        const [ties, hits] = [Number(rows[0]?.['ties'] ?? 0), Number(rows[0]?.['hits'] ?? 0)];
        const modes = rows.map(({ v = null }) => jsonOf(v, column));
        return {
          success: tiesOkay ? hits > 0 : ties === 1 && hits === 1,
          result: {
            observed_value: modes,
            ...(ties > modes.length ? { details: { most_common_values: ties } } : {}),
          },
        };
      },
    };
  },
  tell: ({ column, value_set: set, ties_okay: tiesOkay }, { observed_value: observed }) => {
    const modes = Array.isArray(observed) ? observed : [];
    return {
      expected: `the most common value of ${shown(column)} is one of ${listed(set)}`,
      found:
        modes.length === 0
          ? 'there is no value at all'
          : modes.length === 1
            ? `it is ${listed(modes)}`
            : `${listed(modes)} are equally common`,
      fix: `find out what made this value common (a default, a filter, a source), or change value_set${modes.length > 1 && !tiesOkay ? ' (ties_okay: true allows several of them)' : ''}`,
    };
  },
});

function isTimeLike({ family }: Column): boolean {
  return family === 'date' || family === 'timestamp' || family === 'timestamptz';
}

/** The most common values in order, each with how many they are and how many of them are in the set. */
function modesQuery(column: Column, member: string, sql: Dialect) {
  const value = valueOf(column);
  const order = column.family === 'text' ? sql.byCodePoint(sql.toText(value)) : value;
  return (rows: string) =>
    `WITH g AS (SELECT ${value}, count(*) AS n FROM ${rows} AS r WHERE ${value} IS NOT NULL GROUP BY ${value}) ` +
    `SELECT ${sql.textOf(column)} AS v, count(*) OVER () AS ties, ` +
    `count(CASE WHEN ${member} THEN 1 END) OVER () AS hits ` +
    `FROM g WHERE n = (SELECT max(n) FROM g) ORDER BY ${order} LIMIT ${LISTED}`;
}
