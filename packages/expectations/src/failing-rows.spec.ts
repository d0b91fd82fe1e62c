import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withDuckDb } from './engine/duckdb';
import { sqlPath } from './engine/sql';
import { suiteOf, userErrorOf } from './testing/run';
import { tempFolder } from './testing/temp-folder';
import { validate } from './validate';
import type { Expectation, Suite } from './suite/suite';

const CSV = 'id,day,v,w,V\n1,a,5,2,0\n2,b,500,1,0\n3,c,,4,1\n4,a,7,7,1\n';

const TOO_LARGE: Expectation = {
  type: 'expect_column_values_to_be_between',
  kwargs: { column: 'v', max_value: 10 },
};
const UNIQUE: Expectation = { type: 'expect_column_values_to_be_unique', kwargs: { column: 'day' } };
const INCREASING: Expectation = { type: 'expect_column_values_to_be_increasing', kwargs: { column: 'w' } };
const PASSES: Expectation = { type: 'expect_column_values_to_not_be_null', kwargs: { column: 'id' } };

const withKeys = (expectation: Expectation, names: string[]): Expectation => ({
  ...expectation,
  kwargs: {
    ...expectation.kwargs,
    result_format: { result_format: 'COMPLETE', unexpected_index_column_names: names },
  },
});

describe('key columns of failing rows', () => {
  const folder = tempFolder();
  const path = folder.write('rows.csv', CSV);

  const own = suiteOf(withKeys(TOO_LARGE, ['id', 'day']));
  const meta: Suite = { ...suiteOf(TOO_LARGE), meta: { unexpected_index_column_names: ['id'] } };
  it.each([
    ['none', suiteOf(TOO_LARGE), undefined, undefined, [1]],
    ['the expectation', own, ['w'], ['id', 'day'], [{ v: 500, id: 2, day: 'b' }]],
    ['the suite', meta, undefined, ['id'], [{ v: 500, id: 2 }]],
    ['the caller', meta, ['w'], ['w'], [{ v: 500, w: 1 }]],
  ])('are named by %s', async (_who, suite, keys, names, rows) => {
    const options = keys ? { keys } : {};
    const { results } = await validate({ data: { path }, suite, resultFormat: 'COMPLETE', ...options });
    expect(results[0]?.result.unexpected_index_list).toEqual(rows);
    expect(results[0]?.result.partial_unexpected_index_list).toEqual(rows);
    expect(results[0]?.result.unexpected_index_column_names).toEqual(names);
  });

  it('that are not there are an error of the expectation that names them', async () => {
    const suite = suiteOf(withKeys(TOO_LARGE, ['idd']), PASSES);
    const { results } = await validate({ data: { path }, suite });
    expect(results.map(({ exception_info: info }) => info.exception_message)).toEqual([
      'the data has no column "idd"; did you mean "id"?',
      null,
    ]);
  });

  it('that are meant for all and are not there are a user error', async () => {
    const text = await userErrorOf(validate({ data: { path }, suite: suiteOf(PASSES), keys: ['idd'] }));
    expect(text).toContain('the data has no column "idd"; did you mean "id"?');
  });
});

const few = tempFolder();

it('lists as many rows as an expectation asks for', async () => {
  const path = few.write('rows.csv', CSV);
  const suite = suiteOf({
    ...UNIQUE,
    kwargs: { column: 'day', result_format: { result_format: 'SUMMARY', partial_unexpected_count: 1 } },
  });
  const { results } = await validate({ data: { path }, suite });
  expect(results[0]?.result).toMatchObject({ unexpected_count: 2, partial_unexpected_list: ['a'] });
});

describe('failing rows', () => {
  const folder = tempFolder();
  const path = folder.write('rows.csv', CSV);

  it('are one Parquet file for each failed expectation', async () => {
    const into = join(folder.path, 'failing');
    const suite = suiteOf(TOO_LARGE, PASSES, UNIQUE, INCREASING);
    const run = () => validate({ data: { path }, suite, keys: ['day'], failingRows: { folder: into } });
    const { results } = await run();
    const names = [
      '001-expect_column_values_to_be_between-v.parquet',
      '003-expect_column_values_to_be_unique-day.parquet',
      '004-expect_column_values_to_be_increasing-w.parquet',
    ];
    expect(results.map(({ meta }) => meta.modelgate?.failing_rows)).toEqual(
      [names[0], undefined, names[1], names[2]].map((name) => name && join(into, name)),
    );
    expect((await readdir(into)).sort()).toEqual(names);
    const rows = await Promise.all(names.map((name) => rowsOf(join(into, name))));
    expect(rows[0]).toEqual([{ day: 'b', id: '2', v: '500', w: '1', V_1: '0', row_index: '1' }]);
    expect(rows[1]?.map(({ id, row_index }) => [id, row_index])).toEqual([
      ['1', '0'],
      ['4', '3'],
    ]);
    expect(rows[2]?.map(({ id }) => id)).toEqual(['2']);

    await writeFile(path, CSV.replace('500', '5'));
    await run();
    expect((await readdir(into)).sort()).toEqual(names.slice(1));
  });

  it('leave no file of a run that could not write them all', async () => {
    const into = join(folder.path, 'partly');
    await mkdir(join(into, '002-expect_column_values_to_be_unique-day.parquet', 'in-the-way'), {
      recursive: true,
    });
    const suite = suiteOf(INCREASING, UNIQUE);
    const text = await userErrorOf(validate({ data: { path }, suite, failingRows: { folder: into } }));
    expect(text).toContain('the failing rows cannot be written');
    expect(await readdir(into)).toEqual(['002-expect_column_values_to_be_unique-day.parquet']);
  });

  it('cannot be written where a file is in the way', async () => {
    const into = folder.write('in-the-way', '');
    const text = await userErrorOf(
      validate({ data: { path }, suite: suiteOf(UNIQUE), failingRows: { folder: into } }),
    );
    expect(text).toContain('the failing rows cannot be written');
  });
});

async function rowsOf(file: string) {
  return withDuckDb({ files: [file] }, (session) =>
    session.rows(`SELECT * FROM read_parquet(${sqlPath(file)})`),
  );
}
