import { UserError } from '@modelgate/contracts';
import type { DataSource } from './data-source';
import type { Session } from './engine/duckdb';
import type { Json } from './json';
import { doubleOf, isNumeric, valueOf, type Column } from './table/column';
import { jsonOf, textOf } from './table/json-value';
import { withTables, type OpenedTable } from './table/open-table';
import type { Table } from './table/table';
import { nearNames, quotedList, shown } from './wording';

export interface OverlapOptions {
  train: DataSource;
  test: DataSource;
  /** Columns that identify a row. Without them a whole row does, over the columns that both have. */
  keys?: readonly string[];
}

export interface OverlapExample {
  /** 0-based number of the row in the test data. */
  row: number;
  /** The values that were compared, by column. */
  values: { [column: string]: Json };
}

export interface Overlap {
  /** Rows of the test data that are in the training data too; repeated ones count each. */
  rows: number;
  /** All rows of the test data. */
  testRows: number;
  /** `rows` of `testRows`, 0 to 1; 0 where there are no rows. */
  share: number;
  by: 'keys' | 'rows';
  /** What was compared, as the test data calls it. */
  columns: string[];
  /** The first of the rows, at most 5. */
  examples: OverlapExample[];
}

const EXAMPLES = 5;

/**
 * How much of the test data is in the training data: rows that a model has seen say nothing of how it does on new ones.
 * Rows are equal by their keys, where a missing value equals nothing, or as a whole, where it equals a missing value.
 * Numbers are equal whatever their types; columns of different types otherwise are compared as texts. One query over both.
 * @throws UserError where data cannot be read, a key column is missing, or the two have no column in common
 */
export async function overlap({ train, test, keys = [] }: OverlapOptions): Promise<Overlap> {
  return withTables([train, test], async (session, [trainOpened, testOpened]) => {
    if (!trainOpened || !testOpened) throw new Error('two tables were asked for');
    const names =
      keys.length > 0 ? keyNames(keys, [trainOpened, testOpened]) : commonNames(trainOpened, testOpened);
    return compare(session, {
      train: trainOpened.table,
      test: testOpened.table,
      names,
      byKeys: keys.length > 0,
    });
  });
}

interface Question {
  train: Table;
  test: Table;
  /** Names of the columns to compare, one of each side. */
  names: readonly { train: string; test: string }[];
  byKeys: boolean;
}

interface Pair {
  train: Column;
  test: Column;
}

async function compare(session: Session, question: Question): Promise<Overlap> {
  const { train, test, names, byKeys } = question;
  const pairs = names.map((name): Pair => ({
    train: named(train, name.train),
    test: named(test, name.test),
  }));
  const testColumns = pairs.map((pair) => pair.test);
  const [row = {}] = await session.rows(queryOf(question, pairs));
  if (Number(row['refuted']) > 0) {
    return compare(session, { ...question, train: await train.settled(), test: await test.settled() });
  }
  const rows = Number(row['shared']);
  const testRows = Number(row['total']);
  return {
    rows,
    testRows,
    share: testRows > 0 ? rows / testRows : 0,
    by: byKeys ? 'keys' : 'rows',
    columns: testColumns.map(({ name }) => name),
    examples: readExamples(row['examples'], testColumns),
  };
}

/** Scans each side once: the keys of the training data are grouped, those of the test data looked up among them. */
function queryOf({ train, test, byKeys }: Question, pairs: readonly Pair[]): string {
  const trainColumns = pairs.map((pair) => pair.train);
  const testColumns = pairs.map((pair) => pair.test);
  const shownValues = testColumns.map((column, place) => `'v${place}': ${textOf(column)}`).join(', ');
  return (
    `WITH train AS MATERIALIZED (SELECT ${keyOf(pairs, 'train', byKeys)} AS train_key, true AS found, ` +
    `${refutedBy(train, trainColumns)} AS refuted FROM (${train.rows(trainColumns)}) GROUP BY train_key), ` +
    `test AS (SELECT *, ${keyOf(pairs, 'test', byKeys)} AS test_key FROM (${test.rows(testColumns, { numbered: true })})) ` +
    `SELECT count(*) AS total, count(found) AS shared, ` +
    `min(CASE WHEN found THEN {'i': i, 'v': {${shownValues}}} END, ${EXAMPLES}) AS examples, ` +
    `${refutedBy(test, testColumns)} + coalesce((SELECT sum(refuted) FROM train), 0) AS refuted ` +
    `FROM test LEFT JOIN train ON train_key ${byKeys ? '=' : 'IS NOT DISTINCT FROM'} test_key`
  );
}

