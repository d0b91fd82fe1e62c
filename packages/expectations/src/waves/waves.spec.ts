import { duckDb } from '../engine/dialects/duckdb';
import type { Plan, Planned } from '../expectations/define';
import { ExpectationError } from '../expectations/expectation-error';
import { tempFolder } from '../testing/temp-folder';
import { withTable } from '../table/open-table';
import { Figures, type Table } from '../table/table';
import { batches } from './isolated';
import { firstWave } from './first-wave';
import { secondWave } from './second-wave';

const CSV = `id,name\n${Array.from({ length: 9 }, (_, row) => `${row},n${row % 3}`).join('\n')}\n`;

/** Runs plans over the rows above; `id` is v0 and `name` is v1. */
async function evaluated(path: string, plans: (table: Table) => Partial<Plan>[]): Promise<unknown[]> {
  return withTable({ path }, async (session, opened) => {
    const queries: string[] = [];
    const counting = { ...session, rows: (sql: string) => (queries.push(sql), session.rows(sql)) };
    const engine = { session: counting, sql: duckDb };
    const wave = await firstWave(engine, opened, (table) =>
      plans(table).map((plan): Planned => ({
        columns: table.columns,
        expressions: [],
        verdict: () => ({ success: true, result: {} }),
        ...plan,
      })),
    );
    const answers = await secondWave(engine, wave);
    const judged = wave.plans.map((plan, index) => {
      const figures = wave.figures[index];
      const own = answers[index];
      if (plan instanceof ExpectationError || !(figures instanceof Figures)) return shownError(figures);
      if (!own || own instanceof ExpectationError) return shownError(own);
      return plan.verdict(figures, own).result.observed_value;
    });
    return [...judged, queries.length];
  });
}

function shownError(error: unknown): string {
  return error instanceof ExpectationError ? `error: ${error.message.slice(0, 60)}` : 'no error';
}

const observing = (expression: string): Partial<Plan> => ({
  expressions: [expression],
  verdict: (figures) => ({ success: true, result: { observed_value: figures.number(expression) } }),
});

const BROKEN = `max(CASE WHEN v0 = 4 THEN error('four') END)`;

describe('the waves of a validation', () => {
  const path = tempFolder().write('rows.csv', CSV);

  it('is one query for all first figures', async () => {
    expect(
      await evaluated(path, () => [observing('max(v0)'), observing('count(v1)'), observing('max(v0)')]),
    ).toEqual([8, 9, 8, 1]);
  });

  it('keeps an error of the database to the expectation that caused it', async () => {
    const [first, broken, second, third] = await evaluated(path, () => [
      observing('max(v0)'),
      observing(BROKEN),
      observing('min(v0)'),
      observing('sum(v0)'),
    ]);
    expect([first, second, third]).toEqual([8, 0, 36]);
    expect(broken).toContain('error: the database cannot evaluate it: ');
    expect(broken).toContain('four');
  });

  it('restricts figures, quantiles and queries to the rows of a row condition', async () => {
    const filter = (table: Table) => ({ sql: `(v0 >= 5)`, columns: table.columns.slice(0, 1) });
    const [figure, quantile, query, aggregate, rows] = await evaluated(path, (table) => {
      const [id, name] = table.columns;
      if (!id || !name) throw new Error('two columns');
      return [
        { ...observing('count(v1)'), columns: [name], filter: filter(table) },
        {
          columns: [id],
          quantiles: [{ column: id, at: [0.5] }],
          filter: filter(table),
          verdict: (figures: Figures) => ({
            success: true,
            result: { observed_value: JSON.stringify(figures.quantile(id, 0.5)) },
          }),
        },
        {
          columns: [name],
          filter: filter(table),
          second: () => [
            { columns: [name], sql: (all: string) => `SELECT count(DISTINCT v1) AS n FROM ${all} AS t` },
          ],
          verdict: (_figures, answers) => ({
            success: true,
            result: { observed_value: answers.rows(0)[0]?.['n'] ?? null },
          }),
        },
        {
          columns: [id],
          filter: filter(table),
          second: () => [{ columns: [id], expressions: ['min(v0)'] }],
          verdict: (_figures, answers) => ({
            success: true,
            result: { observed_value: answers.figures.number('min(v0)') },
          }),
        },
        {
          columns: [id],
          filter: filter(table),
          verdict: (figures) => ({ success: true, result: { observed_value: figures.rows } }),
        },
      ];
    });
    expect([figure, quantile, query, aggregate, rows]).toEqual([
      4,
      '{"lower":6,"upper":7,"fraction":0.5}',
      '3',
      5,
      4,
    ]);
  });

  it('keeps an error of a second query to its expectation', async () => {
    const [broken, whole] = await evaluated(path, (table) => [
      {
        second: () => [{ columns: table.columns, sql: (rows) => `SELECT error('broken') FROM ${rows} AS t` }],
      },
      {
        second: () => [{ columns: table.columns, expressions: ['max(v0)'] }],
        verdict: (_figures, answers) => ({
          success: true,
          result: { observed_value: answers.figures.number('max(v0)') },
        }),
      },
    ]);
    expect(broken).toContain('broken');
    expect(whole).toBe(8);
  });

  it('hands rows over one by one where they may be many', async () => {
    const seen: number[] = [];
    await evaluated(path, (table) => [
      {
        second: () => [
          {
            columns: table.columns,
            numbered: true,
            sql: (rows) => `SELECT i FROM ${rows} AS t WHERE v1 = 'n1'`,
            each: (row) => void seen.push(Number(row['i'])),
          },
        ],
      },
    ]);
    expect(seen.sort()).toEqual([1, 4, 7]);
  });

  it('parts many expressions by their columns', () => {
    const jobs = [3, 1, 2, 1].map((index) => ({
      columns: [{ index, name: `c${index}`, family: 'integer' as const, sqlType: 'BIGINT' }],
      expressions: ['a', 'b'],
    }));
    const parted = batches(jobs, 4).map((batch) => batch.map(({ columns }) => columns[0]?.index));
    expect(parted).toEqual([
      [1, 1],
      [2, 3],
    ]);
    expect(batches(jobs, 8)).toHaveLength(1);
  });
});
