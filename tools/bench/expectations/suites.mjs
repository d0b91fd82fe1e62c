/**
 * @typedef {{ type: string, kwargs: Record<string, unknown> }} Expectation
 * @typedef {{ name: string, expectations: Expectation[] }} Suite
 */

/**
 * @param {string} type
 * @param {Record<string, unknown>} kwargs
 * @returns {Expectation}
 */
const expectation = (type, kwargs) => ({ type, kwargs });

/**
 * Eleven checks of all kinds, of which two are not met: of income's mean, and of too many missing ages.
 * @param {number} rows
 * @returns {Suite}
 */
export function elevenChecks(rows) {
  return {
    name: 'eleven',
    expectations: [
      expectation('expect_table_columns_to_match_set', {
        column_set: ['age', 'income', 'credit_score', 'target'],
      }),
      expectation('expect_table_column_count_to_equal', { value: 4 }),
      expectation('expect_table_row_count_to_be_between', { min_value: rows, max_value: rows }),
      expectation('expect_column_values_to_be_in_type_list', {
        column: 'income',
        type_list: ['float64', 'float'],
      }),
      expectation('expect_column_values_to_be_between', { column: 'age', min_value: 18, max_value: 90 }),
      expectation('expect_column_values_to_be_between', {
        column: 'credit_score',
        min_value: 300,
        max_value: 849,
        mostly: 0.99,
      }),
      expectation('expect_column_values_to_not_be_null', { column: 'age', mostly: 0.99 }),
      expectation('expect_column_values_to_be_in_set', { column: 'target', value_set: [0, 1] }),
      expectation('expect_column_mean_to_be_between', { column: 'income', min_value: 0, max_value: 20_000 }),
      expectation('expect_column_median_to_be_between', {
        column: 'credit_score',
        min_value: 500,
        max_value: 650,
      }),
      expectation('expect_column_stdev_to_be_between', { column: 'age', min_value: 15, max_value: 25 }),
    ],
  };
}

/** @returns {Suite} */
export function uniqueIncome() {
  return {
    name: 'unique',
    expectations: [expectation('expect_column_values_to_be_unique', { column: 'income' })],
  };
}

/**
 * Medians of every column of numbers.
 * @returns {Suite}
 */
export function medians() {
  return {
    name: 'medians',
    expectations: [
      expectation('expect_column_median_to_be_between', { column: 'age', min_value: 50, max_value: 60 }),
      expectation('expect_column_median_to_be_between', {
        column: 'income',
        min_value: 20_000,
        max_value: null,
      }),
      expectation('expect_column_median_to_be_between', {
        column: 'credit_score',
        min_value: 500,
        max_value: 650,
      }),
    ],
  };
}

/**
 * Three checks of every column.
 * @param {number} columns
 * @returns {Suite}
 */
export function threeOfEach(columns) {
  return {
    name: 'wide',
    expectations: Array.from({ length: columns }, (_, index) => `c${index}`).flatMap((column) => [
      expectation('expect_column_values_to_be_between', { column, min_value: 0, max_value: 1000 }),
      expectation('expect_column_values_to_not_be_null', { column, mostly: 0.9 }),
      expectation('expect_column_mean_to_be_between', { column, min_value: 400, max_value: 600 }),
    ]),
  };
}
