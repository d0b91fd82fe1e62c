import { dirname } from 'node:path';
import { formatPlace, UserError } from '@modelgate/contracts';
import type { PlanContext, Planned } from './expectations/define';
import { ExpectationError } from './expectations/expectation-error';
import { definitionOf } from './expectations/registry';
import type { JsonObject } from './json';
import { keyColumns, ownKeys } from './keys';
import { rowFilterOf } from './row-filter';
import { resolveKwargs } from './suite/parameters';
import type { Expectation, Suite } from './suite/suite';
import type { Column } from './table/column';

/** The expectations of a suite with the values of its parameters, in its order; or why one has none. */
export function resolveSuite(
  { expectations, parameters = {} }: Suite,
  given: JsonObject,
  now: Date,
): (Expectation | ExpectationError)[] {
  const values = { ...parameters, ...given };
  return expectations.map((expectation) =>
    attempt(() => ({ ...expectation, kwargs: resolveKwargs(expectation.kwargs, values, now) })),
  );
}

/** A plan for each expectation, over the rows of its row condition; or why there is none. */
export function planSuite(
  expectations: readonly (Expectation | ExpectationError)[],
  context: PlanContext,
  /** Columns by which rows are named, unless an expectation names others. */
  commonKeys: readonly Column[] = [],
): Planned[] {
  return expectations.map((expectation) => {
    if (expectation instanceof ExpectationError) return expectation;
    const { type, kwargs, place } = expectation;
    return attempt(() => {
      const definition = definitionOf(type);
      const plan = place
        ? definition.plan(kwargs, { ...context, folder: dirname(place.file) }, formatPlace(place))
        : definition.plan(kwargs, context, type);
      const filter = rowFilterOf(kwargs, context);
      const own = ownKeys(kwargs);
      const keys = own ? keyColumns(context.table, own) : commonKeys;
      return { ...plan, ...(filter ? { filter } : {}), ...(keys.length > 0 ? { keys } : {}) };
    });
  });
}

/** Turns what makes one expectation impossible into a value; everything else is thrown on. */
export function attempt<T>(work: () => T): T | ExpectationError {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpectationError) return error;
    if (error instanceof UserError) return new ExpectationError(error.message);
    throw error;
  }
}
