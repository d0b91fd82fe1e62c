import { validateValue } from '@modelgate/contracts';
import type { z } from 'zod';
import type { Json, JsonObject } from '../json';
import type { Column } from '../table/column';
import type { Figures, Table } from '../table/table';
import type { ResultDetail } from '../validation-result';
import type { ExpectationError } from './expectation-error';
import { assertSupported } from './kwargs';

/** What of a row does not meet an expectation. */
export interface Unexpected {
  column: Column;
  /** An SQL condition that is true exactly for the unexpected rows. */
  condition: string;
}

export interface Plan {
  columns: readonly Column[];
  /** Aggregates that the verdict is taken from. */
  expressions: readonly string[];
  /** Where single rows can be at fault. */
  unexpected?: Unexpected;
  /** @throws ExpectationError where the data cannot be compared at all */
  verdict(figures: Figures): Verdict;
}

export interface Verdict {
  success: boolean;
  /** What Great Expectations reports at its COMPLETE format, without the values of single rows. */
  result: ResultDetail;
}

/** An outcome in words. */
export interface Telling {
  /** What was expected: `every value of age lies between 0 and 100`. */
  expected: string;
  /** What was found, where the expectation failed. */
  found: string;
  /** Whether `found` already says which values are at fault. */
  complete?: boolean;
  /** What may mend it. */
  fix: string;
}

/** The plan of an expectation, or why there is none. */
export type Planned = Plan | ExpectationError;
/** The verdict of an expectation, or why there is none. */
export type Judged = Verdict | ExpectationError;

export interface PlanContext {
  table: Table;
  /** Whether type lists are read exactly as Great Expectations' pandas engine reads them. */
  strictTypes: boolean;
}

/** The one shape of an expectation; `K` are its arguments as the schema reads them. */
export interface ExpectationParts<S extends z.ZodType> {
  type: string;
  kwargs: S;
  /** @throws ExpectationError, for a missing column for one */
  plan(kwargs: z.output<S>, context: PlanContext): Plan;
  tell(kwargs: z.output<S>, result: ResultDetail): Telling;
}

/** An expectation whose arguments are read when it is used. */
export interface ExpectationDefinition {
  type: string;
  /** @throws UserError that names `where` and the key, or ExpectationError */
  plan(kwargs: JsonObject, context: PlanContext, where: string): Plan;
  tell(kwargs: JsonObject, result: ResultDetail): Telling;
}

export function defineExpectation<S extends z.ZodType>(parts: ExpectationParts<S>): ExpectationDefinition {
  const read = (kwargs: JsonObject, where: string): z.output<S> => {
    assertSupported(kwargs);
    return validateValue(parts.kwargs, kwargs as Json, { filePath: where });
  };
  return {
    type: parts.type,
    plan: (kwargs, context, where) => parts.plan(read(kwargs, where), context),
    tell: (kwargs, result) => parts.tell(read(kwargs, parts.type), result),
  };
}
