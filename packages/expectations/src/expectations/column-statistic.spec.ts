import type { Json, JsonObject } from '../json';
import { writeParquet } from '../testing/parquet-file';
import { run } from '../testing/run';
import { tempFolder } from '../testing/temp-folder';
import { expectColumnStdevToBeBetween } from './expect-column-stdev-to-be-between';

const folder = tempFolder();
const MEDIAN = 'expect_column_median_to_be_between';
const STDEV = 'expect_column_stdev_to_be_between';
const parquet = `${folder.path}/values.parquet`;
const header = folder.write('header.csv', 'a\n');
const empty = folder.write('empty.csv', 'a,b\n,1\n,2\n');

beforeAll(() =>
  writeParquet(
    parquet,
    `SELECT * FROM (VALUES
      (1, 0.1::DOUBLE, true, 1.5::DECIMAL(2,1), 'a', TIMESTAMP '2024-01-01 00:00:00', 'inf'::DOUBLE, 'inf'::DOUBLE, 1e200::DOUBLE, 5, DATE '2024-01-01'),
      (2, 0.2, false, 2.5, 'b', TIMESTAMP '2024-01-02 10:00:00', 1, '-inf', 1, NULL, DATE '2024-01-02'),
      (3, 0.4, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
      (10, 0.7, NULL, NULL, NULL, NULL, 'nan', NULL, NULL, NULL, NULL)
    ) AS t(whole, float, flag, price, text, moment, inf, infs, huge, single, day)`,
  ),
);

/** Figures as pandas computes them. */
const cases: [type: string, kwargs: JsonObject, success: boolean, observed: Json][] = [
  [MEDIAN, { column: 'whole', min_value: 2, max_value: 3 }, true, 2.5],
  [MEDIAN, { column: 'whole', min_value: 2.5, strict_min: true }, false, 2.5],
  [MEDIAN, { column: 'whole', max_value: 2.5, strict_max: true }, false, 2.5],
  [MEDIAN, { column: 'whole', min_value: 3, max_value: 1 }, false, 2.5],
  [MEDIAN, { column: 'float', max_value: 0.30000000000000004 }, true, 0.30000000000000004],
  [MEDIAN, { column: 'flag', min_value: 0.5, max_value: 0.5 }, true, 0.5],
  [MEDIAN, { column: 'price' }, true, 2],
  [MEDIAN, { column: 'moment', min_value: '2024-01-01T00:00:00' }, true, '2024-01-01T17:00:00'],
  [MEDIAN, { column: 'inf', min_value: 0 }, true, 'Infinity'],
  [MEDIAN, { column: 'infs' }, false, null],
  [MEDIAN, { column: 'huge' }, true, 5e199],
  [MEDIAN, { column: 'single' }, true, 5],
  [STDEV, { column: 'whole', min_value: 4, max_value: 5 }, true, 4.08248290463863],
  [STDEV, { column: 'whole', max_value: 4 }, false, 4.08248290463863],
  [STDEV, { column: 'whole', min_value: '4' }, true, 4.08248290463863],
  [STDEV, { column: 'float' }, true, 0.264575131106459],
  [STDEV, { column: 'flag' }, true, 0.7071067811865476],
  [STDEV, { column: 'price' }, true, 0.7071067811865476],
  [STDEV, { column: 'single', min_value: 0 }, false, null],
  [STDEV, { column: 'single' }, false, null],
  [STDEV, { column: 'inf' }, false, null],
  [STDEV, { column: 'infs' }, false, null],
  [STDEV, { column: 'huge' }, true, 'Infinity'],
];

describe('a figure of a column', () => {
  it.each(cases)('%s %j is %s', async (type, kwargs, success, observed) => {
    const found = await run(parquet, type, kwargs);
    expect(found.exception_info.exception_message).toBeNull();
    expect(found.success).toBe(success);
    const value = found.result.observed_value;
    if (typeof observed === 'number') expect(value).toBeCloseTo(observed, 12);
    else expect(value).toBe(observed);
  });

  it.each([MEDIAN, STDEV])('over nothing there is none: %s', async (type) => {
    for (const path of [header, empty]) {
      const withAndWithoutBound: JsonObject[] = [{ column: 'a', min_value: 0 }, { column: 'a' }];
      for (const kwargs of withAndWithoutBound) {
        expect(await run(path, type, kwargs)).toMatchObject({
          success: false,
          result: { observed_value: null },
          exception_info: { raised_exception: false },
        });
      }
    }
  });

  it.each([
    [MEDIAN, { column: 'text' }, 'column "text" is of type VARCHAR, which has no median'],
    [MEDIAN, { column: 'day' }, 'column "day" is of type DATE, which has no median'],
    [MEDIAN, { column: 'moment', min_value: 0 }, 'which cannot be compared with min_value 0'],
    [
      MEDIAN,
      { column: 'whole', min_value: '2024-01-01' },
      'which cannot be compared with min_value 2024-01-01',
    ],
    [STDEV, { column: 'text' }, 'column "text" is of type VARCHAR, which has no standard deviation'],
    [STDEV, { column: 'moment' }, 'column "moment" is of type TIMESTAMP, which has no standard deviation'],
    [STDEV, { column: 'whole', min_value: '2024-01-01' }, 'min_value: expected a number, got 2024-01-01'],
    [STDEV, { column: 'whole', max_value: 'a' }, 'max_value: expected a number, a date'],
  ])('is refused: %s %j', async (type, kwargs, message) => {
    const found = await run(parquet, type, kwargs as JsonObject);
    expect(found).toMatchObject({ success: false, result: {} });
    expect(found.exception_info.exception_message).toContain(message);
  });

  it('is told in words', () => {
    expect(
      expectColumnStdevToBeBetween.tell({ column: 'a', max_value: 2 }, { observed_value: 4.08248290463863 }),
    ).toMatchObject({
      expected: 'the standard deviation of "a" lies at or below 2',
      found: 'it is 4.08248',
    });
    expect(expectColumnStdevToBeBetween.tell({ column: 'a' }, { observed_value: null }).found).toContain(
      'at least two values',
    );
  });
});
