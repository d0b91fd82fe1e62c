import { UserError } from '@modelgate/contracts';
import type { JsonObject } from '../json';
import type { Expectation, Suite } from '../suite/suite';
import { validate, type ValidateOptions } from '../validate';
import type { ExpectationResult } from '../validation-result';

export function suiteOf(...expectations: Expectation[]): Suite {
  return { name: 'suite', spelling: '1.x', expectations };
}

/** The result of one expectation over a file. */
export async function run(
  path: string,
  type: string,
  kwargs: JsonObject,
  options: Partial<ValidateOptions> = {},
): Promise<ExpectationResult> {
  const { results } = await validate({ data: { path }, suite: suiteOf({ type, kwargs }), ...options });
  const [result] = results;
  if (!result) throw new Error('no result');
  return result;
}

/** The message of the UserError that the work ends in; anything else fails the test. */
export async function userErrorOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    if (error instanceof UserError) return error.message;
    throw error;
  }
  throw new Error('expected a UserError');
}
