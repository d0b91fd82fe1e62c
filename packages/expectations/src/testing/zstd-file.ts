import { loadDuckDb } from '../engine/duckdb';
import { sqlText } from '../engine/sql';

/** Writes the rows of a query as CSV or JSON lines compressed with zstd, which this Node cannot. */
export async function writeZstd(path: string, query: string, format: 'csv' | 'json'): Promise<void> {
  const { DuckDBInstance } = await loadDuckDb();
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  try {
    await connection.run(`COPY (${query}) TO ${sqlText(path)} (FORMAT ${format}, COMPRESSION zstd)`);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
