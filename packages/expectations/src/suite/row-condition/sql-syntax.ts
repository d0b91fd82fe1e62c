import { ExpectationError } from '../../expectations/expectation-error';
import { findColumn } from '../../expectations/find-column';
import { readSql } from '../../expectations/sql-text';
import { valueOf, type Column } from '../../table/column';
import { failAt } from './fail-at';

/** SQL over the rows of a table, and the columns that it mentions. */
export interface ConditionSql {
  sql: string;
  columns: Column[];
}

/** Words of SQL; a column of such a name is written in double quotes. */
const RESERVED = new Set(
  (
    'all and any array as asc between both by case cast collate cross current_date current_time current_timestamp desc distinct ' +
    'else end escape exists extract false filter first for from full group having ilike in interval is isnull join last ' +
    'leading left like limit not notnull null nulls on or order over partition rows similar some then to trailing true ' +
    'try_cast using when where window with'
  ).split(' '),
);

/** Words that begin a query; in parentheses it would read more than the row that a condition is about. */
const QUERIES = new Set(
  'select from values table with pivot unpivot describe show summarize explain insert update delete copy'.split(
    ' ',
  ),
);

const PARTS =
  /(?<blank>\s+)|(?<comment>--[^\n]*|\/\*[^]*?\*\/)|(?<text>'(?:[^']|'')*')|(?<quoted>"(?:[^"]|"")*"|`[^`]*`)|(?<number>\d[\d_]*\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)|(?<word>[\p{L}_][\p{L}\p{N}\p{M}_$]*)|(?<sign>::|\S)/gu;

interface Part {
  kind: 'text' | 'quoted' | 'number' | 'word' | 'sign';
  value: string;
  at: number;
}

/**
 * A condition or value written as SQL, with the names of columns replaced by what stands for their values. Names are
 * found whatever their case; in double quotes (or, as Spark writes them, backticks) they may hold anything.
 * @throws ExpectationError for a name that is no column, and for SQL that would read more than one row
 */
export function conditionSqlText(text: string, known: readonly Column[]): ConditionSql {
  const parts = partsOf(text);
  if (parts.length === 0)
    throw new ExpectationError('row_condition: expected a condition, got an empty text');
  // Nothing of the text may reach beyond the parentheses that it is put into.
  if (parts.every(({ value }) => value !== ';')) readSql(text, 'row_condition');
  const columns = new Map<number, Column>();
  const valueOfName = (name: string): string => {
    const column = findColumn({ columns: known }, name);
    columns.set(column.index, column);
    return valueOf(column);
  };
  let sql = '';
  let end = 0;
  parts.forEach((part, index) => {
    const before = parts[index - 1];
    refuseQueries(text, part, before);
    // What stands between the parts is blanks and comments.
    if (part.at > end) sql += ' ';
    end = part.at + part.value.length;
    if (part.kind === 'quoted') sql += valueOfName(unquoted(part.value));
    else if (part.kind === 'word' && isName(parts, index, known)) sql += valueOfName(part.value);
    else sql += part.value;
  });
  return { sql, columns: [...columns.values()] };
}

function refuseQueries(text: string, { kind, value, at }: Part, before: Part | undefined): void {
  if (kind === 'sign' && value === ';') failAt(text, at, 'only one condition is allowed');
  const lower = value.toLowerCase();
  if (kind === 'word' && (lower === 'select' || (before?.value === '(' && QUERIES.has(lower))))
    failAt(text, at, `${value} is not allowed: a condition reads the values of one row, and no query`);
}

/** Whether a word is the name of a column, and not a word of SQL, a function, a type or a field. */
function isName(parts: readonly Part[], index: number, known: readonly Column[]): boolean {
  const [extract, before, part, after] = [index - 2, index - 1, index, index + 1].map(
    (place) => parts[place],
  );
  if (!part || RESERVED.has(part.value.toLowerCase())) return false;
  if (before?.value === '(' && /^extract$/i.test(extract?.value ?? '')) return false;
  if (after?.value === '(' || after?.kind === 'text') return false;
  if (before?.value === '::' || before?.value === '.' || /^as$/i.test(before?.value ?? '')) return false;
  // `DATE` in `CAST(x AS DOUBLE PRECISION)` and in `INTERVAL 3 DAYS` is no column unless there is one of that name.
  const afterType = before?.kind === 'word' || before?.kind === 'number';
  return !(afterType && !RESERVED.has(before.value.toLowerCase())) || hasColumn(known, part.value);
}

function hasColumn(columns: readonly Column[], name: string): boolean {
  const folded = name.toLowerCase();
  return columns.some((column) => column.name.toLowerCase() === folded);
}

function unquoted(name: string): string {
  const inner = name.slice(1, -1);
  return name.startsWith('"') ? inner.replaceAll('""', '"') : inner;
}

function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  for (const { groups = {}, index } of text.matchAll(PARTS)) {
    for (const kind of ['text', 'quoted', 'number', 'word', 'sign'] as const) {
      const value = groups[kind];
      if (value === undefined) continue;
      if (kind === 'sign' && /['"`]/.test(value)) failAt(text, index, `there is no closing ${value}`);
      parts.push({ kind, value, at: index });
    }
  }
  return parts;
}
