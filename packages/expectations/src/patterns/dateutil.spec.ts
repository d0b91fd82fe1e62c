import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { isDateutilParseable, readDateutil, type WrittenTime } from './dateutil';

const golden = z
  .object({ taken: z.array(z.string()), refused: z.array(z.string()) })
  .parse(JSON.parse(readFileSync(join(__dirname, 'dateutil.golden.json'), 'utf8')));

const TODAY = { year: 2024, month: 4, day: 30 };

describe('isDateutilParseable', () => {
  it('has enough to compare with', () => {
    expect(golden.taken.length).toBeGreaterThan(250);
    expect(golden.refused.length).toBeGreaterThan(250);
  });

  it('takes what python-dateutil takes', () => {
    expect(golden.taken.filter((text) => !isDateutilParseable(text, TODAY))).toEqual([]);
  });

  it('refuses what python-dateutil refuses', () => {
    expect(golden.refused.filter((text) => isDateutilParseable(text, TODAY))).toEqual([]);
  });

  it.each([
    ['31', { year: 2024, month: 1, day: 15 }, true],
    ['31', { year: 2024, month: 4, day: 15 }, false],
    ['Feb', { year: 2023, month: 1, day: 31 }, true],
    ['29 Feb', { year: 2023, month: 1, day: 1 }, false],
    ['29 Feb', { year: 2024, month: 1, day: 1 }, true],
  ])('takes what %s lacks from the day %j: %s', (text, today, expected) => {
    expect(isDateutilParseable(text, today)).toBe(expected);
  });
});

describe('readDateutil', () => {
  const day = { year: 2024, month: 2, day: 3 };

  it.each<[string, WrittenTime | undefined]>([
    ['2024-02-03', day],
    ['20240203', day],
    ['2/3/2024', day],
    ['2024.02.03', day],
    ['3 February 2024', day],
    ['03Feb2024', day],
    ['23/4/2024', { year: 2024, month: 4, day: 23 }],
    ['0002-02-03', { ...day, year: 2 }],
    ['20240203T103000', { ...day, seconds: 37_800 }],
    ['2024-02-03T10', { ...day, seconds: 36_000 }],
    ['10:30 2024-02-03', { ...day, seconds: 37_800 }],
    ['2024-02-03 10:30:00.25 PM', { ...day, seconds: 81_000.25 }],
    ['2024-02-03 00:00 UTC', { ...day, seconds: 0, offset: 0 }],
    ['2024-02-03 10:30 GMT+3', { ...day, seconds: 37_800, offset: -10_800 }],
    ['2024-02-03T10:30:00-0330', { ...day, seconds: 37_800, offset: -12_600 }],
    ['2024-02', undefined],
    ['2/3/24', undefined],
    ['10:30', undefined],
    ['2024-02-30', undefined],
    ['2024-02-03 10:30 EST', undefined],
    ['nope', undefined],
  ])('%s', (text, expected) => {
    expect(readDateutil(text)).toEqual(expected);
  });
});
