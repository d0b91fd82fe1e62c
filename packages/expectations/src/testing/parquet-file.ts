import { loadDuckDb } from '../engine/duckdb';
import { sqlText } from '../engine/sql';

/** Writes the rows of a query as Parquet; `option` is a further option of DuckDB's COPY. */
export async function writeParquet(path: string, query: string, option?: string): Promise<void> {
  const { DuckDBInstance } = await loadDuckDb();
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(
      `COPY (${query}) TO ${sqlText(path)} (FORMAT parquet${option ? `, ${option}` : ''})`,
    );
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
