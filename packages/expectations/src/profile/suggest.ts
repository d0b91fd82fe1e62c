import { UserError } from '@modelgate/contracts';
import type { DataSource } from '../data-source';
import type { Expectation, Suite } from '../suite/suite';
import { validate } from '../validate';
import { profile, type ColumnProfile, type Profile } from './profile';
import { suggestedFor, type ColumnEvidence } from './suggestion-rules';
import { typeExpectation } from './suggest-suite';

export interface SuggestOptions {
  /** One table, or several of the same columns: what is proposed holds in each of them. */
  data: DataSource | readonly DataSource[];
  /** Default: `suggested`. */
  name?: string;
}

/**
 * A suite that the data passes, by Deequ's rules: columns and types, completeness with a Wilson bound, categories, ranges,
 * numbers that are not negative, and unique columns. What was seen is not what is possible, so every expectation is of
 * severity `warning`, with the rule and its evidence in `meta`.
 * Source of the rules: Schelter et al. (2018), "Automating Large-Scale Data Quality Verification", VLDB 11:1781-1794.
 * @throws UserError where data cannot be read, and where the tables have no column in common
 */
export async function suggest({ data, name = 'suggested' }: SuggestOptions): Promise<Suite> {
  const sources = isSeveral(data) ? data : [data];
  const profiles: Profile[] = [];
  for (const source of sources) profiles.push(await profile({ data: source }));
  const [first] = profiles;
  const names = first ? first.columns.map((column) => column.name) : [];
  const common = names.filter((column) => profiles.every((each) => columnOf(each, column)));
  if (common.length === 0) throw nothingInCommon(sources, profiles);
  const isSame = profiles.every(({ columns }) => columns.length === common.length);
  const evidence = common.map((column): ColumnEvidence => ({
    column,
    files: profiles.flatMap((each) => {
      const found = columnOf(each, column);
      return found ? [{ rows: each.rows, profile: found }] : [];
    }),
  }));
  const unique = await uniqueColumns(sources, evidence);
  return {
    name,
    spelling: '1.x',
    meta: { rows: profiles.reduce((sum, { rows }) => sum + rows, 0), files: profiles.length },
    expectations: [
      {
        type: 'expect_table_columns_to_match_set',
        kwargs: { column_set: common, exact_match: isSame },
        severity: 'warning',
        meta: { rule: 'columns', evidence: { files: profiles.length, columns: common.length } },
      },
      ...evidence.flatMap((each) => [
        ...retainedType(each),
        ...suggestedFor(each),
        ...(unique.has(each.column) ? [uniqueExpectation(each)] : []),
      ]),
    ],
  };
}

function nothingInCommon(sources: readonly DataSource[], profiles: readonly Profile[]): UserError {
  const columns = profiles.map(({ columns: found }, index) => {
    const names = found.map(({ name }) => JSON.stringify(name));
    return `${sources[index]?.name ?? sources[index]?.path ?? 'one'} has ${names.slice(0, 5).join(', ')}${names.length > 5 ? ', ...' : ''}`;
  });
  return new UserError('the data sets have no column in common, so there is nothing to propose', {
    why: columns.join('; '),
    fix: 'name files of the same table, or call it once for each',
  });
}

function isSeveral(data: SuggestOptions['data']): data is readonly DataSource[] {
  return Array.isArray(data);
}

function columnOf({ columns }: Profile, name: string): ColumnProfile | undefined {
  return columns.find((column) => column.name === name);
}

/** Types that all files agree on, each of which may have missing values that the others lack. */
function retainedType({ files }: ColumnEvidence): Expectation[] {
  const proposals = files.map(({ profile: column }) => typeExpectation(column));
  const [first] = proposals[0] ?? [];
  const types = proposals.map(([proposal]) => proposal?.kwargs['type_list']);
  if (!first || types.some((list) => !Array.isArray(list))) return [];
  const all = new Set(types.flatMap((list) => (Array.isArray(list) ? list : [])));
  const seen = [...new Set(files.map(({ profile: column }) => column.type))];
  return [
    {
      ...first,
      kwargs: { ...first.kwargs, type_list: [...all] },
      severity: 'warning',
      meta: { rule: 'retain_type', evidence: { types: seen } },
    },
  ];
}

/** As many distinct values as rows, about: the share by which an estimate may be off. */
const ABOUT = 0.08;
const FEWEST_ROWS = 2;

/** Columns whose values identify rows in every file; estimates propose them and an exact check decides. */
async function uniqueColumns(
  sources: readonly DataSource[],
  evidence: readonly ColumnEvidence[],
): Promise<Set<string>> {
  const isCandidate = ({ files }: ColumnEvidence) =>
    files.every(
      ({ rows, profile: { family, missing, distinct, distinct_exact: isExact } }) =>
        rows >= FEWEST_ROWS &&
        missing === 0 &&
        (family === 'integer' || family === 'text') &&
        (isExact ? distinct === rows : distinct >= rows * (1 - ABOUT)),
    );
  let names = evidence.filter(isCandidate).map(({ column }) => column);
  for (const data of sources) {
    if (names.length === 0) break;
    const expectations = names.map((column): Expectation => ({ type: UNIQUE, kwargs: { column } }));
    const { results } = await validate({
      data,
      suite: { name: 'unique', spelling: '1.x', expectations },
      resultFormat: 'BOOLEAN_ONLY',
    });
    names = names.filter((_name, index) => results[index]?.success);
  }
  return new Set(names);
}

const UNIQUE = 'expect_column_values_to_be_unique';

function uniqueExpectation({ column, files }: ColumnEvidence): Expectation {
  const rows = files.reduce((sum, file) => sum + file.rows, 0);
  return {
    type: UNIQUE,
    kwargs: { column },
    severity: 'warning',
    meta: { rule: 'unique', evidence: { rows, distinct_within_files: rows } },
  };
}
