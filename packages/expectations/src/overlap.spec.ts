import { join } from 'node:path';
import { overlap, type OverlapOptions } from './overlap';
import { writeParquet } from './testing/parquet-file';
import { userErrorOf } from './testing/run';
import { tempFolder } from './testing/temp-folder';

const folder = tempFolder();
let written = 0;

function compare(train: string, test: string, keys?: string[]) {
  written++;
  const options: OverlapOptions = {
    train: { path: folder.write(`train${written}.csv`, train), name: 'data/train.csv' },
    test: { path: folder.write(`test${written}.csv`, test), name: 'data/test.csv' },
  };
  return overlap(keys ? { ...options, keys } : options);
}

describe('rows of the test data that are in the training data', () => {
  it('are found by keys', async () => {
    expect(await compare('id,x\n1,a\n2,b\n3,c\n', 'id,x\n3,other\n4,d\n1,a\n', ['id'])).toEqual({
      rows: 2,
      testRows: 3,
      share: 2 / 3,
      by: 'keys',
      columns: ['id'],
      examples: [
        { row: 0, values: { id: 3 } },
        { row: 2, values: { id: 1 } },
      ],
    });
  });

  it('are found as whole rows over the columns that both have', async () => {
    expect(await compare('id,x,target\n1,a,0\n2,b,1\n', 'x,id,extra\na,1,9\nb,1,9\n')).toEqual({
      rows: 1,
      testRows: 2,
      share: 0.5,
      by: 'rows',
      columns: ['x', 'id'],
      examples: [{ row: 0, values: { x: 'a', id: 1 } }],
    });
  });

  it.each([
    ['several keys match together', 'a,b\n1,1\n2,2\n', 'a,b\n1,2\n2,2\n', ['a', 'b'], 1],
    ['keys match whatever the case of their names', 'ID\n1\n', 'id\n1\n', ['Id'], 1],
    ['a missing key matches nothing', 'a,b\n,1\n2,2\n', 'a,b\n,1\n2,3\n', ['a'], 1],
    ['a part of a key that is missing matches nothing', 'a,b\n1,\n', 'a,b\n1,\n', ['a', 'b'], 0],
    ['missing values of whole rows are equal', 'a,b\n,1\n2,NA\n', 'a,b\nNaN,1\n2,\n2,2\n', undefined, 2],
    ['a column without values equals no value', 'a,b\n1,\n', 'a,b\n1,2\n1,\n', undefined, 1],
    ['columns without values on both sides are equal', 'a,b\n1,\n', 'a,b\n1,\n', undefined, 1],
    ['repeated test rows count each', 'a\n1\n1\n', 'a\n1\n1\n2\n1\n', undefined, 3],
    ['whole numbers equal floats', 'a\n1\n2\n', 'a\n1.0\n2.5\n', undefined, 1],
    ['numbers equal numbers among texts', 'a\nx\n7\n', 'a\n7\n8\n', ['a'], 1],
    ['a key named twice is one', 'a\n1\n', 'a\n1\n', ['a', 'a'], 1],
    ['no keys are whole rows', 'a,b\n1,1\n', 'a,b\n1,2\n', [], 0],
    ['an empty test set', 'a\n1\n', 'a\n', undefined, 0],
    ['an empty training set', 'a\n', 'a\n1\n', ['a'], 0],
  ])('%s', async (_what, train, test, keys, rows) => {
    const found = await compare(train, test, keys);
    expect(found.rows).toBe(rows);
    expect(found.examples).toHaveLength(Math.min(rows, 5));
  });

  it('are at most 5 examples, the first ones', async () => {
    const rows = Array.from({ length: 20 }, (_none, row) => row).join('\n');
    const { examples, share } = await compare(`a\n${rows}\n`, `a\n${rows}\n`);
    expect(share).toBe(1);
    expect(examples.map(({ row }) => row)).toEqual([0, 1, 2, 3, 4]);
  });

  it('are found where a late row changes the type of a column', async () => {
    const rows = Array.from({ length: 30_000 }, (_none, row) => String(row)).join('\n');
    expect((await compare(`a\n${rows}\nx\n`, 'a\nx\n29999\n030\n', ['a'])).rows).toBe(2);
    expect((await compare('a\nx\n29999\n', `a\n${rows}\nx\n`, ['a'])).rows).toBe(2);
  });

  it.each(['q"u\'o\\te', "'); DROP TABLE train; --", 'k0', 'i', 'entry', '__proto__', '年齢', 'a.b', '{a}'])(
    'may have a column named %s',
    async (name) => {
      const quoted = `"${name.replaceAll('"', '""')}"`;
      const { rows, examples } = await compare(`${quoted},x\n1,2\n3,4\n`, `${quoted},x\n3,9\n`, [name]);
      expect(rows).toBe(1);
      expect(Object.entries(examples[0]?.values ?? {})).toEqual([[name, 3]]);
    },
  );

  it('may be of different formats and types', async () => {
    const train = join(folder.path, 'train.parquet');
    await writeParquet(
      train,
      `SELECT 1 AS id, TIMESTAMP '2024-01-01 10:00:00' AS at, [1, 2] AS list, true AS flag, 'nan'::DOUBLE AS x, 1.5::FLOAT AS f`,
    );
    const test = folder.write(
      'test.jsonl',
      '{"id": 1.0, "at": "2024-01-01 10:00:00", "list": [1,2], "flag": true, "x": null, "f": 1.5}\n',
    );
    const found = await overlap({ train: { path: train }, test: { path: test } });
    expect(found).toMatchObject({
      rows: 1,
      examples: [{ row: 0, values: { id: 1, list: [1, 2], flag: true, x: null } }],
    });
    expect((await overlap({ train: { path: train }, test: { path: train } })).rows).toBe(1);
  });
});

it('compares texts of special types as texts', async () => {
  const id = 'cf2a4a4e-2b0f-4a2e-9d34-111111111111';
  const train = join(folder.path, 'uuid.parquet');
  await writeParquet(train, `SELECT '${id}'::UUID AS id, '10:00:00'::TIME AS at, 0.5::DECIMAL(3,1) AS price`);
  const test = folder.write('uuid.csv', `id,at,price\n${id},10:00:00,0.50\nno id,noon,1\n`);
  expect((await overlap({ train: { path: train }, test: { path: test } })).rows).toBe(1);
});

describe('what cannot be compared', () => {
  it.each([
    [
      'a key that the training data lack',
      'ident,x\n1,2\n',
      'id,x\n1,2\n',
      ['id'],
      'data/train.csv  the data has no key column "id"\n  fix: name columns of it as keys: it has "ident", "x"',
    ],
    [
      'a misspelled key',
      'customer,x\n1,2\n',
      'custmer,x\n1,2\n',
      ['customer'],
      'data/test.csv  the data has no key column "customer"\n  fix: did you mean "custmer"?',
    ],
    [
      'no column in common',
      'a\n1\n',
      'b\n1\n',
      undefined,
      'data/test.csv  the data has no column in common with data/train.csv',
    ],
    ['data that cannot be read', 'a,b\n1,2\n3\n', 'a,b\n1,2\n', ['a'], 'data/train.csv:3  the header has 2'],
  ])('is one message: %s', async (_what, train, test, keys, message) => {
    expect(await userErrorOf(compare(train, test, keys))).toContain(message);
  });
});
