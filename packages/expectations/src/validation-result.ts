import type { Json, JsonObject } from './json';
import type { Severity } from './suite/suite';

/** How much a result tells; the names and what they hold are Great Expectations'. */
export const RESULT_FORMATS = ['BOOLEAN_ONLY', 'BASIC', 'SUMMARY', 'COMPLETE'] as const;
export type ResultFormat = (typeof RESULT_FORMATS)[number];

/** A row: its 0-based number, or the values of its key columns and of the columns at fault, by name. */
export type RowIndex = number | JsonObject;

/** Percents are 0 to 100; null where there were no rows to divide by. */
export interface ResultDetail {
  element_count?: number;
  unexpected_count?: number;
  /** Of the rows that have a value. */
  unexpected_percent?: number | null;
  missing_count?: number;
  missing_percent?: number | null;
  unexpected_percent_nonmissing?: number | null;
  unexpected_percent_total?: number | null;
  /** Of a failed expectation (for COMPLETE, of every one): the first unexpected values in the order of the file, at most 20. */
  partial_unexpected_list?: Json[];
  /** From SUMMARY on: the most frequent values of `partial_unexpected_list`, for COMPLETE of all unexpected ones. */
  partial_unexpected_counts?: { value: Json; count: number }[];
  /** From SUMMARY on: 0-based numbers of the rows of `partial_unexpected_list`. */
  partial_unexpected_index_list?: RowIndex[];
  /** COMPLETE only. */
  unexpected_list?: Json[];
  /** COMPLETE only. */
  unexpected_index_list?: RowIndex[];
  /** Where rows are named by key columns. */
  unexpected_index_column_names?: string[];
  /** Of expectations about the set of values: those that are expected and not there, at most 20. */
  partial_missing_list?: Json[];
  observed_value?: Json;
  details?: JsonObject;
}

/** Whether the expectation could be evaluated at all. */
export interface ExceptionInfo {
  raised_exception: boolean;
  exception_message: string | null;
  exception_traceback: null;
}

/** What Great Expectations' results have no place for. */
export interface OwnMeta {
  /** Where the expectation stands in its suite, `file:line:column`. */
  place?: string;
  /** Where the data lacks the expectation's column: its name, near names of the data, and the data's own name. */
  missing_column?: { name: string; near: string[]; data?: string };
  /** The Parquet file with all rows that do not meet the expectation, where such files were asked for. */
  failing_rows?: string;
}

export interface ExpectationResult {
  success: boolean;
  expectation_config: {
    type: string;
    kwargs: JsonObject;
    meta: JsonObject;
    severity?: Severity;
    [extra: string]: Json | undefined;
  };
  /** Empty for BOOLEAN_ONLY and for an expectation that could not be evaluated. */
  result: ResultDetail;
  exception_info: ExceptionInfo;
  meta: { modelgate?: OwnMeta };
}

/** Great Expectations 1.x's result of one suite over one data set; results are in the order of the suite. */
export interface ValidationResult {
  success: boolean;
  results: ExpectationResult[];
  suite_name: string;
  suite_parameters: JsonObject;
  statistics: {
    evaluated_expectations: number;
    successful_expectations: number;
    unsuccessful_expectations: number;
    /** 0 to 100; null for a suite without expectations. */
    success_percent: number | null;
  };
  meta: JsonObject;
}
