import { answersTo, difference, readGolden, writeGoldenTables } from '../testing/golden-case';
import { tempFolder } from '../testing/temp-folder';

const folder = tempFolder();
let tables: Map<string, string>;
beforeAll(async () => {
  tables = await writeGoldenTables(folder.path, 'text-tables');
});

/** Where the answer of Great Expectations is not followed, by what its case begins with. */
const OTHERWISE: readonly string[] = [
  // Some versions take null for the default.
  'texts expect_column_value_lengths_to_be_between {"column":"text","min_value":3,"strict_min":null}',
  'texts expect_column_value_lengths_to_be_between {"column":"whole","min_value":3,"strict_min":null}',
  // An empty list is no schema, though Python makes an empty object of it.
  'texts expect_column_values_to_match_json_schema {"column":"json","json_schema":[]}',
];

async function differences(name: string): Promise<string[]> {
  const cases = readGolden(name);
  const found = await answersTo(cases, tables);
  return cases.flatMap((each, place) => {
    const actual = found[place];
    if (!actual) return ['no result'];
    // Rows of an SQL table have no number.
    const { unexpected_index_list: rows, ...result } = actual.result;
    const compared = each.rows === undefined || rows === undefined ? result : actual.result;
    const differing = difference(each, { ...actual, result: compared });
    return differing === undefined || OTHERWISE.some((start) => differing.startsWith(start))
      ? []
      : [differing];
  });
}

describe('expectations about texts', () => {
  it("agree with Great Expectations' pandas engine", async () => {
    expect(await differences('texts')).toEqual([]);
  });

  it("agree with Great Expectations' SQLite engine about LIKE", async () => {
    expect(await differences('likes')).toEqual([]);
  });
});
