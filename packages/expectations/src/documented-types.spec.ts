import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EXPECTATION_TYPES } from './expectations/registry';

describe('the documentation', () => {
  it.each(['docs/expectations.md', 'packages/expectations/README.md'])(
    'lists every expectation: %s',
    (file) => {
      const text = readFileSync(join(__dirname, '../../..', file), 'utf8');
      expect(EXPECTATION_TYPES.filter((type) => !text.includes(`\`${type}\``))).toEqual([]);
      const named = text.match(/(?<=`)(expect_[a-z_]+)(?=`)/gi) ?? [];
      expect(
        named.filter((type) => !EXPECTATION_TYPES.includes(type) && !NOT_EVALUATED.includes(type)),
      ).toEqual([]);
    },
  );
});

const NOT_EVALUATED = [
  'expect_column_bootstrapped_ks_test_p_value_to_be_greater_than',
  'expect_column_chisquare_test_p_value_to_be_greater_than',
  'expect_column_pair_cramers_phi_value_to_be_less_than',
  'expect_column_parameterized_distribution_ks_test_p_value_to_be_greater_than',
  'expect_multicolumn_values_to_be_unique',
  'expect_query_results_to_match_comparison',
];
