import type { Json } from '../json';
import type { ExpectationResult } from '../validation-result';
import type { ConformanceCase } from './conformance-case';
import { expectedResult } from './distinct-counts';

const COMPARED = [
  'element_count',
  'unexpected_count',
  'unexpected_percent',
  'missing_count',
  'unexpected_percent_total',
  'observed_value',
  'details',
] as const;

/** How a result differs from the verdict that Great Expectations gave. */
export function differences(each: ConformanceCase, result: ExpectationResult): string[] {
  const found: string[] = [];
  const compare = (what: string, expected: Json, actual: Json | undefined) => {
    if (!agree(expected, actual)) {
      found.push(`${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
    }
  };
  const { verdict } = each;
  const expectedOf = expectedResult(each);
  compare('success', verdict.success, result.success);
  compare('raised', verdict.raised, result.exception_info.raised_exception);
  for (const key of COMPARED) {
    const expected = expectedOf[key];
    if (expected !== undefined) compare(key, expected, result.result[key]);
  }
  return found;
}

/** Numbers within 1e-9 of each other, relative. */
function agree(expected: Json, actual: Json | undefined): boolean {
  if (typeof expected === 'number' && typeof actual === 'number') {
    return Math.abs(expected - actual) <= 1e-9 * Math.max(Math.abs(expected), Math.abs(actual));
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    return expected.length === actual.length && expected.every((value, index) => agree(value, actual[index]));
  }
  if (isObject(expected) && isObject(actual)) {
    return Object.entries(expected).every(([key, value]) => agree(value, actual[key]));
  }
  return expected === actual;
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
