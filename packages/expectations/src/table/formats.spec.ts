import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { convertToCsv } from '../convert-to-csv';
import type { DataSource } from '../data-source';
import { profile } from '../profile/profile';
import { suggestSuite } from '../profile/suggest-suite';
import { NULL_TYPED_PARQUET } from '../testing/null-typed-parquet';
import { writeParquet } from '../testing/parquet-file';
import { userErrorOf } from '../testing/run';
import { tempFolder } from '../testing/temp-folder';
import { writeZstd } from '../testing/zstd-file';
import { validate } from '../validate';

const folder = tempFolder();
let made = 0;

/** A new folder with files in it. */
function write(files: Record<string, string | Uint8Array>): string {
  const root = join(folder.path, `d${++made}`);
  mkdirSync(root);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

async function rowsOf(data: DataSource): Promise<string[]> {
  const out = join(folder.path, 'rows.csv');
  await convertToCsv({ data, out });
  return readFileSync(out, 'utf8').trimEnd().split('\n');
}

const CSV = 'id,name\n1,ann\n2,NA\n';
const JSONL = '{"id":1,"name":"ann"}\n{"id":2,"name":null}\n';
const ROWS = 'SELECT * FROM (VALUES (1, \'ann\'), (2, NULL)) AS t(id, "name")';

describe('one file of every format', () => {
  const forms: [name: string, write: (path: string) => Promise<void> | void][] = [
    ['a.csv', (path) => writeFileSync(path, CSV)],
    ['a.csv.gz', (path) => writeFileSync(path, gzipSync(CSV))],
    ['a.csv.zst', (path) => writeZstd(path, ROWS, 'csv')],
    ['a.tsv', (path) => writeFileSync(path, CSV.replaceAll(',', '\t'))],
    ['a.tsv.gz', (path) => writeFileSync(path, gzipSync(CSV.replaceAll(',', '\t')))],
    ['semicolon.csv', (path) => writeFileSync(path, CSV.replaceAll(',', ';'))],
    ['pipe.txt', (path) => writeFileSync(path, CSV.replaceAll(',', '|'))],
    ['a.parquet', (path) => writeParquet(path, ROWS)],
    ['a.pq', (path) => writeParquet(path, ROWS)],
    ['a.jsonl', (path) => writeFileSync(path, JSONL)],
    ['a.ndjson', (path) => writeFileSync(path, JSONL)],
    ['a.jsonl.gz', (path) => writeFileSync(path, gzipSync(JSONL))],
    ['a.jsonl.zst', (path) => writeZstd(path, ROWS, 'json')],
    ['csv-bytes', (path) => writeFileSync(path, CSV)],
    ['jsonl-bytes', (path) => writeFileSync(path, JSONL)],
    ['parquet-bytes', (path) => writeParquet(path, ROWS)],
    [
      'two members.csv.gz',
      (path) => writeFileSync(path, Buffer.concat([gzipSync('id,name\n1,ann\n'), gzipSync('2,NA\n')])),
    ],
  ];

  it.each(forms)('%s is profiled, judged by its own suite and converted', async (name, writeFile) => {
    const path = join(write({}), name);
    await writeFile(path);
    const data = { path };
    const known = await profile({ data });
    expect(known).toMatchObject({
      rows: 2,
      columns: [
        { name: 'id', family: 'integer', missing: 0, min: 1, max: 2 },
        { name: 'name', family: 'text', missing: 1 },
      ],
    });
    const suite = suggestSuite(known, { name: 'suggested', target: 'id' });
    expect((await validate({ data, suite })).success).toBe(true);
    expect((await rowsOf(data)).slice(0, 2)).toEqual(
      name === 'a.csv' || name === 'csv-bytes'
        ? CSV.split('\n').slice(0, 2)
        : expect.arrayContaining([expect.stringMatching(/^id.name$/), expect.stringMatching(/^1.ann$/)]),
    );
  });

  it('is known by the name that messages use where its path has no ending', async () => {
    const root = write({ '0f3a': gzipSync(JSONL) });
    expect((await profile({ data: { path: join(root, '0f3a'), name: 'data/a.jsonl.gz' } })).rows).toBe(2);
  });

  it.each([
    [
      'a list of objects',
      'data.json',
      '[{"a":1}]',
      'data.json  the file is one JSON list, not one object a line',
    ],
    [
      'a spreadsheet',
      'data.xlsx',
      'PK\u0003\u0004\u0000\u0000',
      'data.xlsx  the file is of no format that is read here',
    ],
    [
      'packed bytes without a name',
      '0f3a',
      gzipSync(CSV),
      '0f3a  the name does not tell what the gzip data hold',
    ],
  ])('of none of them is one message: %s', async (_what, name, content, message) => {
    const path = join(write({ [name]: content }), name);
    const text = await userErrorOf(profile({ data: { path, name } }));
    expect(text).toContain(message);
    expect(text).toContain('\n  fix: ');
  });

  it('of tabs alone is split by tabs, whatever else its values hold', async () => {
    const root = write({ 'a.tsv': 'a,b\tc\n1,2\t3\n4,5\t6\n' });
    expect((await profile({ data: { path: join(root, 'a.tsv') } })).columns.map(({ name }) => name)).toEqual([
      'a,b',
      'c',
    ]);
  });
});

describe('JSON lines', () => {
  const columnsOf = async (text: string) => {
    const root = write({ 'a.jsonl': text });
    return profile({ data: { path: join(root, 'a.jsonl') } });
  };

  it.each([
    ['integers', ['1', '-2'], 'integer', 'int64'],
    ['integers with missing values', ['1', 'null'], 'integer', 'float64'],
    ['floats among integers', ['1', '2.5'], 'float', 'float64'],
    ['NaN and infinities', ['NaN', 'Infinity', '1'], 'float', 'float64'],
    ['booleans', ['true', 'false'], 'boolean', 'bool'],
    ['texts', ['"1"', '"NA"'], 'text', 'object'],
    ['dates as texts', ['"2024-01-01"'], 'text', 'object'],
    ['values of several types as texts', ['1', '"a"', 'true'], 'text', 'object'],
    ['nothing', ['null'], 'empty', 'float64'],
    ['lists', ['[1]', '["a"]'], 'list', 'object'],
    ['objects', ['{"x":1}', '{"y":[2]}'], 'struct', 'object'],
    ['integers beyond 2^63', ['18446744073709551615', '1'], 'integer', 'uint64'],
    ['integers beyond 2^63 with negative ones', ['18446744073709551615', '-1'], 'float', 'float64'],
  ])('have the types that JSON has: %s', async (_what, values, family, type) => {
    const { columns } = await columnsOf(values.map((value) => `{"v":${value}}\n`).join(''));
    expect(columns).toMatchObject([{ name: 'v', family, type }]);
  });

  it('may have keys of any name, in any order, or none', async () => {
    const names = ['q"u\'o\\te', 'a/b~c', '', '$.x', '*', '0', '年齢', 'v', 'V', '__proto__'];
    const row = (order: string[]) =>
      `{${order.map((name, at) => `${JSON.stringify(name)}:${at}`).join(',')}}\n`;
    const { rows, columns } = await columnsOf(row(names) + row([...names].reverse()) + row(['v']));
    expect(rows).toBe(3);
    expect(columns.map(({ name }) => name)).toEqual(names);
    expect(columns.map(({ missing }) => missing)).toEqual(names.map((name) => (name === 'v' ? 0 : 1)));
    expect(columns.map(({ max }) => max)).toEqual(
      names.map((_name, at) => Math.max(at, names.length - 1 - at)),
    );
  });

  it.each([
    ['a byte order mark', '\ufeff{"v":1}\n{"v":2}\n'],
    ['blank lines', '\n{"v":1}\n\n  \n{"v":2}\n\n'],
    ['CRLF', '{"v":1}\r\n{"v":2}\r\n'],
    ['no line end at the end', '{"v":1}\n{"v":2}'],
    ['spaces', ' { "v" : 1 } \n\t{ "v" : 2 }\n'],
    ['escapes', '{"v":1,"t":"a\\nb \\u00e9 \\"c\\""}\n{"v":2}\n'],
  ])('may have %s', async (_what, text) => {
    expect(await columnsOf(text)).toMatchObject({
      rows: 2,
      columns: [
        { name: 'v', max: 2 },
        ...(text.includes('"t"') ? [{ name: 't', values: [{ value: 'a\nb é "c"' }] }] : []),
      ],
    });
  });

  it('are converted with lists and objects as JSON', async () => {
    const root = write({ 'a.jsonl': '{"l":[1,"a"],"o":{"x":null},"b":true,"t":"a,\\"b\\""}\n' });
    expect(await rowsOf({ path: join(root, 'a.jsonl') })).toEqual([
      'l,o,b,t',
      '"[1,""a""]","{""x"":null}",True,"a,""b"""',
    ]);
  });

  it.each([
    [
      'a broken line',
      '{"a":1}\n\n{"a":2\n',
      'data.jsonl:3  the line is not JSON\n  why: the line reads: {"a":2',
    ],
    ['a list', '{"a":1}\n[1]\n', 'data.jsonl:2  the line is JSON, but no object'],
    ['lists alone', '[1]\n[2]\n', 'data.jsonl:1  the line is JSON, but no object'],
    ['numbers', '1\n2\n', 'data.jsonl:1  the line is JSON, but no object'],
    ['objects without keys', '{}\n{}\n', 'data.jsonl  the objects in the file have no keys'],
    ['blank lines alone', '\n \n', 'data.jsonl  the file is empty'],
    ['no bytes', '', 'data.jsonl  the file is empty'],
    ['another encoding', Buffer.from('{"a":"m\xfcller"}\n', 'latin1'), 'data.jsonl:1  the file is not UTF-8'],
    ['a line without end', `{"a":"${'x'.repeat(3_000_000)}"}\n`, 'data.jsonl:1  a line is longer than 2 MB'],
  ])('that cannot be read are one message: %s', async (_what, content, message) => {
    const root = write({ 'data.jsonl': content });
    const text = await userErrorOf(profile({ data: { path: join(root, 'data.jsonl'), name: 'data.jsonl' } }));
    expect(text).toContain(message);
    expect(text).toContain('\n  fix: ');
    expect(text).not.toContain(folder.path);
  });
});

describe('several files as one table', () => {
  const parts = { 'b.csv': 'y,x\n3,c\n', 'a.csv': 'x,y\na,1\nb,2\n' };

  it.each([
    ['a folder, in the order of the paths', '', parts, ['x,y', 'a,1', 'b,2', 'c,3']],
    ['folders below it', '', { 'year=2023/p.csv': 'x\n1\n', 'year=2024/p.csv': 'x\n2\n' }, ['x', '1', '2']],
    [
      'files of other layouts',
      '',
      { ...parts, 'c.csv': '\nx;y\nd;4\n' },
      ['x,y', 'a,1', 'b,2', 'c,3', 'd,4'],
    ],
    [
      'compressed and plain files',
      '',
      { ...parts, 'c.csv.gz': gzipSync('x,y\nd,4\n') },
      ['x,y', 'a,1', 'b,2', 'c,3', 'd,4'],
    ],
    ['files of a header alone', '', { 'a.csv': 'x,y\n', 'b.csv': 'x,y\n1,2\n' }, ['x,y', '1,2']],
    [
      'a pattern',
      '/part-*.csv',
      { 'part-1.csv': 'x\n1\n', 'part-2.csv': 'x\n2\n', 'x.csv': 'other\n1\n' },
      ['x', '1', '2'],
    ],
    ['a pattern over folders', '/**/*.csv', { 'p/q/1.csv': 'x\n1\n', '2.csv': 'x\n2\n' }, ['x', '2', '1']],
    [
      'a pattern of alternatives',
      '/{a,b}.csv',
      { 'a.csv': 'x\n1\n', 'b.csv': 'x\n2\n', 'c.csv': 'x\n3\n' },
      ['x', '1', '2'],
    ],
    [
      'a pattern in the folders',
      '/*/p.csv',
      { 'a/p.csv': 'x\n1\n', 'b/p.csv': 'x\n2\n', 'p.csv': 'x\n3\n', 'a/b/p.csv': 'x\n4\n' },
      ['x', '1', '2'],
    ],
    [
      'what is no data is left out',
      '',
      {
        'a.csv': 'x\n1\n',
        _SUCCESS: '',
        '.a.csv.crc': 'z',
        '_temporary/0.csv': 'x\n9\n',
        '.hidden/1.csv': 'x\n8\n',
        'README.md': 'of this',
        'a.csv.dvc': 'outs:',
      },
      ['x', '1'],
    ],
    [
      'quoted line breaks',
      '',
      { 'a.csv': 'x,y\n"1\n2",3\n', 'b.csv': 'x,y\n4,5\n' },
      ['x,y', '"1', '2",3', '4,5'],
    ],
    [
      'texts that look like numbers',
      '',
      { 'a.csv': 'x,y\n007,1\n', 'b.csv': 'x,y\nNA,2\n' },
      ['x,y', '007,1', ',2'],
    ],
    [
      'JSON lines',
      '',
      { 'a.jsonl': '{"x":1,"y":"a"}\n', 'b.ndjson': '{"y":null,"x":2.5}\n' },
      ['x,y', '1.0,a', '2.5,'],
    ],
    [
      'names that patterns use',
      '',
      { 'a[1].csv': 'x\n1\n', 'a*.csv': 'x\n2\n', "it's.csv": 'x\n3\n' },
      ['x', '2', '1', '3'],
    ],
  ])('%s', async (_what, pattern, files, lines) => {
    expect(await rowsOf({ path: write(files) + pattern })).toEqual(lines);
  });

  it('of Parquet may have other orders, types of numbers and an index', async () => {
    const root = write({});
    await writeParquet(join(root, 'a.parquet'), `SELECT 1::INTEGER AS x, 'a' AS "Y z", 0.5 AS w`);
    await writeParquet(
      join(root, 'b.parquet'),
      `SELECT 0.25 AS w, 'b' AS "Y z", 7 AS __index_level_0__, 2.5::DOUBLE AS x`,
      `KV_METADATA {pandas: '{"index_columns":["__index_level_0__"]}'}`,
    );
    await writeParquet(join(root, 'c.parquet'), `SELECT 3::BIGINT AS x, 'c' AS "Y z", NULL::DOUBLE AS w`);
    await writeParquet(join(root, 'd.parquet'), `SELECT 4::BIGINT AS x, 'd' AS "Y z", 4::DOUBLE AS w`);
    expect(await rowsOf({ path: root })).toEqual([
      'x,Y z,w',
      '1.0,a,0.5',
      '2.5,b,0.25',
      '3.0,c,',
      '4.0,d,4.0',
    ]);
  });

  it('of Parquet may have a column without a type where it has no values', async () => {
    const root = write({ 'a.parquet': NULL_TYPED_PARQUET });
    expect((await profile({ data: { path: root } })).columns).toMatchObject([
      { family: 'empty', missing: 2 },
    ]);
    await writeParquet(join(root, 'b.parquet'), `SELECT 'x' AS b`);
    expect((await profile({ data: { path: root } })).columns).toMatchObject([{ family: 'text', missing: 2 }]);
    await writeParquet(join(root, 'c.parquet'), `SELECT 1 AS b`);
    expect(await userErrorOf(profile({ data: { path: root, name: 'data' } }))).toContain(
      'data/c.parquet  column "b" is of another type than in data/b.parquet',
    );
  });

  it('of Parquet may have a column named as DuckDB names the number of a row', async () => {
    const root = write({});
    await writeParquet(join(root, 'a.parquet'), 'SELECT 5 AS file_row_number');
    expect(await rowsOf({ path: join(root, 'a.parquet') })).toEqual(['file_row_number', '5']);
  });

  it('number their rows one after the other', async () => {
    const csv = write({ 'a.csv': 'x\n1\n2\n', 'b.csv': 'x\n3\n-1\n' });
    const parquet = write({});
    await writeParquet(join(parquet, 'a.parquet'), 'SELECT range AS x FROM range(200000)');
    await writeParquet(join(parquet, 'b.parquet'), 'SELECT -1 AS x UNION ALL SELECT 5');
    const expectation = { type: 'expect_column_values_to_be_between', kwargs: { column: 'x', min_value: 0 } };
    for (const [path, row] of [
      [csv, 3],
      [parquet, 200_000],
    ] as const) {
      const suite = { name: 's', spelling: '1.x' as const, expectations: [expectation] };
      const { results } = await validate({ data: { path }, suite, resultFormat: 'COMPLETE' });
      expect(results[0]?.result.unexpected_index_list).toEqual([row]);
    }
  });

  it('take their types from all of them', async () => {
    const long = `x\n${Array.from({ length: 25_000 }, (_none, row) => row).join('\n')}\n`;
    const root = write({ 'a.csv': long, 'b.csv': 'x\nabc\n' });
    expect((await profile({ data: { path: root } })).columns).toMatchObject([
      { family: 'text', distinct_exact: false },
    ]);
  });

  it('may be named one by one', async () => {
    const root = write({ 'a.csv': 'x\n1\n', 'b.csv': 'x\n2\n', 'c.csv': 'x\n3\n', _SUCCESS: '' });
    const files = ['a.csv', 'c.csv', '_SUCCESS'].map((name) => ({
      path: join(root, name),
      name: `data/${name}`,
    }));
    expect(await rowsOf({ path: root, name: 'data', files })).toEqual(['x', '1', '3']);
  });

  it('may be of a format that their names do not tell', async () => {
    const root = write({ 'part-0': JSONL, 'part-1': JSONL });
    expect((await profile({ data: { path: root, format: 'jsonl' } })).rows).toBe(4);
    expect((await profile({ data: { path: join(root, 'part-*') } })).rows).toBe(4);
    const both = write({ 'a.csv': CSV, 'a.jsonl': JSONL });
    expect((await profile({ data: { path: both, format: 'jsonl' } })).rows).toBe(2);
  });

  it('may be links', async () => {
    const root = write({ 'store/1': 'x\n1\n' });
    mkdirSync(join(root, 'data'));
    symlinkSync(join(root, 'store/1'), join(root, 'data/a.csv'));
    expect(await rowsOf({ path: join(root, 'data') })).toEqual(['x', '1']);
  });

  it.each([
    [
      'another column',
      { 'a.csv': 'age,income\n1,2\n', 'b.csv': 'age,incme\n1,2\n' },
      'data/b.csv  the file has other columns than data/a.csv\n  why: missing: "income"; only here: "incme"\n  fix: files of one table have the same columns: rename "incme" to "income" if it is that column',
    ],
    [
      'a column too many',
      { 'a.jsonl': '{"a":1}\n', 'b.jsonl': '{"a":1,"b":2}\n' },
      'data/b.jsonl  the file has other columns than data/a.jsonl\n  why: only here: "b"',
    ],
    [
      'several formats',
      { 'a.csv': CSV, 'b.jsonl': JSONL },
      'data  the files are of several formats\n  why: data/a.csv is CSV, data/b.jsonl is JSON lines',
    ],
    [
      'a ragged row',
      { 'a.csv': 'a,b\n1,2\n', 'b.csv': 'a,b\n1,2\n3\n' },
      'data/b.csv:3  the header has 2 columns, but this line has 1',
    ],
    [
      'a broken line',
      { 'a.jsonl': '{"a":1}\n', 'b.jsonl': '{"a":2}\n{"a":\n' },
      'data/b.jsonl:2  the line is not JSON',
    ],
    ['an empty file', { 'a.csv': CSV, 'b.csv': '' }, 'data/b.csv  the file is empty'],
    [
      'no data',
      { 'README.md': 'x', _SUCCESS: '' },
      'data  the folder holds no data file\n  why: it holds data/README.md\n  fix: data files end in .csv',
    ],
    ['nothing', { _SUCCESS: '' }, 'data  the folder holds no file'],
    [
      'a cut gzip file',
      { 'a.csv': 'id,name\n', 'b.csv.gz': gzipSync(CSV.repeat(100)).subarray(0, 30) },
      'data/b.csv.gz  the file is cut off or damaged: its gzip data end with "unexpected end of file"',
    ],
    [
      'an ending that lies',
      { 'a.csv.zst': CSV },
      'data/a.csv.zst  the file ends in .zst but is not zstd data',
    ],
  ])('that are none are one message: %s', async (_what, files, message) => {
    const text = await userErrorOf(profile({ data: { path: write(files), name: 'data' } }));
    expect(text).toContain(message);
    expect(text).toContain('\n  fix: ');
    expect(text).not.toContain(folder.path);
  });

  it('of Parquet that are none are one message', async () => {
    const root = write({});
    await writeParquet(join(root, 'a.parquet'), `SELECT 1 AS x`);
    await writeParquet(join(root, 'b.parquet'), `SELECT 'a' AS x`);
    expect(await userErrorOf(profile({ data: { path: root, name: 'data' } }))).toContain(
      'data/b.parquet  column "x" is of another type than in data/a.parquet\n  why: it is VARCHAR here and INTEGER there',
    );
  });

  it('of a pattern that nothing matches are one message', async () => {
    const path = join(write({}), '*.csv');
    expect(await userErrorOf(profile({ data: { path, name: 'data/*.csv' } }))).toContain(
      'data/*.csv  no file matches the pattern\n  fix: check the pattern',
    );
  });

  it('of a pattern are named from before its first wildcard', async () => {
    const root = write({ 'p/a.csv': 'x\n1\n', 'p/b.csv': 'y\n1\n' });
    expect(
      await userErrorOf(profile({ data: { path: join(root, '*/*.csv'), name: 'data/*/*.csv' } })),
    ).toContain('data/p/b.csv  the file has other columns than data/p/a.csv');
  });

  it('of zstd that are cut off are one message', async () => {
    const root = write({});
    const whole = join(root, 'whole.csv.zst');
    await writeZstd(whole, 'SELECT range AS a, range * 7 AS b FROM range(100000)', 'csv');
    expect((await profile({ data: { path: whole } })).rows).toBe(100_000);
    for (const bytes of [10, 100, 50_000]) {
      const path = join(root, 'cut.csv.zst');
      writeFileSync(path, readFileSync(whole).subarray(0, bytes));
      expect(await userErrorOf(profile({ data: { path, name: 'cut.csv.zst' } }))).toContain(
        'cut.csv.zst  the file is cut off or damaged: its zstd data end in the middle',
      );
    }
  });
});
