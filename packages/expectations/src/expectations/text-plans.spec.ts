import { writeParquet } from '../testing/parquet-file';
import { run } from '../testing/run';
import { tempFolder } from '../testing/temp-folder';

const folder = tempFolder();
const path = `${folder.path}/texts.parquet`;
const MATCH = 'expect_column_values_to_match_regex';

beforeAll(() =>
  writeParquet(
    path,
    `SELECT i, CASE WHEN i = 0 THEN NULL ELSE i END AS gaps, 'user' || i AS name, chr(65279) || '1' AS marked,
     [i] AS list, {'a': i} AS struct FROM range(5000) AS t(i)`,
  ),
);

describe('expectations about texts', () => {
  it('say where JavaScript decided, and why', async () => {
    const { success, result } = await run(path, MATCH, { column: 'name', regex: '\\buser\\d+\\b' });
    expect({ success, details: result.details }).toEqual({
      success: true,
      details: { evaluated_by: 'javascript', not_in_sql: 'word boundaries as Python has them (\\b)' },
    });
  });

  it('leave to the database what it can decide', async () => {
    const { success, result } = await run(path, MATCH, { column: 'name', regex: '^user\\d+$' });
    expect({ success, details: result.details }).toEqual({ success: true, details: undefined });
  });

  it.each([
    ['(?!user1)', 0],
    ['^(?!user1)', 1111],
    ['^(?=x)', 5000],
    ['(?<=r)4(?!\\d)', 4999],
  ])('list the rows at fault, however many: %s', async (regex, count) => {
    const { result } = await run(path, MATCH, { column: 'name', regex }, { resultFormat: 'COMPLETE' });
    expect([result.unexpected_count, result.unexpected_index_list?.length]).toEqual([count, count]);
  });

  it('take integers for floats where any row has none, whatever the row condition', async () => {
    const { success } = await run(path, MATCH, {
      column: 'gaps',
      regex: '^\\d+\\.0$',
      row_condition: 'i > 10',
      condition_parser: 'pandas',
    });
    expect(success).toBe(true);
  });

  it('see a byte order mark', async () => {
    const { result } = await run(path, 'expect_column_values_to_be_json_parseable', { column: 'marked' });
    expect(result.unexpected_count).toBe(5000);
  });

  it.each(['list', 'struct'])('refuse a %s', async (column) => {
    const { exception_info: info } = await run(path, MATCH, { column, regex: '1' });
    expect(info.exception_message).toMatch(/whose values are no texts/);
  });

  it.each([
    [
      MATCH,
      { regex: '[z-a]' },
      'the regular expression "[z-a]" cannot be used: bad character range at position 1',
    ],
    [MATCH, { regex: '(?(1)a)' }, /conditional groups .* are not followed at position 0/],
    ['expect_column_values_to_match_strftime_format', { strftime_format: '%D' }, /%D is no directive/],
    [
      'expect_column_values_to_match_json_schema',
      { json_schema: {} },
      /"user\d+", which is no JSON: no value at character 1/,
    ],
    [
      'expect_column_values_to_match_like_pattern',
      { like_pattern: 'a', escape: 'ab' },
      /escape: expected a single character/,
    ],
  ])('say what is wrong: %s %j', async (type, kwargs, message) => {
    const { exception_info: info } = await run(path, type, { column: 'name', ...kwargs });
    expect(info.exception_message).toMatch(message);
  });
});
