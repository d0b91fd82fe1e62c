import type { JsonObject } from '../json';
import { renderResultJson, resultDocument } from './result-json';
import type { Run } from './run';

/**
 * A run as JSON: the result file of Great Expectations where it has one validation; of several, an object of
 * `success`, `run_id` and `run_results`, result files by `suite/data`, as a checkpoint's result has them.
 */
export function renderRunJson(run: Run, { version = '1.x' }: { version?: '1.x' | '0.x' } = {}): string {
  const { time, validations } = run;
  const [first, ...others] = validations;
  if (first && others.length === 0) {
    return renderResultJson(first.result, { version, time, data: first.data });
  }
  const results = validations.map(({ data, result }): [string, JsonObject] => [
    `${result.suite_name}/${data}`,
    resultDocument(result, { version, time, data }),
  ]);
  const document = {
    success: validations.every(({ result }) => result.success),
    run_id: { run_name: null, run_time: time },
    run_results: Object.fromEntries(results),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
