import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
// eslint-disable-next-line @nx/enforce-module-boundaries -- tools are no package; other specs use the same environments
import { pythonWith } from '../../../../tools/workspace/python-environment.cjs';
import { readSuite } from '../suite/read-suite';
import { tempFolder } from '../testing/temp-folder';
import { validate } from '../validate';
import { RESULT_FORMATS } from '../validation-result';
import { renderResultJson } from './result-json';

/** Loads each file as Great Expectations does, gives back what it made of it, and lets its own page be rendered. */
const LOADER = `
import json, sys, warnings
warnings.simplefilter("ignore")
import great_expectations
from great_expectations.core.expectation_validation_result import ExpectationSuiteValidationResultSchema
from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
from great_expectations.render.view import DefaultJinjaPageView

def known(result):
    config = result.expectation_config
    kind = getattr(config, "type", None) or config.expectation_type
    return kind not in ("expect_column_null_value_count_to_be_between", "expect_column_values_to_be_odd")

loaded = []
for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        result = ExpectationSuiteValidationResultSchema().load(json.load(file))
    loaded.append({"result": result.to_json_dict()})
    # Its pages show expectations only that it knows.
    result.results = [each for each in result.results if known(each)]
    page = DefaultJinjaPageView().render(ValidationResultsPageRenderer(run_info_at_end=True).render(result))
    loaded[-1]["page"] = page
print(json.dumps({"version": great_expectations.__version__, "loaded": loaded}))
`;

const SUITE = `
name: applications
meta: { owner: risk }
suite_parameters: { oldest: 100 }
expectations:
  - type: expect_table_row_count_to_be_between
    kwargs: { min_value: 1 }
    id: 5f0c4e30-7d2c-4b5a-9a3f-2f3f7a1f3c11
  - type: expect_column_values_to_be_between
    kwargs: { column: age, min_value: 0, max_value: 100, mostly: 0.9 }
    id: not-a-uuid
    severity: warning
    notes: [ask the owner]
    description: ages of people
    success_on_last_run: true
    meta: { since: "2024" }
  - type: expect_column_values_to_be_in_set
    kwargs: { column: city, value_set: [Rome, Oslo] }
    ge_cloud_id: "17"
  - type: expect_column_values_to_be_in_type_list
    kwargs: { column: age, type_list: [INTEGER] }
  - type: expect_column_mean_to_be_between
    kwargs: { column: age, min_value: 0, max_value: 1 }
  - type: expect_column_null_value_count_to_be_between
    kwargs: { column: city, max_value: 0 }
  - type: expect_column_values_to_not_be_null
    kwargs: { column: nothing }
  - type: expect_column_values_to_be_odd
    kwargs: { column: age }
`;

const DATA = 'age,city\n30,Rome\n-5,<b>x</b>\n300,\n40,Oslo\n';
const TIME = '2026-03-01T10:00:00.000Z';

const temp = tempFolder();

interface Loaded {
  version: string;
  loaded: { result: Record<string, unknown> & { results: unknown[] }; page: string }[];
}

/** A Python with Great Expectations of this release; undefined, with the reason printed, where it cannot be had. */
function pythonOf(packages: string[]): string | undefined {
  try {
    return pythonWith(packages);
  } catch (error) {
    console.warn(`${packages[0]} cannot be had: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function load(python: string, files: string[]): Loaded {
  return JSON.parse(execFileSync(python, ['-c', LOADER, ...files], { encoding: 'utf8', maxBuffer: 1 << 28 }));
}

describe.each([
  ['1.x', '1.', ['great_expectations==1.24.1', 'pandas<3']],
  ['0.x', '0.18.', ['great_expectations==0.18.22']],
] as const)('a result file of %s', (version, release, packages) => {
  it('is read, and rendered as a page, by Great Expectations itself in all four formats', async () => {
    const python = pythonOf([...packages]);
    if (python === undefined) return;
    const data = temp.write('train.csv', DATA);
    const suite = readSuite(SUITE, { filePath: 'suite.yaml' });
    const written = await Promise.all(
      RESULT_FORMATS.map(async (resultFormat) => {
        const result = await validate({ data: { path: data, name: 'train.csv' }, suite, resultFormat });
        const text = renderResultJson(result, { version, time: TIME, data: 'train.csv' });
        const path = join(temp.path, `${version}-${resultFormat}.json`);
        writeFileSync(path, text);
        return { path, document: JSON.parse(text) };
      }),
    );
    const { version: installed, loaded } = load(
      python,
      written.map(({ path }) => path),
    );
    if (!installed.startsWith(release)) {
      console.warn(`not tested with ${packages[0]}: the environment has Great Expectations ${installed}`);
      return;
    }
    expect(loaded).toHaveLength(4);
    for (const [index, { result, page }] of loaded.entries()) {
      // What it read is all that was written; 1.x adds severities.
      expect(result).toMatchObject(written[index]?.document);
      expect(page).toContain('train.csv');
    }
  }, 600_000);
});
