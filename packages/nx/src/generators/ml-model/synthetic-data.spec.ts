import { createHash } from 'node:crypto';
import { syntheticData } from './synthetic-data';

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

describe('syntheticData', () => {
  it.each([
    ['binary-classification', 'b9a97bf135ea5f94', '5f55aed0e3792ae9'],
    ['multiclass-classification', 'a67f3b0c49e3bb5b', 'e45dd6414df25315'],
    ['regression', '67e8f95ff77975b0', '223656b3b2d62a6e'],
  ] as const)('has the same bytes on every machine: %s', (task, train, test) => {
    const data = syntheticData(task);
    expect([digest(data.train), digest(data.test)]).toEqual([train, test]);
  });

  it('has a header, 400 rows to learn from, 200 held out, and values in their ranges', () => {
    const { train, test } = syntheticData('binary-classification');
    const rows = [...train.trimEnd().split('\n').slice(1), ...test.trimEnd().split('\n').slice(1)];
    expect(train.startsWith('age,income,credit_score,target\n')).toBe(true);
    expect([train, test].map((text) => text.trimEnd().split('\n').length - 1)).toEqual([400, 200]);
    for (const row of rows) {
      const [age = NaN, income = NaN, creditScore = NaN, target = NaN] = row.split(',').map(Number);
      expect(age >= 21 && age <= 70 && income >= 12_000 && income <= 150_000).toBe(true);
      expect(creditScore >= 300 && creditScore <= 850 && (target === 0 || target === 1)).toBe(true);
    }
  });
});
