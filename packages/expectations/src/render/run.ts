import type { Profile } from '../profile/profile';
import type { ValidationResult } from '../validation-result';

/** One suite evaluated over one data set. */
export interface Validation {
  /** What people call the data: a path, a table's name. */
  data: string;
  result: ValidationResult;
  /** What the data holds, for the histograms of a page. */
  profile?: Profile;
  /** The result of the same suite over the same data before this one, for what changed. */
  previous?: ValidationResult;
}

/** Everything that was validated at one time. */
export interface Run {
  /** ISO 8601 in UTC. */
  time: string;
  validations: readonly Validation[];
  /** How long it took. */
  seconds?: number;
}
