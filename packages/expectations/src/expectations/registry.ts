import { suggest } from '@modelgate/contracts';
import type { ExpectationDefinition } from './define';
import { shown } from '../wording';
import { ExpectationError } from './expectation-error';
import { GREAT_EXPECTATIONS_TYPES } from './great-expectations-types';
import { expectColumnMeanToBeBetween } from './expect-column-mean-to-be-between';
import { expectColumnMedianToBeBetween } from './expect-column-median-to-be-between';
import { expectColumnNullValueCountToBeBetween } from './expect-column-null-value-count-to-be-between';
import { expectColumnStdevToBeBetween } from './expect-column-stdev-to-be-between';
import { expectColumnValuesToBeBetween } from './expect-column-values-to-be-between';
import { expectColumnValuesToBeInSet } from './expect-column-values-to-be-in-set';
import { expectColumnValuesToBeInTypeList } from './expect-column-values-to-be-in-type-list';
import { expectColumnValuesToBeUnique } from './expect-column-values-to-be-unique';
import { expectColumnValuesToNotBeNull } from './expect-column-values-to-not-be-null';
import { expectTableColumnCountToEqual } from './expect-table-column-count-to-equal';
import { expectTableColumnsToMatchSet } from './expect-table-columns-to-match-set';
import { expectTableRowCountToBeBetween } from './expect-table-row-count-to-be-between';

const DEFINITIONS: readonly ExpectationDefinition[] = [
  expectTableColumnsToMatchSet,
  expectTableColumnCountToEqual,
  expectTableRowCountToBeBetween,
  expectColumnValuesToBeInTypeList,
  expectColumnValuesToBeBetween,
  expectColumnValuesToBeInSet,
  expectColumnValuesToBeUnique,
  expectColumnValuesToNotBeNull,
  expectColumnNullValueCountToBeBetween,
  expectColumnMeanToBeBetween,
  expectColumnMedianToBeBetween,
  expectColumnStdevToBeBetween,
];

const BY_TYPE = new Map(DEFINITIONS.map((definition) => [definition.type, definition]));

/** Every expectation that this engine evaluates. */
export const EXPECTATION_TYPES: readonly string[] = DEFINITIONS.map(({ type }) => type);

export function isBuilt(type: string): boolean {
  return BY_TYPE.has(type);
}

/** @throws ExpectationError that names the type, and the one that was probably meant */
export function definitionOf(type: string): ExpectationDefinition {
  const definition = BY_TYPE.get(type);
  if (definition) return definition;
  if (GREAT_EXPECTATIONS_TYPES.includes(type)) {
    throw new ExpectationError(`${shown(type)} is not built here yet, so nothing was checked`);
  }
  const near = suggest(type, [...EXPECTATION_TYPES, ...GREAT_EXPECTATIONS_TYPES]);
  throw new ExpectationError(
    `there is no expectation ${shown(type)}; ` +
      (near === undefined ? `there are ${EXPECTATION_TYPES.join(', ')}` : `did you mean ${shown(near)}?`),
  );
}
