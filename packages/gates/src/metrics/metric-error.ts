/** Why a metric cannot be computed from these rows. Judging turns it into a failed gate that says so. */
export class MetricError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'MetricError';
  }
}

/** Reasons that judging answers with advice of their own. */
export const NO_PROBABILITIES = 'it needs probabilities, and the model gives none';
export const NOT_DEFINED = 'it is not defined';
