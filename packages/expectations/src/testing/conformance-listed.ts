import { EXPECTATION_TYPES } from '../expectations/registry';
import type { ConformanceCase } from './conformance-case';

/** Cases that this engine does not follow, by id, each with its reason. */
export const LISTED: Record<string, string> = {
  'expect_table_row_count_to_be_between#0.4':
    'min_value above max_value is refused, as by Great Expectations 1.24; the case was recorded on 1.2',
};

/** Why a whole kind of case is not run; undefined where it is. */
export function listedByRule({ expectation, kwargs }: ConformanceCase): string | undefined {
  if (!EXPECTATION_TYPES.includes(expectation)) return 'the expectation is not built';
  if (kwargs['row_condition'] !== undefined) return 'row_condition is not built';
  if (JSON.stringify(kwargs).includes('$PARAMETER')) return 'suite parameters are not built';
  return undefined;
}
