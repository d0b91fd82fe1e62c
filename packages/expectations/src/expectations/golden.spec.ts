import {
  answersTo,
  difference,
  readGolden,
  writeGoldenTables,
  type GoldenCase,
} from '../testing/golden-case';
import { tempFolder } from '../testing/temp-folder';

const folder = tempFolder();
let tables: Map<string, string>;
beforeAll(async () => {
  tables = await writeGoldenTables(folder.path);
});

interface Deviation {
  reason: string;
  holds(each: GoldenCase): boolean;
}

const of = (each: GoldenCase, ...types: string[]) => types.some((type) => each.type.includes(type));
const over = ({ kwargs }: GoldenCase, ...columns: string[]) =>
  [kwargs['column'], kwargs['column_A'], kwargs['column_B'], kwargs['column_list']]
    .flat()
    .some((column) => typeof column === 'string' && columns.includes(column));

/** Where this engine does not follow pandas, and why. */
const DEVIATIONS: Record<string, Deviation[]> = {
  values: [
    {
      reason:
        'false comes before true, also in a column without missing values, where pandas subtracts by exclusive or',
      holds: (each) => of(each, 'creasing') && over(each, 'flag'),
    },
    {
      reason: 'equal lists are repeated values',
      holds: (each) => of(each, 'unique') && over(each, 'list'),
    },
  ],
  sets: [
    {
      reason: 'a text that is a date equals a date; no text equals a date of an object column',
      holds: (each) => over(each, 'day'),
    },
  ],
  between: [
    {
      reason: 'over no rows nothing is refused',
      holds: ({ table, raised }) => table === 'no_rows' && raised !== undefined,
    },
  ],
  spreads: [
    {
      reason: 'decimals are numbers, also where some are missing',
      holds: (each) => over(each, 'price') && each.raised !== undefined,
    },
    {
      reason: 'booleans are 0 and 1, also in a column without missing values',
      holds: (each) => of(each, 'outliers') && over(each, 'flag') && each.raised !== undefined,
    },
    {
      reason: 'over no rows nothing is refused',
      holds: (each) => each.table === 'no_rows' && of(each, 'z_scores') && each.raised !== undefined,
    },
  ],
  pairs: [
    {
      reason: 'a missing value is not greater than another; pandas cannot order None of an object column',
      holds: (each) => of(each, 'greater') && each.raised !== undefined,
    },
  ],
  rows: [
    {
      reason: 'a row with a missing decimal or boolean has no sum, and decimals are added to floats',
      holds: (each) => of(each, 'sum_to_equal') && over(each, 'money', 'maybe') && each.raised !== undefined,
    },
    {
      reason: 'texts have no sum',
      holds: (each) => of(each, 'sum_to_equal') && over(each, 'text', 'again', 'notext'),
    },
    {
      reason: 'two missing values of a row are equal, whether they are NaN or None',
      holds: (each) => of(each, 'within_record') && over(each, 'money', 'again', 'notext'),
    },
    {
      reason: 'a date equals its midnight, as it does in a pair of columns',
      holds: (each) => of(each, 'within_record') && over(each, 'day'),
    },
  ],
};

describe("agrees with Great Expectations' pandas engine about", () => {
  it.each(['values', 'sets', 'types', 'between', 'spreads', 'pairs', 'rows'])('%s', async (name) => {
    const cases = readGolden(name);
    const found = await answersTo(cases, tables, name === 'types' ? { strictTypes: 'gx-pandas' } : {});
    const deviations = DEVIATIONS[name] ?? [];
    const unused = new Set(deviations);
    const differences = cases.flatMap((each, place) => {
      const actual = found[place];
      const told = actual ? difference(each, actual) : 'no result';
      if (told === undefined) return [];
      const known = deviations.find(({ holds }) => holds(each));
      if (known) unused.delete(known);
      return known ? [] : [told];
    });
    expect(differences).toEqual([]);
    expect([...unused].map(({ reason }) => reason)).toEqual([]);
  });
});
