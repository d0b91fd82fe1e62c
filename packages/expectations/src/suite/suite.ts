import type { Place } from '@modelgate/contracts';
import type { JsonObject } from '../json';

/** `critical` fails a stage; `warning` and `info` only warn. Without one an expectation is critical. */
export const SEVERITIES = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Which of Great Expectations' spellings a file has; `mixed` where hand edits brought both together. */
export type SuiteSpelling = '0.x' | '1.x' | 'mixed';

export interface Expectation {
  /** `expect_column_values_to_be_between`. May be one that this engine does not know: it then ends in an error result. */
  type: string;
  kwargs: JsonObject;
  meta?: JsonObject;
  severity?: Severity;
  /** Keys of Great Expectations that are not used here (`id`, `notes`, `description`, ...), as they stood. */
  extra?: JsonObject;
  /** Where the expectation stands in its file. */
  place?: Place;
}

export interface Suite {
  name: string;
  spelling: SuiteSpelling;
  expectations: Expectation[];
  meta?: JsonObject;
  /** `suite_parameters` (1.x) or `evaluation_parameters` (0.x). */
  parameters?: JsonObject;
  /** Keys of Great Expectations that are not used here, as they stood. */
  extra?: JsonObject;
}
