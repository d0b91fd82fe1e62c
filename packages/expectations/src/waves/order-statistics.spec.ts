import { join } from 'node:path';
import { duckDb } from '../engine/dialects/duckdb';
import { tempFolder } from '../testing/temp-folder';
import { writeParquet } from '../testing/parquet-file';
import { withTable } from '../table/open-table';
import { valueOf } from '../table/column';
import { orderStatistics } from './order-statistics';

const COLUMNS: [name: string, sql: string][] = [
  ['uniform', 'random() * 1000 - 500'],
  ['whole', '(random() * 20)::INT'],
  ['constant', '7.25'],
  ['skewed', 'exp(random() * 300)'],
  [
    'mixed with infinities',
    `CASE WHEN i % 7 = 0 THEN 'inf'::DOUBLE WHEN i % 5 = 0 THEN '-inf'::DOUBLE ELSE random() END`,
  ],
  [
    'all doubles',
    `CASE WHEN i % 2 = 0 THEN '1.7976931348623157e308'::DOUBLE ELSE '-1.7976931348623157e308'::DOUBLE END * random()`,
  ],
  ['denormal', `(i % 9) * '5e-324'::DOUBLE`],
  ['missing', 'CASE WHEN i % 3 = 0 THEN random() END'],
  ['moments', `TIMESTAMP '2024-01-01' + to_microseconds(i * 7919 % 100000)`],
  ['days', `DATE '2024-01-01' + (i % 50)::INT`],
];

describe('order statistics in bounded memory', () => {
  const folder = tempFolder();
  const path = join(folder.path, 'values.parquet');
  beforeAll(() =>
    writeParquet(
      path,
      `SELECT ${COLUMNS.map(([name, sql]) => `${sql} AS "${name}"`).join(', ')} FROM range(5000) AS t(i)`,
    ),
  );

  it.each(COLUMNS.map(([name]) => [name]))('are those of the sorted values: %s', async (name) => {
    await withTable({ path }, async (session, table) => {
      const column = table.columns.find((each) => each.name === name);
      if (!column) throw new Error(`no column ${name}`);
      const time = column.family === 'timestamp' || column.family === 'date';
      const value = time ? `epoch_us(${valueOf(column)})` : valueOf(column);
      const rows = await session.rows(
        `SELECT ${value}::DOUBLE AS x FROM (${table.rows([column])}) WHERE ${valueOf(column)} IS NOT NULL`,
      );
      const values = rows
        .map(({ x }) => Number(x))
        .sort((left, right) => (left < right ? -1 : left > right ? 1 : 0));
      const last = values.length - 1;
      const ranks = [
        0,
        1,
        17,
        Math.floor(last / 3),
        Math.floor(last / 2),
        Math.ceil(last / 2),
        last - 1,
        last,
      ];
      const found = await orderStatistics(
        { session, sql: duckDb },
        table,
        { column, ranks, present: values.length },
        { bins: 16, ordered: 10 },
      );
      expect(ranks.map((rank) => found.get(rank))).toEqual(ranks.map((rank) => values[rank]));
    });
  });

  it('are of the rows of a row condition', async () => {
    await withTable({ path }, async (session, table) => {
      const [column] = table.columns;
      if (!column) throw new Error('no column');
      const value = valueOf(column);
      const filter = { sql: `(${value} > 0)`, columns: [column] };
      const [row = {}] = await session.rows(
        `SELECT count(*) AS n, min(${value}) AS x FROM (${table.rows([column])}) WHERE ${filter.sql}`,
      );
      const found = await orderStatistics(
        { session, sql: duckDb },
        table,
        { column, filter, ranks: [0], present: Number(row['n']) },
        { bins: 16, ordered: 10 },
      );
      expect(found.get(0)).toBe(row['x']);
    });
  });
});
