import { resultOf, validationOf, type ResultParts } from '../testing/results';
import { changesSince, changeSentence, changeWords } from './changes';

const between = (parts: ResultParts) =>
  resultOf('expect_column_mean_to_be_between', { kwargs: { column: 'age' }, ...parts });
const suite = (...results: ReturnType<typeof resultOf>[]) => validationOf(results).result;
const mean = (success: boolean, observed_value: number, kwargs = {}) =>
  suite(between({ success, result: { observed_value }, kwargs: { column: 'age', ...kwargs } }));

describe('changesSince', () => {
  it.each([
    ['broken', mean(true, 40), mean(false, 50), 'no longer met', '40', '50'],
    ['mended', mean(false, 50), mean(true, 40), 'met again', '50', '40'],
    ['failing', mean(false, 50), mean(false, 60), 'still not met, with other figures', '50', '60'],
    ['moved', mean(true, 40), mean(true, 41), 'met with another value', '40', '41'],
    [
      'broken',
      mean(true, 40),
      mean(false, 40, { min_value: 50 }),
      'no longer met; its arguments changed',
      '40',
      '40',
    ],
  ])('tells %s', (kind, before, now, words, was, is) => {
    const changes = changesSince(before, now);
    expect(changes).toMatchObject([
      { kind, expectation: 'expect_column_mean_to_be_between(age)', index: 0, before: was, now: is },
    ]);
    expect(changes.map(changeWords)).toEqual([words]);
  });

  it.each([
    ['equal results', mean(true, 40), mean(true, 40)],
    ['equal figures with other arguments', mean(true, 40), mean(true, 40, { min_value: 1 })],
    ['results without figures', suite(between({ success: false })), suite(between({ success: false }))],
  ])('finds none in %s', (_what, before, now) => {
    expect(changesSince(before, now)).toEqual([]);
    expect(changeSentence([])).toBe('nothing changed');
  });

  it('tells which expectations are new and which are gone', () => {
    const a = resultOf('expect_a', { kwargs: { column_A: 'x', column_B: 'y' } });
    const b = resultOf('expect_b');
    const changes = changesSince(suite(a), suite(b));
    expect(changes).toEqual([
      { kind: 'added', expectation: 'expect_b', index: 0 },
      { kind: 'removed', expectation: 'expect_a(x, y)' },
    ]);
    expect(changeSentence(changes)).toBe('1 new, 1 removed');
  });

  it('compares the second of two like expectations with the second', () => {
    const first = between({ success: true, result: { observed_value: 1 } });
    const before = suite(first, between({ success: true, result: { observed_value: 2 } }));
    const now = suite(first, between({ success: false, result: { observed_value: 3 } }));
    expect(changesSince(before, now)).toMatchObject([
      { expectation: 'expect_column_mean_to_be_between(age)#2', index: 1, before: '2', now: '3' },
    ]);
  });

  it('takes an error for a figure', () => {
    const now = suite(between({ error: 'no such column' }));
    expect(changesSince(mean(true, 40), now)).toMatchObject([
      { kind: 'broken', before: '40', now: 'not evaluated' },
    ]);
  });
});
