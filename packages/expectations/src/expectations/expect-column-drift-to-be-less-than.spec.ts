import { dirname } from 'node:path';
import { profile, readSuite, renderProfile, validate, type JsonObject } from '../index';
import { writeParquet } from '../testing/parquet-file';
import { tempFolder } from '../testing/temp-folder';

const folder = tempFolder();
const before = `${folder.path}/before.parquet`;
const after = `${folder.path}/after.parquet`;
const DRIFT = 'expect_column_drift_to_be_less_than';

beforeAll(async () => {
  const rows = (shift: number, grades: string) =>
    `SELECT (i * 7919 % 1000)::DOUBLE / 10 + ${shift} AS x, [${grades}][i % 4 + 1] AS grade, i % 2 = 0 AS flag, ` +
    `NULL::DOUBLE AS nothing, DATE '2024-01-01' + i::INTEGER AS day FROM range(4000) AS t(i)`;
  await writeParquet(before, rows(0, "'a', 'a', 'b', 'c'"));
  await writeParquet(after, rows(30, "'a', 'b', 'b', 'd'"));
  folder.write('profile.json', renderProfile(await profile({ data: { path: before } })));
});

async function drift(path: string, kwargs: JsonObject) {
  const text = JSON.stringify({ name: 's', expectations: [{ type: DRIFT, kwargs }] });
  const suite = readSuite(text, { filePath: `${folder.path}/suite.json` });
  const { results } = await validate({ data: { path }, suite });
  const [result] = results;
  if (!result) throw new Error('no result');
  return result;
}

const HALVES = { bins: [0, 50, 100], weights: [0.5, 0.5] };
const GRADES = { values: ['a', 'b', 'c'], weights: [0.5, 0.25, 0.25] };

describe(DRIFT, () => {
  it.each<[path: string, kwargs: JsonObject, success: boolean, least: number, most: number]>([
    ['before', { column: 'x', reference: 'profile.json', max: 0 }, true, 0, 0],
    ['after', { column: 'x', reference: 'profile.json', max: 0.25 }, false, 0.25, 9],
    [
      'after',
      { column: 'x', reference: 'profile.json', distance: 'jensen_shannon', max: 0.1 },
      false,
      0.1,
      1,
    ],
    ['after', { column: 'x', reference: 'profile.json', distance: 'wasserstein', max: 2 }, true, 1.03, 1.05],
    [
      'after',
      { column: 'grade', reference: 'profile.json', distance: 'l_infinity', max: 0.2 },
      false,
      0.25,
      0.25,
    ],
    ['after', { column: 'flag', reference: 'profile.json', max: 0 }, true, 0, 0],
    ['before', { column: 'x', reference: HALVES, max: 0.001 }, true, 0, 0.001],
    ['after', { column: 'x', reference: HALVES, max: 0.1 }, false, 0.1, 2],
    ['before', { column: 'grade', reference: GRADES, distance: 'l_infinity', max: 0 }, true, 0, 0],
    ['after', { column: 'grade', reference: GRADES, distance: 'l_infinity', max: 0.25 }, true, 0.25, 0.25],
    ['before', { column: 'x', reference: HALVES, row_condition: 'col("x") < 50', max: 0.1 }, false, 0.1, 9],
  ])('in %s: %j is %s', async (name, kwargs, success, least, most) => {
    const found = await drift(name === 'before' ? before : after, kwargs);
    expect(found.exception_info.exception_message).toBeNull();
    expect(found.success).toBe(success);
    const value = Number(found.result.observed_value);
    expect(value).toBeGreaterThanOrEqual(least);
    expect(value).toBeLessThanOrEqual(most);
  });

  it('is decided by bounds where the bins settle it', async () => {
    const kwargs = { column: 'x', reference: HALVES, distance: 'ks' };
    expect(await drift(after, { ...kwargs, max: 0.01 })).toMatchObject({ success: false });
    expect(await drift(after, { ...kwargs, max: 0.9 })).toMatchObject({ success: true });
    const between = await drift(after, { ...kwargs, max: 0.4 });
    expect(between.exception_info.exception_message).toContain('the bins of the reference tell only that');
  });

  it('fails over nothing', async () => {
    expect(await drift(before, { column: 'nothing', reference: HALVES, max: 9 })).toMatchObject({
      success: false,
      result: { observed_value: null, details: { values: 0 } },
      exception_info: { raised_exception: false },
    });
  });

  it.each<[kwargs: JsonObject, message: string]>([
    [{ column: 'x', reference: HALVES }, 'max: is missing'],
    [{ column: 'x', reference: HALVES, max: -1 }, 'max: expected a number of at least 0'],
    [{ column: 'x', reference: HALVES, max: 1, distance: 'kl' }, 'distance: expected one of psi'],
    [{ column: 'x', reference: 'no.json', max: 1 }, 'there is no profile at'],
    [{ column: 'x', reference: '../profile.json', max: 1 }, "lies outside of the suite's folder"],
    [{ column: 'x', reference: 'suite.txt', max: 1 }, 'there is no profile at'],
    [
      { column: 'x', reference: { bins: [0, 1], weights: [1, 1] }, max: 1 },
      '2 weights and 2 counts, where the bins are 1',
    ],
    [{ column: 'x', reference: { bins: [1, 0], weights: [1] }, max: 1 }, 'the bin edges do not ascend'],
    [{ column: 'x', reference: { weights: [1] }, max: 1 }, 'expected'],
    [
      { column: 'x', reference: HALVES, distance: 'wasserstein', max: 1 },
      'there is no Wasserstein distance over sigma of "x"',
    ],
    [{ column: 'day', reference: HALVES, max: 1 }, 'there is no PSI of "day"'],
    [{ column: 'grade', reference: HALVES, max: 1 }, 'there is no PSI of "grade"'],
    [
      { column: 'x', reference: 'profile.json', distance: 'l_infinity', max: 1 },
      'there is no L-infinity distance of shares of "x"',
    ],
  ])('refuses %j', async (kwargs, message) => {
    const found = await drift(before, kwargs);
    expect(found).toMatchObject({ success: false, result: {} });
    expect(found.exception_info.exception_message).toContain(message);
  });

  it('finds the profile from the folder of the suite', () => {
    expect(dirname(before)).toBe(folder.path);
  });
});
