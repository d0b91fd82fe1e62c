import { ExpectationError } from '../expectations/expectation-error';
import type { Json, JsonObject } from '../json';
import { shown } from '../wording';
import { evaluateExpression, type Known } from './parameter-expression';

const KEY = '$PARAMETER';
const RESULT_OF_ANOTHER_RUN = /^urn:great_expectations:/;

/**
 * Arguments with their `{"$PARAMETER": "..."}` replaced by values, wherever they stand. What is named is a parameter, of
 * any type, or an expression over parameters, numbers and times; a value beside it, under `$PARAMETER.<name>`, goes first.
 * @param parameters those of the suite with those given to the run
 * @param now what `now()` is
 * @throws ExpectationError that names the argument, and the parameter that has no value
 */
export function resolveKwargs(kwargs: JsonObject, parameters: JsonObject, now: Date): JsonObject {
  if (!holdsParameter(kwargs)) return kwargs;
  return Object.fromEntries(
    Object.entries(kwargs).map(([key, value]) => [key, resolved(value, { parameters, now }, key)]),
  );
}

function resolved(value: Json, known: Known, path: string): Json {
  if (Array.isArray(value)) return value.map((inner, index) => resolved(inner, known, `${path}.${index}`));
  if (value === null || typeof value !== 'object') return value;
  const expression = value[KEY];
  if (expression === undefined) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, resolved(inner, known, `${path}.${key}`)]),
    );
  }
  if (typeof expression !== 'string' || expression.trim() === '')
    throw new ExpectationError(`${path}: expected the name of a parameter, got ${shown(expression)}`);
  return value[`${KEY}.${expression}`] ?? evaluated(expression.trim(), known, path);
}

function evaluated(expression: string, known: Known, path: string): Json {
  // Names hold dots and more; an expression is only what is no name.
  if (Object.hasOwn(known.parameters, expression)) return known.parameters[expression] ?? null;
  if (RESULT_OF_ANOTHER_RUN.test(expression)) {
    throw new ExpectationError(
      `${path}: ${expression} is a figure of another validation's result, which is not looked up: ` +
        `give its value under this name in the parameters of the suite or the run`,
    );
  }
  try {
    return evaluateExpression(expression, known);
  } catch (error) {
    if (!(error instanceof ExpectationError)) throw error;
    throw new ExpectationError(`${path}: $PARAMETER ${shown(expression)}: ${error.message}`);
  }
}

function holdsParameter(value: Json): boolean {
  if (value === null || typeof value !== 'object') return false;
  if (Array.isArray(value)) return value.some(holdsParameter);
  return KEY in value || Object.values(value).some(holdsParameter);
}
