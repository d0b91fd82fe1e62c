import { UserError } from '@modelgate/contracts';
import type { Session } from '../engine/duckdb';
import { messageOf } from '../engine/error-message';
import { sqlText } from '../engine/sql';
import { valueOf, type Column, type Family } from './column';
import type { DataFile, DataFiles } from './data-files';
import { assertSameColumns } from './same-columns';
import type { Table } from './table';
import { linesOf, runsOf } from './text-lines';

/** A line that is a row; other ones are blank. */
const HOLDS_ROW = `line IS NOT NULL AND trim(line, ' \t') <> ''`;

/**
 * Files of one JSON object a line. The columns are the keys of the objects in the order in which they appear; a key that
 * an object lacks, null and NaN are missing values. Values are of the type that they have in JSON: texts are never taken
 * for numbers or times, and a column of several types is a column of texts.
 * @throws UserError for lines that are no JSON object, and for files of different columns
 */
export async function openJsonl(session: Session, { files }: DataFiles): Promise<Table> {
  const structures = await readStructures(session, files);
  const [first] = structures;
  assertSameColumns(structures.map(({ file, kinds }) => ({ name: file.name, columns: [...kinds.keys()] })));
  const columns = [...(first?.kinds.keys() ?? [])].map((name, index): Column => {
    const kind = structures.map(({ kinds }) => kinds.get(name) ?? 'NULL').reduce(commonKind);
    return { index, name, family: FAMILY[kind], sqlType: SQL_TYPE[kind] };
  });
  const rows = structures.reduce((sum, each) => sum + each.rows, 0);
  return tableOf(session, files, { columns, rows });
}

/** What the values of a key are, as DuckDB's `json_group_structure` names it. */
type Kind = 'NULL' | 'UBIGINT' | 'BIGINT' | 'DOUBLE' | 'BOOLEAN' | 'VARCHAR' | 'LIST' | 'STRUCT' | 'MIXED';

const FAMILY: Record<Kind, Family> = {
  NULL: 'empty',
  UBIGINT: 'integer',
  BIGINT: 'integer',
  DOUBLE: 'float',
  BOOLEAN: 'boolean',
  VARCHAR: 'text',
  LIST: 'list',
  STRUCT: 'struct',
  MIXED: 'text',
};

const SQL_TYPE: Record<Kind, string> = {
  NULL: 'VARCHAR',
  UBIGINT: 'BIGINT',
  BIGINT: 'BIGINT',
  DOUBLE: 'DOUBLE',
  BOOLEAN: 'BOOLEAN',
  VARCHAR: 'VARCHAR',
  LIST: 'JSON',
  STRUCT: 'JSON',
  MIXED: 'VARCHAR',
};

const NUMBERS: readonly Kind[] = ['UBIGINT', 'BIGINT', 'DOUBLE'];

/** The kind that holds the values of both. */
function commonKind(left: Kind, right: Kind): Kind {
  if (left === right || right === 'NULL') return left;
  if (left === 'NULL') return right;
  const wider = NUMBERS[Math.max(NUMBERS.indexOf(left), NUMBERS.indexOf(right))];
  return NUMBERS.includes(left) && NUMBERS.includes(right) ? (wider ?? 'MIXED') : 'MIXED';
}

interface Structure {
  file: DataFile;
  rows: number;
  kinds: Map<string, Kind>;
}

async function readStructures(session: Session, files: readonly DataFile[]): Promise<Structure[]> {
  const rows = files.map((file, index) => `SELECT ${index} AS file, line FROM ${linesOf([file])}`);
  const found = new Map<number, { structure: string; rows: number }>();
  try {
    const structures = await session.rows(
      `SELECT file, count(*) AS rows, json_group_structure(line::JSON)::VARCHAR AS structure FROM (${rows.join(' UNION ALL ')}) ` +
        `WHERE ${HOLDS_ROW} GROUP BY file`,
    );
    for (const { file, rows: count, structure } of structures) {
      found.set(Number(file), { structure: String(structure), rows: Number(count) });
    }
  } catch (error) {
    if (messageOf(error)?.includes('Malformed JSON') !== true) throw error;
    for (const file of files) await assertObjects(session, file);
    throw error;
  }
  const read: Structure[] = [];
  for (const [index, file] of files.entries()) {
    const own = found.get(index);
    if (own === undefined) {
      throw new UserError('the file is empty', {
        where: { file: file.name },
        fix: 'fetch or write the data anew: one JSON object a line',
      });
    }
    // Lists have keys, too: the numbers of their places.
    const isObjects = own.structure.startsWith('{');
    const kinds = isObjects ? await kindsFrom(session, own.structure) : new Map<string, Kind>();
    if (kinds.size === 0) {
      await assertObjects(session, file);
      throw new UserError('the objects in the file have no keys', {
        where: { file: file.name },
        fix: 'write the columns of each row as the keys of its object',
      });
    }
    read.push({ file, rows: own.rows, kinds });
  }
  return read;
}

