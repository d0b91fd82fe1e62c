import { suggest } from '@modelgate/contracts';
import type { ExpectationDefinition } from './define';
import { shown } from '../wording';
import { ExpectationError } from './expectation-error';
import { GREAT_EXPECTATIONS_TYPES } from './great-expectations-types';
import { expectColumnDistinctValuesToBeInSet } from './expect-column-distinct-values-to-be-in-set';
import { expectColumnDistinctValuesToContainSet } from './expect-column-distinct-values-to-contain-set';
import { expectColumnDistinctValuesToEqualSet } from './expect-column-distinct-values-to-equal-set';
import { expectColumnDriftToBeLessThan } from './expect-column-drift-to-be-less-than';
import { expectColumnKlDivergenceToBeLessThan } from './expect-column-kl-divergence-to-be-less-than';
import { expectColumnMaxToBeBetween } from './expect-column-max-to-be-between';
import { expectColumnMeanToBeBetween } from './expect-column-mean-to-be-between';
import { expectColumnMedianToBeBetween } from './expect-column-median-to-be-between';
import { expectColumnMinToBeBetween } from './expect-column-min-to-be-between';
import { expectColumnMostCommonValueToBeInSet } from './expect-column-most-common-value-to-be-in-set';
import { expectColumnNullValueCountToBeBetween } from './expect-column-null-value-count-to-be-between';
import { expectColumnPairValuesAToBeGreaterThanB } from './expect-column-pair-values-a-to-be-greater-than-b';
import { expectColumnPairValuesToBeEqual } from './expect-column-pair-values-to-be-equal';
import { expectColumnPairValuesToBeInSet } from './expect-column-pair-values-to-be-in-set';
import { expectColumnProportionOfNonNullValuesToBeBetween } from './expect-column-proportion-of-non-null-values-to-be-between';
import { expectColumnProportionOfUniqueValuesToBeBetween } from './expect-column-proportion-of-unique-values-to-be-between';
import { expectColumnQuantileValuesToBeBetween } from './expect-column-quantile-values-to-be-between';
import { expectColumnStdevToBeBetween } from './expect-column-stdev-to-be-between';
import { expectColumnSumToBeBetween } from './expect-column-sum-to-be-between';
import { expectColumnToExist } from './expect-column-to-exist';
import { expectColumnTypeToBe } from './expect-column-type-to-be';
import { expectColumnUniqueValueCountToBeBetween } from './expect-column-unique-value-count-to-be-between';
import { expectColumnValueLengthsToBeBetween } from './expect-column-value-lengths-to-be-between';
import { expectColumnValueLengthsToEqual } from './expect-column-value-lengths-to-equal';
import { expectColumnValueZScoresToBeLessThan } from './expect-column-value-z-scores-to-be-less-than';
import { expectColumnValuesToBeBetween } from './expect-column-values-to-be-between';
import { expectColumnValuesToBeDateutilParseable } from './expect-column-values-to-be-dateutil-parseable';
import { expectColumnValuesToBeDecreasing } from './expect-column-values-to-be-decreasing';
import { expectColumnValuesToBeInSet } from './expect-column-values-to-be-in-set';
import { expectColumnValuesToBeInTypeList } from './expect-column-values-to-be-in-type-list';
import { expectColumnValuesToBeIncreasing } from './expect-column-values-to-be-increasing';
import { expectColumnValuesToBeJsonParseable } from './expect-column-values-to-be-json-parseable';
import { expectColumnValuesToBeNull } from './expect-column-values-to-be-null';
import { expectColumnValuesToBeOfType } from './expect-column-values-to-be-of-type';
import { expectColumnValuesToBeUnique } from './expect-column-values-to-be-unique';
import { expectColumnValuesToMatchJsonSchema } from './expect-column-values-to-match-json-schema';
import { expectColumnValuesToMatchLikePattern } from './expect-column-values-to-match-like-pattern';
import { expectColumnValuesToMatchLikePatternList } from './expect-column-values-to-match-like-pattern-list';
import { expectColumnValuesToMatchRegex } from './expect-column-values-to-match-regex';
import { expectColumnValuesToMatchRegexList } from './expect-column-values-to-match-regex-list';
import { expectColumnValuesToMatchStrftimeFormat } from './expect-column-values-to-match-strftime-format';
import { expectColumnValuesToNotBeInSet } from './expect-column-values-to-not-be-in-set';
import { expectColumnValuesToNotBeNull } from './expect-column-values-to-not-be-null';
import { expectColumnValuesToNotBeOutliers } from './expect-column-values-to-not-be-outliers';
import { expectColumnValuesToNotMatchLikePattern } from './expect-column-values-to-not-match-like-pattern';
import { expectColumnValuesToNotMatchLikePatternList } from './expect-column-values-to-not-match-like-pattern-list';
import { expectColumnValuesToNotMatchRegex } from './expect-column-values-to-not-match-regex';
import { expectColumnValuesToNotMatchRegexList } from './expect-column-values-to-not-match-regex-list';
import { expectColumnValuesToSatisfySql } from './expect-column-values-to-satisfy-sql';
import { expectCompoundColumnsToBeUnique } from './expect-compound-columns-to-be-unique';
import { expectMulticolumnSumToEqual } from './expect-multicolumn-sum-to-equal';
import { expectMulticolumnValuesToBeEqual } from './expect-multicolumn-values-to-be-equal';
import { expectSelectColumnValuesToBeUniqueWithinRecord } from './expect-select-column-values-to-be-unique-within-record';
import { expectTableColumnCountToBeBetween } from './expect-table-column-count-to-be-between';
import { expectTableColumnCountToEqual } from './expect-table-column-count-to-equal';
import { expectTableColumnsToMatchOrderedList } from './expect-table-columns-to-match-ordered-list';
import { expectTableColumnsToMatchSet } from './expect-table-columns-to-match-set';
import { expectTableRowCountToBeBetween } from './expect-table-row-count-to-be-between';
import { expectTableRowCountToEqual } from './expect-table-row-count-to-equal';
import { expectTableRowCountToEqualOtherTable } from './expect-table-row-count-to-equal-other-table';
import { unexpectedRowsExpectation } from './unexpected-rows-expectation';

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
  expectColumnToExist,
  expectTableColumnsToMatchOrderedList,
  expectTableColumnCountToBeBetween,
  expectTableRowCountToEqual,
  expectTableRowCountToEqualOtherTable,
  expectColumnMinToBeBetween,
  expectColumnMaxToBeBetween,
  expectColumnSumToBeBetween,
  expectColumnUniqueValueCountToBeBetween,
  expectColumnProportionOfUniqueValuesToBeBetween,
  expectColumnProportionOfNonNullValuesToBeBetween,
  expectColumnPairValuesAToBeGreaterThanB,
  expectColumnPairValuesToBeEqual,
  expectColumnPairValuesToBeInSet,
  expectColumnValueZScoresToBeLessThan,
  expectColumnValuesToBeDecreasing,
  expectColumnValuesToBeIncreasing,
  expectColumnValuesToBeNull,
  expectColumnValuesToBeOfType,
  expectColumnTypeToBe,
  expectColumnValuesToNotBeInSet,
  expectColumnValuesToNotBeOutliers,
  expectCompoundColumnsToBeUnique,
  expectMulticolumnSumToEqual,
  expectMulticolumnValuesToBeEqual,
  expectSelectColumnValuesToBeUniqueWithinRecord,
  expectColumnDistinctValuesToBeInSet,
  expectColumnDistinctValuesToContainSet,
  expectColumnDistinctValuesToEqualSet,
  expectColumnMostCommonValueToBeInSet,
  expectColumnQuantileValuesToBeBetween,
  expectColumnValuesToSatisfySql,
  unexpectedRowsExpectation,
  expectColumnKlDivergenceToBeLessThan,
  expectColumnValueLengthsToBeBetween,
  expectColumnValueLengthsToEqual,
  expectColumnValuesToBeDateutilParseable,
  expectColumnValuesToBeJsonParseable,
  expectColumnValuesToMatchJsonSchema,
  expectColumnValuesToMatchLikePattern,
  expectColumnValuesToMatchLikePatternList,
  expectColumnValuesToMatchRegex,
  expectColumnValuesToMatchRegexList,
  expectColumnValuesToMatchStrftimeFormat,
  expectColumnValuesToNotMatchLikePattern,
  expectColumnValuesToNotMatchLikePatternList,
  expectColumnValuesToNotMatchRegex,
  expectColumnValuesToNotMatchRegexList,
  expectColumnDriftToBeLessThan,
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
      (near === undefined
        ? `the README of @modelgate/expectations lists all ${EXPECTATION_TYPES.length}`
        : `did you mean ${shown(near)}?`),
  );
}
