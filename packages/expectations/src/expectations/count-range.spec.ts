import type { JsonObject } from '../json';
import { run } from '../testing/run';
import { tempFolder } from '../testing/temp-folder';
import { expectColumnNullValueCountToBeBetween } from './expect-column-null-value-count-to-be-between';
import { expectTableRowCountToBeBetween } from './expect-table-row-count-to-be-between';

const folder = tempFolder();
const ROWS = 'expect_table_row_count_to_be_between';
const NULLS = 'expect_column_null_value_count_to_be_between';
const UNIQUE = 'expect_column_unique_value_count_to_be_between';
const EQUAL = 'expect_table_row_count_to_equal';
const csv = folder.write('rows.csv', 'a,b\n1,x\n2,NA\nNaN,\n4,y\n');
const header = folder.write('header.csv', 'a,b\n');

describe('a number of rows', () => {
  it.each<[path: string, type: string, kwargs: JsonObject, success: boolean, observed: number]>([
    [csv, ROWS, { min_value: 4, max_value: 4 }, true, 4],
    [csv, ROWS, { min_value: '4' }, true, 4],
    [csv, ROWS, { min_value: 5 }, false, 4],
    [csv, ROWS, { min_value: null, max_value: 3 }, false, 4],
    [csv, ROWS, { min_value: 4, strict_min: true }, false, 4],
    [csv, ROWS, { max_value: 4, strict_max: true }, false, 4],
    [csv, ROWS, { min_value: -1 }, true, 4],
    [csv, ROWS, {}, true, 4],
    [csv, ROWS, { min_value: 4.9, max_value: 4.1 }, true, 4],
    [csv, ROWS, { max_value: 3.9 }, false, 4],
    [csv, UNIQUE, { column: 'b', min_value: 2.5 }, true, 2],
    [csv, EQUAL, { value: 4.5 }, true, 4],
    [header, ROWS, { min_value: 1 }, false, 0],
    [header, ROWS, { max_value: 0 }, true, 0],
    [csv, NULLS, { column: 'a', max_value: 1 }, true, 1],
    [csv, NULLS, { column: 'b', max_value: 1 }, false, 2],
    [csv, NULLS, { column: 'b', min_value: 2, max_value: 2 }, true, 2],
    [csv, NULLS, { column: 'b', min_value: 3 }, false, 2],
    [csv, NULLS, { column: 'b', max_value: 2, strict_max: true }, false, 2],
    [header, NULLS, { column: 'a', max_value: 0 }, true, 0],
  ])('in %s: %s %j is %s', async (path, type, kwargs, success, observed) => {
    expect(await run(path, type, kwargs)).toMatchObject({ success, result: { observed_value: observed } });
  });

  it.each<[type: string, kwargs: JsonObject, message: string]>([
    [ROWS, { min_value: 2, max_value: 1 }, 'min_value 2 is above max_value 1'],
    [ROWS, { min_value: 'quack' }, 'min_value: expected a whole number, got "quack"'],
    [ROWS, { min_value: '1.5' }, 'min_value: expected a whole number, got "1.5"'],
    [ROWS, { max_value: '2024-01-01' }, 'max_value: expected a whole number'],
    [ROWS, { column: 'a', max_value: 1 }, 'column: unknown key'],
    [NULLS, { column: 'a' }, 'min_value and max_value are both missing'],
    [NULLS, { column: 'a', min_value: 2, max_value: 1 }, 'min_value 2 is above max_value 1'],
    [NULLS, { column: 'c', max_value: 1 }, 'the data has no column "c"'],
    [NULLS, { column: 'a', max_value: 'half' }, 'max_value: expected a whole number, got "half"'],
  ])('is refused: %s %j', async (type, kwargs, message) => {
    const found = await run(csv, type, kwargs);
    expect(found).toMatchObject({ success: false, result: {}, exception_info: { raised_exception: true } });
    expect(found.exception_info.exception_message).toContain(message);
  });

  it('is told in words', () => {
    expect(
      expectTableRowCountToBeBetween.tell({ min_value: 5, max_value: 5 }, { observed_value: 4 }),
    ).toMatchObject({ expected: 'the number of rows is 5', found: 'it is 4' });
    expect(
      expectColumnNullValueCountToBeBetween.tell(
        { column: 'b', max_value: 1 },
        { observed_value: 2, missing_count: 2, missing_percent: 50 },
      ),
    ).toMatchObject({
      expected: 'the number of rows without a value of "b" lies at or below 1',
      found: 'it is 2 (50 %)',
    });
  });
});
