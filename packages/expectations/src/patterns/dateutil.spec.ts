import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { isDateutilParseable } from './dateutil';

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
