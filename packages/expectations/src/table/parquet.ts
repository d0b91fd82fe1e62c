import type { Session } from '../engine/duckdb';
import { sqlPath } from '../engine/sql';
import { familyOf, valueOf, type Column } from './column';
import type { DataFiles } from './data-files';
import { assertCommonTypes, schemaOf, type Schema } from './parquet-schema';
import { assertSameColumns } from './same-columns';
import type { Table } from './table';
import { runsOf, sqlPaths } from './text-lines';

/** A query reads no other columns than its own: 3,000 expressions on 1,000 columns take a third of the time in ten queries. */
const EXPRESSIONS_AT_ONCE = 300;

/**
 * Parquet files with the names and types that they state themselves. Index columns that pandas wrote are left out.
 * @throws UserError for files of different columns, or of types that have nothing in common
 */
export async function openParquet(session: Session, { files: [first, ...rest] }: DataFiles): Promise<Table> {
  const head = await schemaOf(session, first);
  if (rest.length === 0 && !hidesRowNumber(head)) return singleTable(head);
  const schemas = [head];
  for (const file of rest) schemas.push(await schemaOf(session, file));
  assertSameColumns(
    schemas.map(({ file, columns }) => ({ name: file.name, columns: columns.map(({ name }) => name) })),
  );
  assertCommonTypes(schemas);
  return manyTable(session, schemas);
}

/** DuckDB numbers the rows of a file in a column of this name. */
function hidesRowNumber({ columns }: Schema): boolean {
  return columns.some(({ name }) => name.toLowerCase() === 'file_row_number');
}

function singleTable({ file, rows: count, types, columns }: Schema): Table {
  const from = `read_parquet(${sqlPath(file.path)}, hive_partitioning = false, file_row_number = true)`;
  const aliases = [...types.map((_type, place) => `r${place}`), 'row'].join(', ');
  const table: Table = {
    columns,
    expressionsAtOnce: EXPRESSIONS_AT_ONCE,
    estimatedRows: count,
    rows: (used, { numbered = false } = {}) => {
      const values = used.map((column) => `${presentValue(column)} AS ${valueOf(column)}`);
      if (numbered) values.push('row AS i');
      return `SELECT ${values.length > 0 ? values.join(', ') : 'row'} FROM ${from} AS t(${aliases})`;
    },
    checks: () => [],
    settled: async () => table,
  };
  return table;
}

/** Columns are found by their places, those of a file by its own: DuckDB matches names whatever their case. */
async function manyTable(session: Session, schemas: readonly Schema[]): Promise<Table> {
  const names = schemas[0]?.columns.map(({ name }) => name) ?? [];
  const placeOf = new Map(names.map((name, index) => [name, index]));
  const raw = (places: readonly number[]): string => {
    const parts = runsOf(schemas, readAlone).map((run) => {
      const [{ types, columns }] = run;
      const empty = new Set(columns.filter(isEmpty).map(({ name }) => placeOf.get(name)));
      const selected = places.map((place) => (empty.has(place) ? `NULL AS r${place}` : `r${place}`));
      if (selected.length === 0) selected.push('1 AS one');
      const aliases = types.map((_type, place) => {
        const column = columns.find(({ index }) => index === place);
        return column ? `r${placeOf.get(column.name) ?? 0}` : `x${place}`;
      });
      const files = sqlPaths(run.map(({ file }) => file));
      return `SELECT ${selected.join(', ')} FROM read_parquet(${files}, hive_partitioning = false) AS t(${aliases.join(', ')})`;
    });
    return parts.join(' UNION ALL ');
  };
  const types = await session.rows(`DESCRIBE ${raw(names.map((_name, index) => index))}`);
  const columns = names.map((name, index): Column => {
    const sqlType = String(types[index]?.['column_type']);
    const nowhere = schemas.every((schema) =>
      schema.columns.some((each) => each.name === name && isEmpty(each)),
    );
    return { index, name, family: nowhere ? 'empty' : familyOf(sqlType), sqlType };
  });
  const table: Table = {
    columns,
    expressionsAtOnce: EXPRESSIONS_AT_ONCE,
    estimatedRows: schemas.reduce((sum, { rows }) => sum + rows, 0),
    rows: (used, { numbered = false } = {}) => {
      const values = used.map((column) => `${presentValue(column)} AS ${valueOf(column)}`);
      if (numbered) values.push('row_number() OVER () - 1 AS i');
      return `SELECT ${values.length > 0 ? values.join(', ') : 'one'} FROM (${raw(used.map(({ index }) => index))})`;
    },
    checks: () => [],
    settled: async () => table,
  };
  return table;
}

/** One reader reads files of one schema, unless two of its names differ in case only. */
function readAlone({ file, types, columns }: Schema): string {
  const folded = new Set(columns.map(({ name }) => name.toLowerCase()));
  return folded.size < columns.length
    ? file.path
    : JSON.stringify([types, columns.map(({ name, index, family }) => [name, index, family])]);
}

function isEmpty({ family }: Column): boolean {
  return family === 'empty';
}

function presentValue({ index, family }: Column): string {
  const raw = `r${index}`;
  if (family === 'empty') return 'CAST(NULL AS DOUBLE)';
  return family === 'float' ? `CASE WHEN isnan(${raw}) THEN NULL ELSE ${raw} END` : raw;
}
