import { suggest } from '@modelgate/contracts';
import type { ExpectationDefinition } from './define';
import { shown } from '../wording';
import { ExpectationError } from './expectation-error';
import { GREAT_EXPECTATIONS_TYPES } from './great-expectations-types';
import { expectColumnMeanToBeBetween } from './expect-column-mean-to-be-between';
import { expectColumnValuesToBeBetween } from './expect-column-values-to-be-between';
import { expectColumnValuesToBeInTypeList } from './expect-column-values-to-be-in-type-list';
import { expectColumnValuesToNotBeNull } from './expect-column-values-to-not-be-null';
import { expectTableColumnCountToEqual } from './expect-table-column-count-to-equal';
import { expectTableColumnsToMatchSet } from './expect-table-columns-to-match-set';

const DEFINITIONS: readonly ExpectationDefinition[] = [
  expectTableColumnsToMatchSet,
  expectTableColumnCountToEqual,
  expectColumnValuesToBeInTypeList,
  expectColumnValuesToBeBetween,
  expectColumnValuesToNotBeNull,
  expectColumnMeanToBeBetween,
];

const BY_TYPE = new Map(DEFINITIONS.map((definition) => [definition.type, definition]));

/** Every expectation that this engine evaluates. */
export const EXPECTATION_TYPES: readonly string[] = DEFINITIONS.map(({ type }) => type);

/** @throws ExpectationError that names the type, and the one that was probably meant */
export function definitionOf(type: string): ExpectationDefinition {
  const definition = BY_TYPE.get(type);
  if (definition) return definition;
  const near = GREAT_EXPECTATIONS_TYPES.includes(type)
    ? undefined
    : suggest(type, [...EXPECTATION_TYPES, ...GREAT_EXPECTATIONS_TYPES]);
  throw new ExpectationError(
    `${shown(type)} is not an expectation that is evaluated here; ` +
      (near === undefined ? `those are ${EXPECTATION_TYPES.join(', ')}` : `did you mean ${shown(near)}?`),
  );
}
