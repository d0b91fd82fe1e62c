/** Why an expectation cannot be evaluated; it becomes that expectation's error result and touches no other. */
export class ExpectationError extends Error {}
