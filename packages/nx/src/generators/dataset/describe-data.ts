import { suggest, UserError } from '@modelgate/contracts';
import {
  profile,
  renderSuite,
  suggestSuite,
  validate,
  type DataSource,
  type Expectation,
  type Profile,
  type Suite,
} from '@modelgate/expectations';

/** What data that is here says about itself. */
export interface DescribedData {
  rows: number;
  columns: number;
  /** The text of a suite that the data passes. */
  suite: string;
  /** What a user should look at. */
  warnings: string[];
}

/**
 * Profiles data and suggests its suite, in which a key of one column is unique where it is one.
 * @throws UserError where it cannot be read, has no rows, or lacks a key
 */
export async function describeData(data: DataSource, keys: readonly string[]): Promise<DescribedData> {
  const known = await profile({ data });
  const shown = data.name ?? data.path;
  if (known.rows === 0)
    throw new UserError('the data has a header and no rows', {
      where: { file: shown },
      fix: 'put rows into it',
    });
  for (const key of keys) assertColumn(key, known, shown);
  const suite = suggestSuite(known, { name: 'train' });
  const unique = await uniqueKey(data, keys);
  if (unique?.holds) suite.expectations.push(unique.expectation);
  return {
    rows: known.rows,
    columns: known.columns.length,
    suite: COMMENT + renderSuite(suite),
    warnings:
      unique && !unique.holds
        ? [`--keys: rows share a value of ${JSON.stringify(keys[0])}, so it does not identify a row`]
        : [],
  };
}

const COMMENT = `# What has to be true of the training data before any model learns from it: a Great Expectations suite.
# nx run <data set>:validate-data checks it. Ranges are those that were seen: set those that are possible.
`;

function assertColumn(key: string, { columns }: Profile, shown: string): void {
  const names = columns.map(({ name }) => name);
  if (names.includes(key)) return;
  const near = suggest(key, names);
  throw new UserError(`--keys: the data has no column ${JSON.stringify(key)}`, {
    where: { file: shown },
    why: `its columns are ${names.map((name) => JSON.stringify(name)).join(', ')}`,
    fix: near === undefined ? 'name the columns that identify a row' : `did you mean --keys=${near}?`,
  });
}

async function uniqueKey(
  data: DataSource,
  keys: readonly string[],
): Promise<{ expectation: Expectation; holds: boolean } | undefined> {
  const [key] = keys;
  if (key === undefined || keys.length > 1) return undefined;
  const expectation: Expectation = { type: 'expect_column_values_to_be_unique', kwargs: { column: key } };
  const suite: Suite = { name: 'keys', spelling: '1.x', expectations: [expectation] };
  const { success } = await validate({ data, suite, resultFormat: 'BOOLEAN_ONLY' });
  return { expectation, holds: success };
}
