import type { Profile } from '../../profile/profile';
import { resultOf, validationOf } from '../../testing/results';
import type { Run } from '../run';
import { expectedOf } from './expected';
import { histogram } from './histogram';
import { renderRunHtml } from './run-page';

const TIME = '2026-03-01T10:00:00.000Z';
const run = (...validations: Run['validations']): Run => ({ time: TIME, validations });

const PROFILE: Profile = {
  schema: 'modelgate.profile/v1',
  rows: 100,
  columns: [
    {
      name: 'age',
      type: 'int64',
      sql_type: 'BIGINT',
      family: 'integer',
      missing: 4,
      distinct: 60,
      distinct_exact: true,
      min: 18,
      max: 90,
      mean: 40,
      deviation: 12,
      whole: true,
      values: [],
      partition_object: { bins: [18, 30, 50, 90], weights: [0.2, 0.6, 0.2], counts: [20, 56, 20] },
    },
  ],
};

describe('renderRunHtml', () => {
  const hostile = `<script>alert(1)</script>"'&\u0000\u202e${'x'.repeat(5000)}`;

  it('shows hostile text as text, and cuts what is endless', () => {
    const html = renderRunHtml(
      run(
        validationOf(
          [
            resultOf('expect_column_values_to_be_in_set', {
              kwargs: { column: hostile, value_set: Array.from({ length: 10_000 }, () => hostile) },
              success: false,
              result: { element_count: 9, unexpected_count: 1, partial_unexpected_list: [hostile] },
              config: { notes: hostile, severity: 'info' },
              place: hostile,
            }),
            resultOf(hostile, { error: hostile }),
          ],
          { data: hostile, suite: hostile },
        ),
      ),
    );
    expect(html).not.toContain('<script>alert');
    expect(html.match(/<script/g)).toHaveLength(1);
    // eslint-disable-next-line no-control-regex
    expect(html).not.toMatch(/[\u0000-\u0008\u202e]/);
    expect(html.length).toBeLessThan(200_000);
  });

  it('loads nothing: no address stands in it, and its policy refuses all but its own script', () => {
    const html = renderRunHtml(
      run({ ...validationOf([resultOf('expect_table_row_count_to_be_between')]), profile: PROFILE }),
    );
    expect(html).not.toMatch(/\b(https?:)?\/\/[a-z]|@import|url\(|\bsrc=/i);
    expect(html).toMatch(/default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-[\w+/=]{44}'/);
  });

  it('groups by column, beside a histogram with what was expected', () => {
    const html = renderRunHtml(
      run({
        ...validationOf([
          resultOf('expect_table_row_count_to_be_between', { kwargs: { min_value: 1 } }),
          resultOf('expect_column_mean_to_be_between', {
            kwargs: { column: 'age', min_value: 0, max_value: 30 },
            success: false,
            result: { observed_value: 40 },
          }),
          resultOf('expect_column_values_to_be_between', { kwargs: { column: 'age', min_value: 0 } }),
        ]),
        profile: PROFILE,
      }),
    );
    expect(html.match(/<section class="group/g)).toHaveLength(2);
    expect(html.match(/<svg /g)).toHaveLength(1);
    expect(html).toContain('✖ mean between 0 and 30');
    expect(html).toContain('✔ values at least 0');
    expect(html).toContain('4 of 100 missing');
  });

  it('tells what changed since the last run, and marks it', () => {
    const met = resultOf('expect_column_mean_to_be_between', {
      kwargs: { column: 'age' },
      result: { observed_value: 40 },
    });
    const previous = validationOf([met]).result;
    const now = validationOf([{ ...met, success: false, result: { observed_value: 50 } }]);
    const html = renderRunHtml(run({ ...now, previous }));
    expect(html).toContain('Since the last run');
    expect(html).toContain('no longer met: 40, now 50');
    expect(html).toMatch(/<details class="e fail"[^>]* data-changed open>/);
  });

  it('grows with the number of expectations only', () => {
    const many = Array.from({ length: 3000 }, (_, index) =>
      resultOf('expect_column_values_to_not_be_null', {
        kwargs: { column: `c${index % 1000}` },
        result: { element_count: 10, unexpected_count: 0 },
      }),
    );
    const html = renderRunHtml(run(validationOf(many)));
    expect(html.match(/data-status=/g)).toHaveLength(3000);
    expect(html.length).toBeLessThan(3000 * 800);
  });
});

describe('histogram', () => {
  const bins = { kind: 'bins', edges: [0, 10, 20], counts: [5, 5] } as const;
  const between = (kwargs: Record<string, number | string>) =>
    expectedOf([resultOf('expect_column_values_to_be_between', { kwargs: { column: 'a', ...kwargs } })]);

  it.each([
    ['bars outside of the range', between({ min_value: 12 }), 1],
    ['no bar of a range that holds all', between({ min_value: 0, max_value: 20 }), 0],
    ['no bar for bounds that are no numbers', between({ min_value: '2024-01-01' }), 0],
  ])('marks %s', (_what, expected, out) => {
    expect(histogram('a', bins, expected).match(/class="bar out"/g) ?? []).toHaveLength(out);
  });

  it('draws bins by density: half the width, twice the height', () => {
    const heights = histogram('a', { kind: 'bins', edges: [0, 10, 15], counts: [5, 5] }, { ranges: [] })
      .match(/height="[\d.]+"/g)
      ?.slice(0, 2);
    expect(heights).toEqual(['height="42"', 'height="84"']);
  });

  it('shows a value that is not allowed before frequent ones', () => {
    const values = Array.from({ length: 20 }, (_, index) => ({ value: `v${index}`, count: 100 - index }));
    const text = histogram(
      'a',
      { kind: 'values', values, rest: 7 },
      { ranges: [], values: values.slice(0, 19).map(({ value }) => value) },
    );
    expect(text).toMatch(/✖ v19.*v0/);
    expect(text).toContain('and ');
  });

  it.each([
    ['no counts', { kind: 'bins', edges: [0, 1], counts: [0] }],
    ['no values', { kind: 'values', values: [], rest: 0 }],
  ] as const)('draws nothing for %s', (_what, spread) => {
    expect(histogram('a', spread, { ranges: [] })).toBe('');
  });
});
