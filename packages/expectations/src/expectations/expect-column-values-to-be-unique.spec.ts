import type { Json, JsonObject } from '../json';
import { writeParquet } from '../testing/parquet-file';
import { run } from '../testing/run';
import { tempFolder } from '../testing/temp-folder';

const folder = tempFolder();
const TYPE = 'expect_column_values_to_be_unique';
const parquet = `${folder.path}/values.parquet`;

beforeAll(() =>
  writeParquet(
    parquet,
    `SELECT * FROM (VALUES
      (1, 0.0::DOUBLE, 'a', true, [1], 'inf'::DOUBLE), (1, -0.0, 'A', false, [1], 'nan'), (2, 1, 'b', true, [2], 'nan'), (NULL, NULL, NULL, NULL, NULL, 'inf')
    ) AS t(whole, float, text, flag, list, special)`,
  ),
);

describe('unique values', () => {
  it.each<[JsonObject, boolean, Json[]]>([
    [{ column: 'whole' }, false, [1, 1]],
    [{ column: 'whole', mostly: 0.33 }, true, [1, 1]],
    [{ column: 'whole', mostly: 0.34 }, false, [1, 1]],
    [{ column: 'float' }, false, [0, 0]],
    [{ column: 'text' }, true, []],
    [{ column: 'flag' }, false, [true, true]],
    [{ column: 'list' }, false, [[1], [1]]],
    [{ column: 'special' }, false, ['Infinity', 'Infinity']],
  ])('%j is %s', async (kwargs, success, unexpected) => {
    const found = await run(parquet, TYPE, kwargs, { resultFormat: 'COMPLETE' });
    expect(found.success).toBe(success);
    expect(found.result.unexpected_list).toEqual(unexpected);
    expect(found.result).toMatchObject({ element_count: 4, unexpected_count: unexpected.length });
  });

  it('are found in the order of the file, whatever its types turn out to be', async () => {
    const lines = Array.from(
      { length: 30_000 },
      (_none, row) => `${row},${row === 29_999 ? 'x' : row % 29_990}`,
    );
    const path = folder.write('late.csv', `k,v\n${lines.join('\n')}\n`);
    const { result } = await run(path, TYPE, { column: 'v' }, { resultFormat: 'SUMMARY', examples: 3 });
    expect(result).toMatchObject({
      unexpected_count: 18,
      partial_unexpected_list: ['0', '1', '2'],
      partial_unexpected_index_list: [0, 1, 2],
    });
  });

  it('hold over no rows', async () => {
    const path = folder.write('none.csv', 'k\n');
    expect(await run(path, TYPE, { column: 'k' })).toMatchObject({
      success: true,
      result: { element_count: 0, unexpected_count: 0, unexpected_percent: null },
    });
  });
});
