import type { Expectation } from './suite/suite';
import { suiteOf } from './testing/run';
import { tempFolder } from './testing/temp-folder';
import { validate } from './validate';

describe('a suite of 20 expectations of which 2 are broken', () => {
  const folder = tempFolder();
  const path = folder.write(
    'rows.csv',
    `id,name\n${Array.from({ length: 50 }, (_, row) => `${row},n${row}`).join('\n')}\n`,
  );
  const sound: Expectation[] = Array.from({ length: 18 }, (_, index) => ({
    type: 'expect_column_values_to_be_between',
    kwargs: { column: 'id', max_value: index < 9 ? 1000 : 30 + index },
  }));
  const broken: [what: string, Expectation, RegExp][] = [
    [
      'asks the database for what it cannot do with the values',
      {
        type: 'expect_column_values_to_not_be_null',
        kwargs: { column: 'id', row_condition: 'CAST(name AS INTEGER) > 3', condition_parser: 'sql' },
      },
      /^the database cannot evaluate it: Conversion Error: .*n0/,
    ],
    [
      'names a column that there is not',
      { type: 'expect_column_mean_to_be_between', kwargs: { column: 'idd', min_value: 0 } },
      /^the data has no column "idd"/,
    ],
    ['has no such type', { type: 'expect_nothing', kwargs: {} }, /^there is no expectation "expect_nothing"/],
  ];

  it.each(
    broken.flatMap((one, place) =>
      broken.slice(place + 1).map((other) => [one[0], other[0], one, other] as const),
    ),
  )(
    'has 18 verdicts and 2 errors: one %s, one %s',
    async (_one, _other, [, first, firstMessage], [, second, secondMessage]) => {
      const expectations = [...sound];
      expectations.splice(5, 0, first);
      expectations.splice(12, 0, second);
      const { results, statistics } = await validate({ data: { path }, suite: suiteOf(...expectations) });
      expect(results.map(({ exception_info: info }) => info.raised_exception).filter(Boolean)).toHaveLength(
        2,
      );
      expect(results[5]?.exception_info.exception_message).toMatch(firstMessage);
      expect(results[12]?.exception_info.exception_message).toMatch(secondMessage);
      const verdicts = results.filter(({ exception_info: info }) => !info.raised_exception);
      expect(verdicts.map(({ success }) => success)).toEqual(
        sound.map((_each, index) => index < 9 || 30 + index >= 49),
      );
      expect(statistics.evaluated_expectations).toBe(20);
      expect(verdicts[9]?.result.partial_unexpected_list?.[0]).toBe(40);
    },
  );
});
