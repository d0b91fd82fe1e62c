import * as z from 'zod';
import type { Dialect } from '../engine/dialect';
import type { Json } from '../json';
import { parsePythonJson, type PythonJson } from '../patterns/python-json';
import { valueOf, type Column } from '../table/column';
import { jsonNumber } from '../table/json-value';
import { defineExpectation } from './define';
import { ExpectationError } from './expectation-error';
import { tableKwargs } from './kwargs';
import { readSql } from './sql-text';

const EXPECTED = 'expected a query, as: SELECT * FROM {batch} WHERE amount < 0';

/** The rows of the data in the query: a name, as not every engine takes a query there without one. */
const BATCH = 'modelgate_batch';

/** How many of the rows a result holds. */
const LISTED = 200;

/**
 * A query that finds what is wrong: `{batch}` stands for the rows of the data, under the names of its columns. Great
 * Expectations has it for SQL alone.
 */
export const unexpectedRowsExpectation = defineExpectation({
  type: 'unexpected_rows_expectation',
  kwargs: tableKwargs({ unexpected_rows_query: z.string({ error: EXPECTED }).min(1, EXPECTED) }),
  plan: ({ unexpected_rows_query: text }, { table: { columns }, sql }) => {
    const found = queryOver(text);
    const batch = (rows: string) => `WITH ${BATCH} AS (${batchOf(rows, columns, sql)})`;
    return {
      columns,
      expressions: [],
      second: () => [
        { columns, sql: (rows) => `${batch(rows)} SELECT count(*) AS n FROM (${found}) AS q` },
        {
          columns,
          sql: (rows) =>
            `${batch(rows)} SELECT ${sql.toText('to_json(q)')} AS x FROM (${found}) AS q LIMIT ${LISTED}`,
        },
      ],
      verdict: (_figures, answers) => {
        const count = Number(answers.rows(0)[0]?.['n'] ?? 0);
        const rows = answers.rows(1).map(({ x }) => parsed(x ?? null));
        return {
          success: count === 0,
          result: {
            observed_value: shownCount(count),
            details: { unexpected_rows: rows, unexpected_row_count: count },
          },
        };
      },
    };
  },
  tell: ({ unexpected_rows_query: text }, { details = {}, observed_value: observed }) => {
    const [first] = Array.isArray(details['unexpected_rows']) ? details['unexpected_rows'] : [];
    return {
      expected: `no row is found by ${text.trim()}`,
      found: `${details['unexpected_row_count'] === 1 ? 'there is' : 'there are'} ${String(observed)}${first === undefined ? '' : `, the first is ${JSON.stringify(first)}`}`,
      complete: true,
      fix: 'correct or drop these rows, or narrow the query',
    };
  },
});

/** As Great Expectations counts them in words. */
function shownCount(count: number): string {
  return `${count} unexpected ${count === 1 ? 'row' : 'rows'}`;
}

function batchOf(rows: string, columns: readonly Column[], sql: Dialect): string {
  const named = columns.map((column) => `${valueOf(column)} AS ${sql.identifier(column.name)}`);
  return `SELECT ${named.join(', ')} FROM ${rows} AS t`;
}

/** @throws ExpectationError for what is no single query, or names anything else in braces */
function queryOver(text: string): string {
  const { sql, bare } = readSql(text, 'unexpected_rows_query');
  if (!/^\(*\s*(select|with|from|values)\b/i.test(bare)) {
    throw new ExpectationError(
      'unexpected_rows_query: only a query is allowed, which begins with SELECT or WITH',
    );
  }
  return sql.replace(/\{\{|\}\}|\{batch\}|[{}]/g, (braces) => {
    if (braces === '{batch}') return BATCH;
    if (braces.length === 2) return braces.charAt(0);
    throw new ExpectationError(
      'unexpected_rows_query: {batch} alone can stand in braces; write {{ and }} where the query itself has braces',
    );
  });
}

function parsed(row: Json): Json {
  return typeof row === 'string' ? ofPython(parsePythonJson(row)) : row;
}

/** The infinities, which a database writes as bare words, are texts. */
function ofPython(value: PythonJson): Json {
  if (typeof value === 'number') return jsonNumber(value);
  if (Array.isArray(value)) return value.map(ofPython);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, ofPython(each)]));
}
