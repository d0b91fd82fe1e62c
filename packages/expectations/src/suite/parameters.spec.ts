import { ExpectationError } from '../expectations/expectation-error';
import type { Json, JsonObject } from '../json';
import { resolveKwargs } from './parameters';

const parameters: JsonObject = {
  a: 2,
  b: 3.5,
  neg: -3,
  name: 'x',
  list: [1, 2],
  nothing: null,
  flag: true,
  day: '2024-01-02',
  time: '2024-01-02T03:04:05.000250',
  zoned: '2024-01-02T03:04:05+01:00',
  'upstream.rows': 100,
  'two words': 7,
  'urn:great_expectations:validations:s:expect_column_mean_to_be_between.result.observed_value:column=x': 5,
};
const now = new Date('2024-06-01T12:00:00.250Z');

function valueOf(expression: Json): Json | undefined {
  return resolveKwargs({ value: { $PARAMETER: expression } }, parameters, now)['value'];
}

describe('resolveKwargs', () => {
  // Each value is Great Expectations' own, but for the last seven, which it refuses.
  it.each<[string, Json]>([
    ['a', 2],
    [' a ', 2],
    ['name', 'x'],
    ['list', [1, 2]],
    ['nothing', null],
    ['flag', true],
    ['day', '2024-01-02'],
    ['a+1', 3],
    ['a -1', 1],
    ['a - -1', 3],
    ['--a', 2],
    ['2 * -a', -4],
    ['-2 ^ 2', 4],
    ['2 ^ 3 ^ 2', 512],
    ['2^-1', 0.5],
    ['a * b', 7],
    ['1+2*3', 7],
    ['(a + 1) * 2', 6],
    ['8/2/2', 2],
    ['8-2-2', 4],
    ['1e3 + .5', 1000.5],
    ['sin(PI / 2)', 1],
    ['e + 1', Math.E + 1],
    ['abs (neg)', 3],
    ['trunc(-3.7)', -3],
    ['round(3.5)', 4],
    ['round(2.5)', 2],
    ['round(3.14159, 2)', 3.14],
    ['round(a/3)', 1],
    ['sgn(-4)', -1],
    ['now()', '2024-06-01T12:00:00.250000'],
    ['now() - timedelta(weeks=1)', '2024-05-25T12:00:00.250000'],
    ['now() - timedelta(weeks=52*100)', '1924-10-04T12:00:00.250000'],
    ['now() + timedelta(hours=-1)', '2024-06-01T11:00:00.250000'],
    ['datetime(2024, 1, 2)', '2024-01-02T00:00:00'],
    ['datetime(2024,1,2,3,4,5)', '2024-01-02T03:04:05'],
    ['datetime(1969, 12, 31, 23, 59, 59, 999999)', '1969-12-31T23:59:59.999999'],
    ['datetime(year=2024, month=1, day=2) + timedelta(days=1, hours=2) * 2', '2024-01-04T04:00:00'],
    ['day + timedelta(1.5)', '2024-01-03T12:00:00'],
    ['time - timedelta(hours=1)', '2024-01-02T02:04:05.000250'],
    ['now() - (now() - day) / 2', '2024-03-17T18:00:00.125000'],
    ['upstream.rows', 100],
    ['upstream.rows * 2', 200],
    ['two words', 7],
    [Object.keys(parameters).at(-1) ?? '', 5],
    ['1', 1],
    ['pi', Math.PI],
    ['zoned + timedelta(hours=1)', '2024-01-02T03:04:05+00:00'],
  ])('%s', (expression, value) => {
    expect(valueOf(expression)).toEqual(value);
  });

  it.each<[Json, string]>([
    ['missing', 'value: $PARAMETER "missing": the parameter "missing" has no value; there are "a", "b", '],
    ['flg', 'value: $PARAMETER "flg": the parameter "flg" has no value; did you mean "flag"?'],
    ['missing + 1', 'the parameter "missing" has no value'],
    ['now', 'the parameter "now" has no value'],
    ['name + 1', 'the parameter "name" is "x", which is no number and no time: it can stand alone only'],
    ['list + 1', 'the parameter "list" is [1,2], which is no number'],
    ['flag + 1', 'the parameter "flag" is true, which is no number'],
    ['a +', 'at character 4: expected a number or a name, got the end'],
    ['a b', 'at character 3: "b" is not expected'],
    ['a > 1', 'at character 3: ">" is not expected'],
    ['(a', 'at character 3: expected ), got the end'],
    ['1/0', 'a division by zero'],
    ['neg ^ 0.5', 'the result is no finite number'],
    ['max(1, 2)', 'at character 1: there is no function max'],
    ['timedelta(days=1)', 'the result is a span of time: add it to a time, as in now() - timedelta(weeks=1)'],
    ['timedelta(fortnights=1)', 'timedelta() does not take fortnights; it takes days, seconds, '],
    ['datetime(2024, 13, 1)', 'datetime(2024, 13, 1): there is no such time'],
    ['datetime(2024)', 'datetime() needs month'],
    ['sin()', 'sin() needs a number'],
    ['now(1)', 'now() takes at most 0 arguments, got 1'],
    ['now() + now()', 'time + time is not possible'],
    ['now() - zoned', 'a time with a zone and one without cannot be subtracted'],
    ['now() - timedelta(weeks=52 * 9999)', 'the result is a time before year 1 or after year 9999'],
    [
      'urn:great_expectations:stores:x',
      'value: urn:great_expectations:stores:x is a figure of another validation',
    ],
    [' ', 'value: expected the name of a parameter, got " "'],
    [3, 'value: expected the name of a parameter, got 3'],
  ])('refuses %j', (expression, message) => {
    expect(() => valueOf(expression)).toThrow(ExpectationError);
    expect(() => valueOf(expression)).toThrow(message);
  });

  it('says that there are no parameters at all', () => {
    expect(() => resolveKwargs({ min_value: { $PARAMETER: 'low' } }, {}, now)).toThrow(
      'min_value: $PARAMETER "low": the parameter "low" has no value; there are no parameters: give it in the suite or to the run',
    );
  });

  it('takes a value that stands beside the name', () => {
    const kwargs = { value: { $PARAMETER: 'low', '$PARAMETER.low': 0 } };
    expect(resolveKwargs(kwargs, {}, now)).toEqual({ value: 0 });
  });

  it('replaces parameters in lists and objects, and leaves the rest', () => {
    const kwargs = {
      value_set: [1, { $PARAMETER: 'a' }],
      row: { operator: '>', parameter: { $PARAMETER: 'b' } },
    };
    expect(resolveKwargs(kwargs, parameters, now)).toEqual({
      value_set: [1, 2],
      row: { operator: '>', parameter: 3.5 },
    });
    const plain = { column: 'x', value_set: ['$PARAMETER'] };
    expect(resolveKwargs(plain, parameters, now)).toBe(plain);
  });
});
