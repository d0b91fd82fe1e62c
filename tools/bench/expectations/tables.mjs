import { createRequire } from 'node:module';

const require = createRequire(new URL('../../../packages/expectations/package.json', import.meta.url));
/** @type {typeof import('@duckdb/node-api')} */
const { DuckDBInstance } = require('@duckdb/node-api');

/** A number of every row that looks like chance and is the same in every run. */
const chance = (/** @type {number} */ seed, /** @type {number} */ below) => `(hash(i + ${seed}) % ${below})`;

/**
 * The rows of applications: `age` and `credit_score` lack a value in one row of twenty, `income` is another one in every row,
 * `target` is 0 or 1.
 * @param {number} rows
 */
function applications(rows) {
  const age = `CASE WHEN ${chance(1, 20)} > 0 THEN CAST(18 + ${chance(2, 73)} AS BIGINT) END AS age`;
  // 7919 is prime, so that every row gets a number of its own.
  const income = `CAST(((i * 7919) % ${rows}) AS DOUBLE) / 100 + 20000 AS income`;
  const score = `CASE WHEN ${chance(3, 20)} > 0 THEN CAST(300 + ${chance(4, 551)} AS BIGINT) END AS credit_score`;
  return `SELECT ${age}, ${income}, ${score}, CAST(${chance(5, 2)} AS BIGINT) AS target FROM range(${rows}) t(i)`;
}

/**
 * A table of so many columns of doubles, one value in twenty missing.
 * @param {number} rows
 * @param {number} columns
 */
function wide(rows, columns) {
  const each = Array.from(
    { length: columns },
    (_, column) =>
      `CASE WHEN ${chance(2 * column, 20)} > 0 THEN CAST(${chance(2 * column + 1, 100_000)} AS DOUBLE) / 100 END AS c${column}`,
  );
  return `SELECT ${each.join(', ')} FROM range(${rows}) t(i)`;
}

/**
 * @param {string} query
 * @param {string[]} paths ending in .csv or .parquet
 */
async function write(query, paths) {
  const instance = await DuckDBInstance.create(':memory:', { threads: '2', memory_limit: '4GB' });
  const connection = await instance.connect();
  try {
    for (const path of paths) {
      const format = path.endsWith('.csv') ? 'FORMAT csv, HEADER' : 'FORMAT parquet';
      await connection.run(`COPY (${query}) TO '${path.replaceAll("'", "''")}' (${format})`);
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/**
 * @param {number} rows
 * @param {string[]} paths
 */
export const writeApplications = (rows, paths) => write(applications(rows), paths);

/**
 * @param {number} rows
 * @param {number} columns
 * @param {string} path
 */
export const writeWide = (rows, columns, path) => write(wide(rows, columns), [path]);
