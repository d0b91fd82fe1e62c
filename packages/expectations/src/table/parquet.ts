import type { Row, Session } from '../engine/duckdb';
import { sqlPath } from '../engine/sql';
import { familyOf, valueOf, type Column } from './column';
import type { Table } from './table';

/** A Parquet file with the names and types that it states itself. Index columns that pandas wrote are left out. */
export async function openParquet(session: Session, path: string): Promise<Table> {
  const file = sqlPath(path);
  const from = `read_parquet(${file}, hive_partitioning = false, file_row_number = true)`;
  const types = (await session.rows(`DESCRIBE SELECT * EXCLUDE (file_row_number) FROM ${from}`)).map(
    ({ column_type }) => String(column_type),
  );
  const names = topLevelNames(await session.rows(`SELECT name, num_children FROM parquet_schema(${file})`));
  const index = indexColumns(
    await session.rows(
      `SELECT decode(value) AS value FROM parquet_kv_metadata(${file}) WHERE key = 'pandas'::BLOB`,
    ),
  );
  const columns = types
    .map((sqlType, place): Column => {
      return { index: place, name: names[place] ?? `column${place}`, family: familyOf(sqlType), sqlType };
    })
    .filter(({ name }) => !index.has(name));
  const aliases = [...types.map((_type, place) => `r${place}`), 'row'].join(', ');
  const table: Table = {
    columns,
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

function presentValue({ index, family }: Column): string {
  const raw = `r${index}`;
  return family === 'float' ? `CASE WHEN isnan(${raw}) THEN NULL ELSE ${raw} END` : raw;
}

/** The schema is a tree in depth-first order, the root first. DuckDB renames columns that differ in case only; this does not. */
function topLevelNames([root, ...nodes]: Row[]): string[] {
  const names: string[] = [];
  let at = 0;
  const skipSubtree = (): void => {
    const children = Number(nodes[at++]?.['num_children'] ?? 0);
    for (let child = 0; child < children; child++) skipSubtree();
  };
  for (let child = 0; child < Number(root?.['num_children'] ?? 0); child++) {
    names.push(String(nodes[at]?.['name']));
    skipSubtree();
  }
  return names;
}

/** Names of the columns that hold a data frame's index, by the metadata that pandas writes. */
function indexColumns(rows: Row[]): Set<string> {
  for (const { value } of rows) {
    try {
      const metadata: unknown = JSON.parse(String(value));
      if (metadata && typeof metadata === 'object' && 'index_columns' in metadata) {
        const { index_columns: columns } = metadata;
        if (Array.isArray(columns)) {
          return new Set(columns.filter((column): column is string => typeof column === 'string'));
        }
      }
    } catch {
      // Metadata that is not JSON is another program's, and names no index.
    }
  }
  return new Set();
}
