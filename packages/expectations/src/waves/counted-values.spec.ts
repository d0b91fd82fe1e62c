import { join } from 'node:path';
import { duckDb } from '../engine/dialects/duckdb';
import { withTable } from '../table/open-table';
import type { Column } from '../table/column';
import type { Table } from '../table/table';
import { writeParquet } from '../testing/parquet-file';
import { tempFolder } from '../testing/temp-folder';
import { countedValues, mayBeCounted } from './counted-values';

const folder = tempFolder();
const path = join(folder.path, 'values.parquet');
beforeAll(() =>
  writeParquet(
    path,
    `SELECT * FROM (VALUES (7, 1, 1.5, 9223372036854775800), (NULL, 2, 2.5, 9223372036854775806), (-3, 70000, 3.5, NULL), (7, 3, 4.5, NULL))
       AS t("few", "wide", "real", "large")`,
  ),
);

function named({ columns }: Table, name: string): Column {
  const column = columns.find((each) => each.name === name);
  if (!column) throw new Error(`no column ${name}`);
  return column;
}

describe('values that are counted', () => {
  it.each([
    [
      'few',
      undefined,
      [
        [0, -3],
        [1, 7],
        [2, 7],
      ],
    ],
    ['few', 'v1 < 3', [[0, 7]]],
    [
      'large',
      undefined,
      [
        [0, 2 ** 63],
        [1, 2 ** 63],
      ],
    ],
    ['wide', undefined, undefined],
  ] as const)('stand at their ranks: %s where %s', async (name, condition, expected) => {
    await withTable({ path }, async (session, table) => {
      const filter = condition && { sql: condition, columns: [named(table, 'wide')] };
      const found = await countedValues({ session, sql: duckDb }, table, {
        column: named(table, name),
        filter,
        ranks: [0, 1, 2],
      });
      expect(found && [...found]).toEqual(expected);
    });
  });

  it('are whole numbers of a format whose columns are read apart', async () => {
    const csv = folder.write('values.csv', 'few,real\n1,0.5\n');
    await withTable({ path }, async (_session, table) => {
      expect(mayBeCounted(named(table, 'few'), table)).toBe(true);
      expect(mayBeCounted(named(table, 'real'), table)).toBe(false);
    });
    await withTable({ path: csv }, async (_session, table) => {
      expect(mayBeCounted(named(table, 'few'), table)).toBe(false);
    });
  });
});