/** Read by DuckDB: objects of JavaScript put keys that are whole numbers first. */
async function kindsFrom(session: Session, structure: string): Promise<Map<string, Kind>> {
  const entries = await session.rows(
    `SELECT key, value::VARCHAR AS value FROM json_each(${sqlText(structure)})`,
  );
  const kinds = new Map<string, Kind>();
  for (const { key, value } of entries) {
    // A text instead of an object has no key: there are lines that are none.
    if (typeof key === 'string' && typeof value === 'string') kinds.set(key, kindOf(value));
  }
  return kinds;
}

function kindOf(structure: string): Kind {
  if (structure.startsWith('[')) return 'LIST';
  if (structure.startsWith('{')) return 'STRUCT';
  const name = structure.replaceAll('"', '');
  return isKind(name) ? name : 'MIXED';
}

function isKind(text: string): text is Kind {
  return Object.hasOwn(FAMILY, text);
}

/** @throws UserError that names the first line that is no JSON object */
async function assertObjects(session: Session, file: DataFile): Promise<void> {
  const isObject = `CASE WHEN json_valid(line) THEN json_type(line) = 'OBJECT' ELSE false END`;
  const [row] = await session.rows(
    `SELECT number, line, json_valid(line) AS valid FROM ` +
      `(SELECT row_number() OVER () AS number, line FROM ${linesOf([file])}) ` +
      `WHERE ${HOLDS_ROW} AND NOT ${isObject} ORDER BY number LIMIT 1`,
  );
  if (!row) return;
  const line = String(row['line']);
  throw new UserError(row['valid'] === true ? 'the line is JSON, but no object' : 'the line is not JSON', {
    where: { file: file.name, line: Number(row['number']) },
    why: `the line reads: ${line.length > 200 ? `${line.slice(0, 197)}...` : line}`,
    fix: 'write one JSON object a line, such as {"age": 31, "income": 1200.5}',
  });
}

function tableOf(
  session: Session,
  files: readonly [DataFile, ...DataFile[]],
  { columns, rows: count, settled = false }: { columns: Column[]; rows: number; settled?: boolean },
): Table {
  const lines = runsOf(files, ({ compression }) => compression)
    .map((run) => `SELECT line FROM ${linesOf(run)}`)
    .join(' UNION ALL ');
  const table: Table = {
    columns,
    estimatedRows: count,
    rows: (used, { numbered = false } = {}) => {
      const number = numbered ? ', row_number() OVER () - 1 AS i' : '';
      if (used.length === 0) return `SELECT 1 AS one${number} FROM (${lines}) WHERE ${HOLDS_ROW}`;
      const pointers = used.map(({ name }) => sqlText(pointerTo(name))).join(', ');
      const parsed = `SELECT json_extract_string(line, [${pointers}]) AS x${number} FROM (${lines}) WHERE ${HOLDS_ROW}`;
      const raw = used.map(({ index }, place) => `x[${place + 1}] AS r${index}`).join(', ');
      const values = used.map((column) => `${typedValue(column)} AS ${valueOf(column)}, r${column.index}`);
      return `SELECT ${values.join(', ')}${numbered ? ', i' : ''} FROM (SELECT ${raw}${numbered ? ', i' : ''} FROM (${parsed}))`;
    },
    checks: (used) => (settled ? [] : used.filter(isInteger).map((column) => beyond(column, 'BIGINT'))),
    settled: async () =>
      settled
        ? table
        : tableOf(session, files, {
            columns: await withLargeIntegers(session, table),
            rows: count,
            settled: true,
          }),
  };
  return table;
}

/** RFC 6901, which reaches every key whatever characters it holds. */
function pointerTo(name: string): string {
  return `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

function typedValue({ index, family, sqlType }: Column): string {
  const raw = `r${index}`;
  switch (family) {
    case 'integer':
      return `TRY_CAST(${raw} AS ${sqlType})`;
    case 'float':
      return `nullif(TRY_CAST(${raw} AS DOUBLE), 'nan'::DOUBLE)`;
    case 'boolean':
      return `(${raw} = 'true')`;
    case 'list':
    case 'struct':
      return `${raw}::JSON`;
    case 'empty':
      return 'CAST(NULL AS DOUBLE)';
    default:
      return raw;
  }
}

function isInteger({ family }: Column): boolean {
  return family === 'integer';
}

/** An aggregate: how many integers a type does not hold. */
function beyond({ index }: Column, type: 'BIGINT' | 'UBIGINT'): string {
  return `count_if(r${index} IS NOT NULL AND TRY_CAST(r${index} AS ${type}) IS NULL)`;
}

/** Integers from 2^63 on are unsigned where none is negative, else floats, as in pandas. */
async function withLargeIntegers(session: Session, { columns, rows }: Table): Promise<Column[]> {
  const integers = columns.filter(isInteger);
  if (integers.length === 0) return columns;
  const counts = integers.flatMap((column) => [
    `${beyond(column, 'BIGINT')} AS signed${column.index}`,
    `${beyond(column, 'UBIGINT')} AS unsigned${column.index}`,
  ]);
  const [row = {}] = await session.rows(`SELECT ${counts.join(', ')} FROM (${rows(integers)})`);
  return columns.map((column): Column => {
    if (!isInteger(column) || Number(row[`signed${column.index}`]) === 0) return column;
    return Number(row[`unsigned${column.index}`]) === 0
      ? { ...column, sqlType: 'UBIGINT' }
      : { ...column, family: 'float', sqlType: 'DOUBLE' };
  });
}
