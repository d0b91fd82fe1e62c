import { readResultJson } from './read-result-json';
import { renderResultJson, resultDocument } from './result-json';
import { resultOf, validationOf } from '../testing/results';

const TIME = '2026-03-01T10:00:00.000Z';

describe('renderResultJson', () => {
  const { result } = validationOf([
    resultOf('expect_column_values_to_be_between', {
      kwargs: { column: 'age', min_value: 0 },
      success: false,
      result: { element_count: 4, unexpected_count: 1, partial_unexpected_list: [-5] },
      config: { severity: 'warning', notes: ['ask'], description: 'd', id: 'not-a-uuid', ge_cloud_id: '17' },
      place: 'suite.yaml:3:5',
    }),
  ]);

  it('writes the keys of 1.x, and what its loader refuses under meta', () => {
    expect(resultDocument(result, { time: TIME, data: 'train.csv' })).toEqual({
      success: false,
      suite_name: 'applications',
      suite_parameters: {},
      statistics: {
        evaluated_expectations: 1,
        successful_expectations: 0,
        unsuccessful_expectations: 1,
        success_percent: 0,
      },
      results: [
        {
          success: false,
          expectation_config: {
            type: 'expect_column_values_to_be_between',
            kwargs: { column: 'age', min_value: 0 },
            meta: {},
            severity: 'warning',
            notes: ['ask'],
            description: 'd',
          },
          result: { element_count: 4, unexpected_count: 1, partial_unexpected_list: [-5] },
          meta: { modelgate: { place: 'suite.yaml:3:5', extra: { id: 'not-a-uuid', ge_cloud_id: '17' } } },
          exception_info: { raised_exception: false, exception_message: null, exception_traceback: null },
        },
      ],
      meta: {
        great_expectations_version: '1.24.1',
        run_id: { run_name: null, run_time: TIME },
        validation_time: TIME,
        batch_spec: { path: 'train.csv' },
        batch_markers: {},
        active_batch_definition: {
          datasource_name: 'modelgate',
          data_connector_name: 'file',
          data_asset_name: 'train.csv',
          batch_identifiers: {},
        },
      },
      id: null,
    });
  });

  it('writes the keys of 0.x: the suite under meta, severity and notes in the meta of an expectation', () => {
    const document = resultDocument(result, { version: '0.x' });
    expect(Object.keys(document).sort()).toEqual([
      'evaluation_parameters',
      'meta',
      'results',
      'statistics',
      'success',
    ]);
    expect(document).toMatchObject({
      meta: { great_expectations_version: '0.18.22', expectation_suite_name: 'applications' },
      results: [
        {
          expectation_config: {
            expectation_type: 'expect_column_values_to_be_between',
            meta: { severity: 'warning', notes: ['ask'] },
          },
        },
      ],
    });
  });

  it.each(['1.x', '0.x'] as const)('is read again, %s', (version) => {
    const text = renderResultJson(result, { version });
    const read = readResultJson(text, { filePath: 'r.json' });
    expect(read).toMatchObject({
      success: false,
      suite_name: 'applications',
      results: [
        {
          success: false,
          expectation_config: { type: 'expect_column_values_to_be_between', kwargs: { column: 'age' } },
          result: { unexpected_count: 1 },
          meta: { modelgate: { place: 'suite.yaml:3:5' } },
        },
      ],
    });
  });

  it.each([
    ['no JSON', '{', /^r\.json {2}is no result of a validation\n {2}why: .*JSON/],
    ['another JSON file', '{"success": true}', /why: results: /],
    ['a list', '[]', /is no result of a validation/],
  ])('refuses %s', (_what, text, message) => {
    expect(() => readResultJson(text, { filePath: 'r.json' })).toThrow(message);
  });
});
