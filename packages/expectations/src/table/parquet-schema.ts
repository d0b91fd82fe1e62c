import { UserError } from '@modelgate/contracts';
import type { Row, Session } from '../engine/duckdb';
import { sqlPath } from '../engine/sql';
import { shown } from '../wording';
import { familyOf, type Column } from './column';
import type { DataFile } from './data-files';

/** What a Parquet file states of itself. */
export interface Schema {
  file: DataFile;
  rows: number;
  /** The types of all columns in the file, index columns too. */
  types: string[];
  /** Columns by their place in the file, without the index columns that pandas wrote. */
  columns: Column[];
}

export async function schemaOf(session: Session, file: DataFile): Promise<Schema> {
  const path = sqlPath(file.path);
  const types = (
    await session.rows(`DESCRIBE SELECT * FROM read_parquet(${path}, hive_partitioning = false)`)
  ).map(({ column_type }) => String(column_type));
  const fields = topLevelFields(
    await session.rows(`SELECT name, num_children, logical_type FROM parquet_schema(${path})`),
  );
  const index = indexColumns(
    await session.rows(
      `SELECT decode(value) AS value FROM parquet_kv_metadata(${path}) WHERE key = 'pandas'::BLOB`,
    ),
  );
  const columns = types
    .map((sqlType, place): Column => {
      const field = fields[place];
      const family = field?.isNull ? 'empty' : familyOf(sqlType);
      return { index: place, name: field?.name ?? `column${place}`, family, sqlType };
    })
    .filter(({ name }) => !index.has(name));
  const [{ rows = 0 } = {}] = await session.rows(
    `SELECT num_rows AS rows FROM parquet_file_metadata(${path})`,
  );
  return { file, rows: Number(rows), types, columns };
}

/** @throws UserError where a column is, say, a number in one file and a text in another */
export function assertCommonTypes(schemas: readonly Schema[]): void {
  const first = new Map<string, { column: Column; file: DataFile }>();
  for (const { file, columns } of schemas) {
    for (const column of columns) {
      if (column.family === 'empty') continue;
      const other = first.get(column.name);
      if (!other) first.set(column.name, { column, file });
      if (!other || kindOf(other.column) === kindOf(column)) continue;
      throw new UserError(`column ${shown(column.name)} is of another type than in ${other.file.name}`, {
        where: { file: file.name },
        why: `it is ${column.sqlType} here and ${other.column.sqlType} there`,
        fix: 'write the files of one table with one schema',
      });
    }
  }
}

function kindOf({ family }: Column): string {
  return family === 'integer' || family === 'float' || family === 'decimal' ? 'number' : family;
}

/** The schema is a tree in depth-first order, the root first. DuckDB renames columns that differ in case only; this does not. */
function topLevelFields([root, ...nodes]: Row[]): { name: string; isNull: boolean }[] {
  const fields: { name: string; isNull: boolean }[] = [];
  let at = 0;
  const skipSubtree = (): void => {
    const children = Number(nodes[at++]?.['num_children'] ?? 0);
    for (let child = 0; child < children; child++) skipSubtree();
  };
  for (let child = 0; child < Number(root?.['num_children'] ?? 0); child++) {
    // Arrow's type of a column without any value; Parquet has no such type and says so beside another one.
    fields.push({ name: String(nodes[at]?.['name']), isNull: nodes[at]?.['logical_type'] === 'NullType()' });
    skipSubtree();
  }
  return fields;
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
