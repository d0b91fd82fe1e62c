import type { JsonObject } from '../json';
import type { Validation } from '../render/run';
import type { ExpectationResult, ResultDetail } from '../validation-result';

export interface ResultParts {
  kwargs?: JsonObject;
  success?: boolean;
  result?: ResultDetail;
  /** Further keys of the expectation. */
  config?: Partial<ExpectationResult['expectation_config']>;
  place?: string;
  /** The message of an expectation that could not be evaluated. */
  error?: string;
}

export function resultOf(
  type: string,
  { kwargs = {}, success = true, result = {}, config, place, error }: ResultParts = {},
): ExpectationResult {
  return {
    success: error === undefined && success,
    expectation_config: { type, kwargs, meta: {}, ...config },
    result,
    exception_info: {
      raised_exception: error !== undefined,
      exception_message: error ?? null,
      exception_traceback: null,
    },
    meta: place === undefined ? {} : { modelgate: { place } },
  };
}

export function validationOf(
  results: ExpectationResult[],
  { data = 'train.csv', suite = 'applications' }: { data?: string; suite?: string } = {},
): Validation {
  const successful = results.filter(({ success }) => success).length;
  return {
    data,
    result: {
      success: successful === results.length,
      results,
      suite_name: suite,
      suite_parameters: {},
      statistics: {
        evaluated_expectations: results.length,
        successful_expectations: successful,
        unsuccessful_expectations: results.length - successful,
        success_percent: results.length > 0 ? (successful / results.length) * 100 : null,
      },
      meta: {},
    },
  };
}
