import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { readSuite } from './suite/read-suite';
import type { Expectation } from './suite/suite';
import { writeParquet } from './testing/parquet-file';
import { run, suiteOf, userErrorOf } from './testing/run';
import { tempFolder } from './testing/temp-folder';
import { validate } from './validate';

const folder = tempFolder();
const BETWEEN = 'expect_column_values_to_be_between';
const NOT_NULL = 'expect_column_values_to_not_be_null';
const MEAN = 'expect_column_mean_to_be_between';
const TYPES = 'expect_column_values_to_be_in_type_list';

const people = folder.write('people.csv', 'age,income\n20,1.5\n200,\n-3,2.5\n200,4\n');

describe('the result', () => {
  const suite = readSuite(
    `name: people
meta: { owner: us }
expectations:
  - type: ${BETWEEN}
    kwargs: { column: age, min_value: 0, max_value: 100 }
    meta: { why: ages }
    severity: warning
    notes: of people
  - type: ${NOT_NULL}
    kwargs: { column: incom }
  - type: ${MEAN}
    kwargs: { column: income, min_value: 2 }
`,
    { filePath: 'people.yaml' },
  );

  it("has Great Expectations' shape, in the order of the suite", async () => {
    expect(await validate({ data: { path: people }, suite, resultFormat: 'SUMMARY' })).toEqual({
      success: false,
      suite_name: 'people',
      suite_parameters: {},
      meta: { owner: 'us' },
      statistics: {
        evaluated_expectations: 3,
        successful_expectations: 1,
        unsuccessful_expectations: 2,
        success_percent: (1 / 3) * 100,
      },
      results: [
        {
          success: false,
          expectation_config: {
            type: BETWEEN,
            kwargs: { column: 'age', min_value: 0, max_value: 100 },
            meta: { why: 'ages' },
            severity: 'warning',
            notes: 'of people',
          },
          result: {
            element_count: 4,
            unexpected_count: 3,
            unexpected_percent: 75,
            missing_count: 0,
            missing_percent: 0,
            unexpected_percent_total: 75,
            unexpected_percent_nonmissing: 75,
            partial_unexpected_list: [200, -3, 200],
            partial_unexpected_index_list: [1, 2, 3],
            partial_unexpected_counts: [
              { value: 200, count: 2 },
              { value: -3, count: 1 },
            ],
          },
          exception_info: { raised_exception: false, exception_message: null, exception_traceback: null },
          meta: { modelgate: { place: 'people.yaml:4:5' } },
        },
        {
          success: false,
          expectation_config: { type: NOT_NULL, kwargs: { column: 'incom' }, meta: {} },
          result: {},
          exception_info: {
            raised_exception: true,
            exception_message: 'the data has no column "incom"; did you mean "income"?',
            exception_traceback: null,
          },
          meta: {
            modelgate: {
              place: 'people.yaml:9:5',
              missing_column: { name: 'incom', near: ['income'] },
            },
          },
        },
        {
          success: true,
          expectation_config: { type: MEAN, kwargs: { column: 'income', min_value: 2 }, meta: {} },
          result: { observed_value: 8 / 3 },
          exception_info: { raised_exception: false, exception_message: null, exception_traceback: null },
          meta: { modelgate: { place: 'people.yaml:11:5' } },
        },
      ],
    });
  });

  const counts = [
    'element_count',
    'missing_count',
    'missing_percent',
    'unexpected_count',
    'unexpected_percent',
    'unexpected_percent_nonmissing',
    'unexpected_percent_total',
  ];
  it.each([
    ['BOOLEAN_ONLY', []],
    ['BASIC', [...counts, 'partial_unexpected_list']],
    [
      'SUMMARY',
      [...counts, 'partial_unexpected_list', 'partial_unexpected_counts', 'partial_unexpected_index_list'],
    ],
    [
      'COMPLETE',
      [
        ...counts,
        'partial_unexpected_list',
        'partial_unexpected_counts',
        'partial_unexpected_index_list',
        'unexpected_list',
        'unexpected_index_list',
      ],
    ],
  ] as const)('tells at %s what Great Expectations tells', async (resultFormat, keys) => {
    const { success, result } = await run(
      people,
      BETWEEN,
      { column: 'age', max_value: 100 },
      { resultFormat },
    );
    expect(success).toBe(false);
    expect(Object.keys(result).sort()).toEqual([...keys].sort());
  });

  it('follows the format that an expectation asks for itself', async () => {
    const { result } = await run(people, BETWEEN, {
      column: 'age',
      max_value: 100,
      result_format: 'BOOLEAN_ONLY',
    });
    expect(result).toEqual({});
  });

  it('lists as many examples as asked for', async () => {
    const { result } = await run(people, BETWEEN, { column: 'age', max_value: -5 }, { examples: 2 });
    expect(result).toMatchObject({ unexpected_count: 4, partial_unexpected_list: [20, 200] });
  });

  it('of a suite without expectations is a success without a percentage', async () => {
    expect(await validate({ data: { path: people }, suite: suiteOf() })).toMatchObject({
      success: true,
      statistics: { evaluated_expectations: 0, success_percent: null },
    });
  });

  it('holds 18 verdicts and 2 errors where 2 of 20 expectations are broken', async () => {
    const good = Array.from({ length: 9 }, (_none, index): Expectation[] => [
      { type: BETWEEN, kwargs: { column: 'age', min_value: -10 - index } },
      { type: MEAN, kwargs: { column: 'income', max_value: 10 + index } },
    ]).flat();
    const broken: Expectation[] = [
      { type: BETWEEN, kwargs: { column: '"); DROP TABLE x; --', min_value: 0 } },
      { type: 'expect_nothing', kwargs: {} },
    ];
    const { statistics, results } = await validate({
      data: { path: people },
      suite: suiteOf(...broken, ...good),
    });
    expect(statistics).toMatchObject({ evaluated_expectations: 20, successful_expectations: 18 });
    expect(results.map(({ exception_info }) => exception_info.raised_exception).filter(Boolean)).toHaveLength(
      2,
    );
  });
});

