import { UserError } from '@modelgate/contracts';

/** The mistake that an attempt has to end in. */
export async function failure(attempt: Promise<unknown>): Promise<UserError> {
  const error: unknown = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof UserError) return error;
  throw error ?? new Error('expected a UserError');
}