/** What identifies a row: missing values in it are equal to each other. With keys, one that misses any is NULL. */
function keyOf(pairs: readonly Pair[], side: 'train' | 'test', byKeys: boolean): string {
  const values = pairs.map((pair, place) => `'k${place}': ${comparable(pair, side)}`).join(', ');
  if (!byKeys) return `{${values}}`;
  const present = pairs.map((pair) => `${valueOf(pair[side])} IS NOT NULL`).join(' AND ');
  return `CASE WHEN ${present} THEN {${values}} END`;
}

/** An aggregate that is above 0 where the types of the columns do not hold. */
function refutedBy(table: Table, columns: readonly Column[]): string {
  const checks = table.checks(columns);
  return checks.length === 0 ? '0' : `greatest(${checks.join(', ')}, 0)`;
}

function named({ columns }: Table, name: string): Column {
  const column = columns.find((each) => each.name === name);
  if (!column) throw new Error(`no column ${name}`);
  return column;
}

/** A column's value in the form that both sides have in common. */
function comparable(pair: Pair, side: 'train' | 'test'): string {
  const column = pair[side];
  if (column.family === 'empty') return 'CAST(NULL AS VARCHAR)';
  if (comparedAs(pair) === 'text') return textOf(column);
  return comparedAs(pair) === 'double' ? doubleOf(column) : valueOf(column);
}

type Comparison = 'text' | 'double' | 'value';

function comparedAs({ train, test }: Pair): Comparison {
  if (isNumeric(train.family) && isNumeric(test.family)) {
    return train.family === test.family ? 'value' : 'double';
  }
  if (train.family === 'list' || train.family === 'struct' || train.family !== test.family) return 'text';
  const isTimestamp = train.family === 'timestamp' || train.family === 'timestamptz';
  return isTimestamp || train.sqlType === test.sqlType ? 'value' : 'text';
}

function readExamples(list: Json | undefined, columns: readonly Column[]): OverlapExample[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry) => {
    if (!isObject(entry)) return [];
    const texts = entry['v'];
    const values = columns.map((column, place): [string, Json] => [
      column.name,
      isObject(texts) ? jsonOf(texts[`v${place}`] ?? null, column) : null,
    ]);
    return [{ row: Number(entry['i']), values: Object.fromEntries(values) }];
  });
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** @throws UserError that names the data without the column, and near columns */
function keyNames(
  keys: readonly string[],
  [train, test]: readonly [OpenedTable, OpenedTable],
): { train: string; test: string }[] {
  return [...new Set(keys)].map((key) => ({ train: keyIn(train, key), test: keyIn(test, key) }));
}

/** The column of a name; where there is none, the one whose name differs in case only. */
function keyIn({ table, source }: OpenedTable, key: string): string {
  const names = table.columns.map(({ name }) => name);
  const folded = key.toLowerCase();
  const found = names.find((name) => name === key) ?? names.find((name) => name.toLowerCase() === folded);
  if (found !== undefined) return found;
  const near = nearNames(key, names);
  throw new UserError(`the data has no key column ${shown(key)}`, {
    where: { file: source.name },
    fix:
      near.length > 0
        ? `did you mean ${near.map(shown).join(' or ')}?`
        : `name columns of it as keys: it has ${someOf(names)}`,
  });
}

/** @throws UserError where no column has the same name in both */
function commonNames(train: OpenedTable, test: OpenedTable): { train: string; test: string }[] {
  const known = new Set(train.table.columns.map(({ name }) => name));
  const names = test.table.columns.map(({ name }) => name);
  const common = names.filter((name) => known.has(name));
  if (common.length === 0) {
    throw new UserError(`the data has no column in common with ${train.source.name}`, {
      where: { file: test.source.name },
      why: `it has ${someOf(names)}, and ${train.source.name} has ${someOf([...known])}`,
      fix: 'training and test data have the same columns; the target may be missing in test data',
    });
  }
  return common.map((name) => ({ train: name, test: name }));
}

const LISTED = 10;

function someOf(names: readonly string[]): string {
  const more = names.length > LISTED ? `, and ${names.length - LISTED} more` : '';
  return quotedList(names.slice(0, LISTED)) + more;
}
