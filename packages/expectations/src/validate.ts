import { formatPlace, UserError, type Place } from '@modelgate/contracts';
import { isPostgres, sourceName, type TableSource } from './data-source';
import { findExamples } from './examples';
import { failingRowsFiles, failingRowsOf, writeFailingRows, type FailingRowsOptions } from './failing-rows';
import type { Answers, Judged, Planned, Verdict } from './expectations/define';
import { ExpectationError, MissingColumnError } from './expectations/expectation-error';
import type { JsonObject } from './json';
import { commonKeyColumns, suiteKeys } from './keys';
import { resultAt } from './result-format';
import { withEngine } from './open-engine';
import { attempt, planSuite, resolveSuite } from './suite-plan';
import type { Expectation, Suite } from './suite/suite';
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
  data: TableSource;
  suite: Suite;
  /** Further tables that expectations may name, such as `expect_table_row_count_to_equal_other_table`. */
  others?: Readonly<Record<string, TableSource>>;
  /** Values of suite parameters; they go before the suite's own. */
  parameters?: JsonObject;
  /** The time that `now()` in a suite parameter means. Default: the present. */
  now?: Date;
  /** Default: BASIC, as in Great Expectations. */
  resultFormat?: ResultFormat;
  /** How many unexpected values are listed per expectation. Default: 20. */
  examples?: number;
  /** Columns by which failing rows are named, in place of those that the suite names (`unexpected_index_column_names`). */
  keys?: readonly string[];
  /** Write all failing rows as Parquet. Default: a sample in the result only. */
  failingRows?: FailingRowsOptions;
  /** How much memory the database takes before it uses the disk, as DuckDB reads it: `2GB`. Default: most of the machine's. */
  memoryLimit?: string;
  /** Default: as many as the machine has cores. */
  threads?: number;
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
  const files = options.failingRows ? failingRowsFiles(suite.expectations, options.failingRows) : [];
  const opening = {
    outputs: files.map(({ draft }) => draft),
    ...(options.memoryLimit === undefined ? {} : { memoryLimit: options.memoryLimit }),
    ...(options.threads === undefined ? {} : { threads: options.threads }),
  };
  if (options.failingRows && isPostgres(data)) {
    throw new UserError('failing rows are written from files alone', {
      where: { file: sourceName(data) },
      why: 'of a table in PostgreSQL only examples leave it',
      fix: 'leave failingRows out, and select the rows there by the key columns in the result',
    });
  }
  return withEngine([data, ...Object.values(others)], opening, async (engine, opened, further) => {
    const tables = new Map(further.map((table, place) => [names[place], table]));
    const keys = options.keys ?? suiteKeys(suite) ?? [];
    const wave = await firstWave(engine, opened, (table) =>
      planSuite(
        resolved,
        {
          table,
          sql: engine.sql,
          strictTypes: strictTypes === 'gx-pandas',
          other: (name) => {
            const other = tables.get(name);
            if (!other) throw new ExpectationError(noOther(name, names));
            return other;
          },
        },
        commonKeyColumns(table, keys, sourceName(data)),
      ),
    );
    const answers = await secondWave(engine, wave);
    const { table, plans } = wave;
    const judged = plans.map((plan, index) => judge(plan, wave.figures[index], answers[index]));
    const formats = suite.expectations.map(({ kwargs }) => ownFormat(kwargs) ?? resultFormat);
    const limits = suite.expectations.map(({ kwargs }) => ownLimit(kwargs) ?? limit);
    const found = await findExamples(engine, table, { plans, judged, formats, limits });
    const written = options.failingRows
      ? await writeFailingRows(engine, table, options.failingRows, {
          files,
          wanted: plans.map((plan, index) => failingRowsOf(plan, judged[index], files[index])),
        })
      : [];
    const results = suite.expectations.map((expected, index) => {
      const expectation = resolved[index];
      const used = expectation instanceof ExpectationError ? expected : (expectation ?? expected);
      const own = { ...(data.name === undefined ? {} : { data: data.name }), failingRows: written[index] };
      const examples = found[index];
      const outcome =
        examples instanceof ExpectationError ? { judged: examples } : { judged: judged[index], examples };
      return resultOf(used, outcome.judged, own, (verdict) =>
        resultAt(formats[index] ?? resultFormat, verdict.result, {
          examples: outcome.examples,
          limit: limits[index] ?? limit,
        }),
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

/** How many rows an expectation wants in its partial lists. */
function ownLimit({ result_format: format }: JsonObject): number | undefined {
  const count =
    format !== null && typeof format === 'object' && !Array.isArray(format)
      ? format['partial_unexpected_count']
      : undefined;
  return typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : undefined;
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

/** What only this run knows of a result. */
interface OfRun {
  data?: string;
  failingRows: string | undefined;
}

function resultOf(
  expectation: Expectation,
  judged: Judged | undefined,
  run: OfRun,
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
    meta: ownMeta(place, error, run),
  };
}

function ownMeta(
  place: Place | undefined,
  error: ExpectationError | undefined,
  { data, failingRows }: OfRun,
): ExpectationResult['meta'] {
  const own: OwnMeta = place ? { place: formatPlace(place) } : {};
  if (error instanceof MissingColumnError) {
    const { column: name, near } = error;
    own.missing_column = { name, near: [...near], ...(data === undefined ? {} : { data }) };
  }
  if (failingRows !== undefined) own.failing_rows = failingRows;
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