describe('names', () => {
  const odd = [
    'q"u\'o\\te',
    'two words',
    '$(rm -rf .)',
    'größe 年齢',
    '-- x; DROP',
    '{a}',
    "'||'",
    'COUNT(*)',
    'c,d',
  ];

  it.each(odd)('of a column may be %s', async (column) => {
    const quoted = `"${column.replaceAll('"', '""')}"`;
    const path = folder.write('odd-column.csv', `${quoted},x\n1,5\n3,6\n`);
    const parquet = join(folder.path, 'odd-column.parquet');
    await writeParquet(parquet, `SELECT * FROM (VALUES (1, 5), (3, 6)) AS t(${quoted}, x)`);
    for (const file of [path, parquet]) {
      expect(await run(file, BETWEEN, { column, max_value: 2 })).toMatchObject({
        exception_info: { raised_exception: false },
        result: { unexpected_count: 1, partial_unexpected_list: [3] },
      });
    }
  });

  it.each([
    "it's.csv",
    'a[1].csv',
    'all*.csv',
    'what?.csv',
    '{a,b}.csv',
    '$(x) é.csv',
    'year=2024.csv',
    'back\\slash.csv',
    '"quoted".csv',
  ])('of a file may be %s', async (name) => {
    folder.write('all1.csv', 'a\n1\n2\n');
    folder.write('a1.csv', 'a\n1\n2\n');
    const path = folder.write(name, 'a\n1\n');
    expect((await run(path, NOT_NULL, { column: 'a' })).result.element_count).toBe(1);
  });

  it('that differ in case only are two columns', async () => {
    const parquet = join(folder.path, 'case.parquet');
    const path = folder.write('case.csv', 'age,Age\n1,5\n');
    expect((await run(path, MEAN, { column: 'Age' })).result.observed_value).toBe(5);
    await writeParquet(parquet, "SELECT 1 AS age, {'age': 2} AS nested");
    expect((await run(parquet, MEAN, { column: 'age' })).result.observed_value).toBe(1);
  });

  it('of partitions in a path add no column', async () => {
    mkdirSync(join(folder.path, 'year=2024'));
    const path = join(folder.path, 'year=2024', 'part.parquet');
    await writeParquet(path, 'SELECT 1 AS a');
    expect((await run(path, 'expect_table_column_count_to_equal', { value: 1 })).success).toBe(true);
  });

  it('may be those of a link', async () => {
    const link = join(folder.path, 'link.csv');
    symlinkSync(people, link);
    expect((await run(link, NOT_NULL, { column: 'age' })).success).toBe(true);
  });
});

