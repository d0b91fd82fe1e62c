import { formatPlace, type Place } from '@modelgate/contracts';
import type { DataSource } from './data-source';
import { duckDb } from './engine/dialects/duckdb';
import { findExamples } from './examples';
import type { Answers, Judged, Planned, Verdict } from './expectations/define';
import { ExpectationError, MissingColumnError } from './expectations/expectation-error';
import type { JsonObject } from './json';
import { resultAt } from './result-format';
import { attempt, planSuite, resolveSuite } from './suite-plan';
import type { Expectation, Suite } from './suite/suite';
import { withTables } from './table/open-table';
import type { Figures } from './table/table';
import type {
  ExpectationResult,
  OwnMeta,
  ResultDetail,
  ResultFormat,
  ValidationResult,
} from './validation-result';
import { firstWave } from './waves/first-wave';
import { secondWave } from './waves/second-wave';
import { quotedList, shown } from './wording';

export interface ValidateOptions {
  data: DataSource;
  suite: Suite;
  /** Further tables that expectations may name, such as `expect_table_row_count_to_equal_other_table`. */
  others?: Readonly<Record<string, DataSource>>;
  /** Values of suite parameters; they go before the suite's own. */
  parameters?: JsonObject;
  /** The time that `now()` in a suite parameter means. Default: the present. */
  now?: Date;
  /** Default: BASIC, as in Great Expectations. */
  resultFormat?: ResultFormat;
  /** How many unexpected values are listed per expectation. Default: 20. */
  examples?: number;
  /** `gx-pandas`: type lists accept what Great Expectations' pandas engine accepts, and no name of another engine. */
  strictTypes?: 'gx-pandas';
}

/**
 * Evaluates a suite over a data file: all figures in one scan, and a second one over the failing expectations for
 * examples of their rows; uniqueness, quantiles and what SQL cannot decide have queries of their own. Results are in the
 * order of the suite. An expectation that cannot be evaluated (an unknown type, a missing column, values that cannot be
 * compared) is an error result of its own and fails.
 * @throws UserError where the data cannot be read at all
 */
export async function validate(options: ValidateOptions): Promise<ValidationResult> {
  const { data, suite, others = {}, resultFormat = 'BASIC', examples: limit = 20, strictTypes } = options;
  const resolved = resolveSuite(suite, options.parameters ?? {}, options.now ?? new Date());
  const names = Object.keys(others);
  return withTables([data, ...Object.values(others)], async (session, [opened, ...further]) => {
    if (!opened) throw new Error('a table was asked for');
    const engine = { session, sql: duckDb };
    const tables = new Map(further.map(({ table }, place) => [names[place], table]));
    const wave = await firstWave(engine, opened.table, (table) =>
      planSuite(resolved, {
        table,
        sql: engine.sql,
        strictTypes: strictTypes === 'gx-pandas',
        other: (name) => {
          const other = tables.get(name);
          if (!other) throw new ExpectationError(noOther(name, names));
          return other;
        },
      }),
    );
    const answers = await secondWave(engine, wave);
    const { table, plans } = wave;
    const judged = plans.map((plan, index) => judge(plan, wave.figures[index], answers[index]));
    const formats = suite.expectations.map(({ kwargs }) => ownFormat(kwargs) ?? resultFormat);
    const found = await findExamples(engine, table, { plans, judged, formats, limit });
    const results = suite.expectations.map((written, index) => {
      const expectation = resolved[index];
      const used = expectation instanceof ExpectationError ? written : (expectation ?? written);
      return resultOf(data, used, judged[index], (verdict) =>
        resultAt(formats[index] ?? resultFormat, verdict.result, { examples: found[index], limit }),
      );
    });
    return summarized(suite, results);
  });
}

function noOther(name: string, names: readonly string[]): string {
  const known =
    names.length === 0 ? 'no further table was given' : `the further tables are ${quotedList(names)}`;
  return `there is no table ${shown(name)}: ${known}`;
}

function judge(
  plan: Planned,
  figures: Figures | ExpectationError | undefined,
  answers: Answers | ExpectationError | undefined,
): Judged {
  if (plan instanceof ExpectationError) return plan;
  if (figures instanceof ExpectationError) return figures;
  if (answers instanceof ExpectationError) return answers;
  if (!figures || !answers) throw new Error('a plan without figures');
  return attempt(() => plan.verdict(figures, answers));
}

/** The result format that an expectation asks for itself. */
function ownFormat({ result_format: format }: JsonObject): ResultFormat | undefined {
  const named =
    format !== null && typeof format === 'object' && !Array.isArray(format)
      ? format['result_format']
      : format;
  return named === 'BOOLEAN_ONLY' || named === 'BASIC' || named === 'SUMMARY' || named === 'COMPLETE'
    ? named
    : undefined;
}

function resultOf(
  data: DataSource,
  expectation: Expectation,
  judged: Judged | undefined,
  detailOf: (verdict: Verdict) => ResultDetail,
): ExpectationResult {
  const { type, kwargs, meta = {}, severity, extra, place } = expectation;
  const error = judged instanceof ExpectationError ? judged : undefined;
  const verdict = judged instanceof ExpectationError ? undefined : judged;
  return {
    success: verdict?.success ?? false,
    expectation_config: { type, kwargs, meta, ...(severity ? { severity } : {}), ...extra },
    result: verdict ? detailOf(verdict) : {},
    exception_info: {
      raised_exception: error !== undefined,
      exception_message: error?.message ?? null,
      exception_traceback: null,
    },
    meta: ownMeta(place, error, data.name),
  };
}

function ownMeta(
  place: Place | undefined,
  error: ExpectationError | undefined,
  data: string | undefined,
): ExpectationResult['meta'] {
  const own: OwnMeta = place ? { place: formatPlace(place) } : {};
  if (error instanceof MissingColumnError) {
    const { column: name, near } = error;
    own.missing_column = { name, near: [...near], ...(data === undefined ? {} : { data }) };
  }
  return Object.keys(own).length > 0 ? { modelgate: own } : {};
}

function summarized(suite: Suite, results: ExpectationResult[]): ValidationResult {
  const evaluated = results.length;
  const successful = results.filter(({ success }) => success).length;
  return {
    success: successful === evaluated,
    results,
    suite_name: suite.name,
    suite_parameters: suite.parameters ?? {},
    statistics: {
      evaluated_expectations: evaluated,
      successful_expectations: successful,
      unsuccessful_expectations: evaluated - successful,
      success_percent: evaluated > 0 ? (successful / evaluated) * 100 : null,
    },
    meta: suite.meta ?? {},
  };
}
