/** Why an expectation cannot be evaluated; it becomes that expectation's error result and touches no other. */
export class ExpectationError extends Error {}

/** The data lacks the column that an expectation is about. */
export class MissingColumnError extends ExpectationError {
  constructor(
    message: string,
    readonly column: string,
    /** Columns of the data whose names are near to it. */
    readonly near: readonly string[],
  ) {
    super(message);
  }
}