describe('CSV', () => {
  it.each([
    ['integers', '1\n2', 'int64'],
    ['integers with zeros and signs', '007\n+5\n 5', 'int64'],
    ['integers with missing values', '1\nNA', 'float64'],
    ['decimals', '1.5\n2', 'float64'],
    ['exponents', '1e3\n2', 'float64'],
    ['infinities', 'inf\n1', 'float64'],
    ['booleans in any case', 'True\nfalse\ntRUE', 'bool'],
    ['nothing', 'NA\nnull\nNaN\n#N/A', 'float64'],
    ['quoted numbers', '"1"\n"2"', 'int64'],
    ['hexadecimal numbers', '0x1F\n1', 'str'],
    ['numbers with underscores', '1_000\n1', 'str'],
    ['yes and no', 'yes\nno', 'str'],
    ['booleans with missing values', 'True\nNA', 'bool'],
    ['dates', '2024-01-01\n2024-01-02', 'str'],
    ['decimal commas', '"1,5"\n"2,5"', 'str'],
  ])('has the types of pandas: %s', async (_what, values, type) => {
    const path = folder.write(
      'types.csv',
      `k,v\n${values
        .split('\n')
        .map((value) => `x,${value}`)
        .join('\n')}\n`,
    );
    expect(
      (await run(path, TYPES, { column: 'v', type_list: [type] }, { strictTypes: 'gx-pandas' })).success,
    ).toBe(true);
    const others = ['int64', 'float64', 'bool', 'str'].filter((other) => other !== type);
    const strict = await run(
      path,
      TYPES,
      { column: 'v', type_list: others.filter((other) => !(type === 'bool' && other === 'int64')) },
      { strictTypes: 'gx-pandas' },
    );
    expect(strict.success).toBe(false);
  });

  /** More rows than the types are first taken from. */
  const many = (value: (row: number) => string) =>
    Array.from({ length: 30_000 }, (_none, row) => `${row},${value(row)}\n`).join('');
  it.each([
    ['a decimal', '1', '1.5', 'float64'],
    ['a text', '1', 'abc', 'str'],
    ['a text among decimals', '1.5', 'abc', 'str'],
    ['a boolean that is none', 'True', 'yes', 'str'],
    ['a zero in front', '1', '007', 'int64'],
    ['a number after nothing', 'NA', '7', 'float64'],
    ['a NaN of its own spelling', '1.5', 'NAN', 'str'],
  ])('takes its types from the last row too: %s', async (_what, usual, last, type) => {
    const path = folder.write('late.csv', `k,v\n${many((row) => (row === 29_999 ? last : usual))}`);
    const result = await run(path, TYPES, { column: 'v', type_list: [type] }, { strictTypes: 'gx-pandas' });
    expect(result).toMatchObject({ success: true });
  });

  it('finds values beyond the first rows', async () => {
    const path = folder.write('late-value.csv', `k,v\n${many((row) => (row === 29_998 ? '7.5' : '1'))}`);
    expect(
      await run(path, BETWEEN, { column: 'v', max_value: 5 }, { resultFormat: 'SUMMARY' }),
    ).toMatchObject({
      result: {
        unexpected_count: 1,
        partial_unexpected_list: [7.5],
        partial_unexpected_index_list: [29_998],
      },
    });
  });

  it.each([
    ['semicolons', 'a;b\n1;2\n'],
    ['tabs', 'a\tb\n1\t2\n'],
    ['a byte order mark', '\ufeffa,b\n1,2\n'],
    ['CRLF', 'a,b\r\n1,2\r\n'],
    ['no line end at the end', 'a,b\n1,2'],
    ['empty lines', '\n\na,b\n\n1,2\n\n'],
    ['quoted values', '"a","b"\n"1","2"\n'],
    ['values with line breaks', 'a,b,c\n1,2,"x\ny, ""z"""\n'],
    ['a comment sign', 'a,b,c\n1,2,#x\n'],
  ])('may have %s', async (_what, text) => {
    const path = folder.write('form.csv', text);
    expect(await run(path, MEAN, { column: 'b', min_value: 2, max_value: 2 })).toMatchObject({
      success: true,
    });
    expect((await run(path, NOT_NULL, { column: 'a' })).result.element_count).toBe(1);
  });

  it('may be compressed', async () => {
    const path = folder.write('packed.csv.gz', gzipSync('a\n1\n'));
    expect((await run(path, NOT_NULL, { column: 'a' })).success).toBe(true);
  });

  it.each([
    ['an empty line is no row', 'a\n1\n\n3\n\n', 2, 0],
    ['NA is a missing value', 'a\n1\nNA\n3\n', 3, 1],
  ])('of one column: %s', async (_what, text, rows, missing) => {
    const path = folder.write('single.csv', text);
    expect((await run(path, NOT_NULL, { column: 'a' })).result).toMatchObject({
      element_count: rows,
      unexpected_count: missing,
    });
  });

  it('with a header only has no rows', async () => {
    const path = folder.write('header.csv', 'a,b\n');
    expect(await run(path, NOT_NULL, { column: 'a' })).toMatchObject({
      success: true,
      result: { element_count: 0 },
    });
  });
});

