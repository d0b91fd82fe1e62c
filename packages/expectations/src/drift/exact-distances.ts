import { ksPValue } from '@modelgate/gates';
import type { Dialect } from '../engine/dialect';
import type { Session } from '../engine/duckdb';
import { doubleOf, valueOf, type Column } from '../table/column';
import type { Table } from '../table/table';

interface Side {
  table: Table;
  column: Column;
}

export interface ExactDistances {
  ks: number;
  p_value: number;
  /** The area between the distribution functions, in units of the values; infinite where a value is. */
  area: number;
}

/** Both distribution functions over all distinct values of two columns of numbers; undefined where one has no value. */
export async function exactDistances(
  session: Session,
  sql: Dialect,
  { reference, current }: { reference: Side; current: Side },
): Promise<ExactDistances | undefined> {
  const values = ({ table, column }: Side, counts: string) =>
    `SELECT ${doubleOf(column)} AS x, ${counts} FROM (${table.rows([column])}) AS t WHERE ${valueOf(column)} IS NOT NULL`;
  const running = (count: string) => `sum(${count}) OVER (ORDER BY x ROWS UNBOUNDED PRECEDING)`;
  const gap = `abs(${sql.toDouble('b')} / ${sql.toDouble('n')} - ${sql.toDouble('a')} / ${sql.toDouble('m')})`;
  const [row] = await session.rows(
    `WITH both_samples AS (${values(reference, '1 AS r, 0 AS c')} UNION ALL ${values(current, '0 AS r, 1 AS c')}), ` +
      `grouped AS (SELECT x, sum(r) AS r, sum(c) AS c FROM both_samples GROUP BY x), ` +
      `sizes AS (SELECT sum(r) AS n, sum(c) AS m FROM grouped), ` +
      `steps AS (SELECT ${running('r')} AS b, ${running('c')} AS a, lead(x) OVER (ORDER BY x) - x AS width FROM grouped) ` +
      `SELECT max(n) AS n, max(m) AS m, max(${gap}) AS ks, ${sql.sum(`${gap} * width`)} AS area FROM steps, sizes`,
  );
  const [n, m, ks] = [Number(row?.['n'] ?? 0), Number(row?.['m'] ?? 0), Number(row?.['ks'] ?? NaN)];
  if (n === 0 || m === 0) return undefined;
  return {
    ks,
    p_value: ksPValue({ statistic: ks, reference: n, current: m }),
    area: Number(row?.['area'] ?? 0),
  };
}
