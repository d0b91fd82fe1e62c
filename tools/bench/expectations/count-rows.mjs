/** `node count-rows.mjs FILE`: the least that reading a file with DuckDB costs. Two threads, as all subjects have. */
import { createRequire } from 'node:module';

const require = createRequire(new URL('../../../packages/expectations/package.json', import.meta.url));
const { DuckDBInstance } = require('@duckdb/node-api');

const [, , path = ''] = process.argv;
const reader = path.endsWith('.csv') ? 'read_csv' : 'read_parquet';
const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await instance.connect();
const rows = await connection.runAndReadAll(
  `SELECT count(*) AS n FROM ${reader}('${path.replaceAll("'", "''")}')`,
);
console.log(String(rows.getRowObjectsJson()[0]?.n));
connection.closeSync();
instance.closeSync();
