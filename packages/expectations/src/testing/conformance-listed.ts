import { EXPECTATION_TYPES } from '../expectations/registry';
import type { ConformanceCase } from './conformance-case';

/** Cases that this engine does not follow, by id, each with its reason. */
export const LISTED: Record<string, string> = {
  'expect_table_row_count_to_be_between#0.4':
    'min_value above max_value is refused, as by Great Expectations 1.24; the case was recorded on 1.2',
  'expect_column_pair_values_to_be_equal#0.5':
    'the column mixes numbers and texts, which no file holds: written as texts, its values equal no number',
};

/** Why a whole kind of case is not run; undefined where it is. */
export function listedByRule({ expectation }: ConformanceCase): string | undefined {
  if (!EXPECTATION_TYPES.includes(expectation)) return 'the expectation is not built';
  return undefined;
}