describe('Parquet', () => {
  it('leaves out the index that pandas wrote', async () => {
    const path = join(folder.path, 'index.parquet');
    const metadata = JSON.stringify({ index_columns: ['__index_level_0__'] });
    await writeParquet(path, 'SELECT 1 AS a, 2 AS __index_level_0__', `KV_METADATA {pandas: '${metadata}'}`);
    expect((await run(path, 'expect_table_columns_to_match_set', { column_set: ['a'] })).success).toBe(true);
  });

  it('is known by its first bytes where its name has no ending', async () => {
    const path = join(folder.path, '0f3a');
    await writeParquet(path, 'SELECT 1 AS a');
    expect((await run(path, NOT_NULL, { column: 'a' })).success).toBe(true);
    expect(
      await userErrorOf(run(path, NOT_NULL, { column: 'a' }, { data: { path, format: 'csv' } })),
    ).toContain('0f3a');
  });

  it('counts rows by their place in the file', async () => {
    const path = join(folder.path, 'rows.parquet');
    await writeParquet(path, 'SELECT i, i % 50000 AS v FROM range(100000) t(i)');
    const { result } = await run(
      path,
      BETWEEN,
      { column: 'v', max_value: 49_998 },
      { resultFormat: 'COMPLETE' },
    );
    expect(result).toMatchObject({
      unexpected_count: 2,
      unexpected_index_list: [49_999, 99_999],
      unexpected_list: [49_999, 49_999],
    });
  });
});

describe('a file that cannot be read', () => {
  it.each([
    [
      'a missing field',
      'bad.csv',
      'a,b\n1,2\n3\n',
      'data/bad.csv:3  the header has 2 columns, but this line has 1\n  why: the line reads: 3',
    ],
    [
      'a field too many',
      'bad.csv',
      'a,b\n1,2\n3,4,5\n',
      'data/bad.csv:3  the header has 2 columns, but this line has 3',
    ],
    [
      'an open quote',
      'bad.csv',
      'a,b\n1,"x\n2,y\n',
      'data/bad.csv:2  a double quote is opened and not closed',
    ],
    [
      'another encoding',
      'bad.csv',
      Buffer.from('a,b\nm\xfcller,1\n', 'latin1'),
      'data/bad.csv:2  the file is not UTF-8',
    ],
    ['mixed line ends', 'bad.csv', 'a,b\r\n1,2\n3,4\r\n', 'data/bad.csv  the line ends or the quotes'],
    [
      'a line without end',
      'bad.csv',
      `a,b\n1,${'x'.repeat(3_000_000)}\n`,
      'data/bad.csv:2  a line is longer than 2 MB',
    ],
    ['no bytes', 'bad.csv', '', 'data/bad.csv  the file is empty'],
    ['empty lines only', 'bad.csv', '\n\n', 'data/bad.csv  the file is empty'],
    [
      'an ending that lies',
      'bad.csv.gz',
      'a\n1\n',
      'data/bad.csv.gz  the file ends in .gz but is not gzip data',
    ],
    [
      'no Parquet',
      'bad.parquet',
      'hello world, this is no table',
      'data/bad.parquet  the file is not a readable Parquet file',
    ],
    ['no bytes of Parquet', 'bad.parquet', '', 'data/bad.parquet  the file is empty'],
  ])('is one message with its place: %s', async (_what, name, content, message) => {
    const path = folder.write(name, content);
    const text = await userErrorOf(
      run(path, NOT_NULL, { column: 'a' }, { data: { path, name: `data/${name}` } }),
    );
    expect(text).toContain(message);
    expect(text).toContain('\n  fix: ');
    expect(text).not.toContain(folder.path);
  });

  it('is one message with its place: Parquet that is cut off', async () => {
    const path = join(folder.path, 'whole.parquet');
    await writeParquet(path, 'SELECT i FROM range(1000) t(i)');
    const cut = folder.write('cut.parquet', readFileSync(path).subarray(0, 500));
    expect(await userErrorOf(run(cut, NOT_NULL, { column: 'i' }))).toContain(
      'the file is not a readable Parquet file',
    );
  });

  it.each([['none', join(folder.path, 'nothing.csv'), 'there is no such data file']])(
    'is one message with its place: %s',
    async (_what, path, message) => {
      expect(await userErrorOf(run(path, NOT_NULL, { column: 'a' }))).toContain(message);
    },
  );
});
