import { formatPlace, UserError, type Place } from '@modelgate/contracts';
import type { DataSource } from './data-source';
import type { Judged, Planned, Verdict } from './expectations/define';
import { ExpectationError, MissingColumnError } from './expectations/expectation-error';
import { definitionOf } from './expectations/registry';
import { findExamples } from './examples';
import type { JsonObject } from './json';
import { resultAt } from './result-format';
import type { Expectation, Suite } from './suite/suite';
import type { Column } from './table/column';
import { withTable } from './table/open-table';
import { aggregate, type Aggregation, type Figures, type Table } from './table/table';
import type {
  ExpectationResult,
  OwnMeta,
  ResultDetail,
  ResultFormat,
  ValidationResult,
} from './validation-result';

export interface ValidateOptions {
  data: DataSource;
  suite: Suite;
  /** Default: BASIC, as in Great Expectations. */
  resultFormat?: ResultFormat;
  /** How many unexpected values are listed per expectation. Default: 20. */
  examples?: number;
  /** `gx-pandas`: type lists accept what Great Expectations' pandas engine accepts, and no name of another engine. */
  strictTypes?: 'gx-pandas';
}

/**
 * Evaluates a suite over a data file: all figures in one scan, and a second one over the failing expectations for
 * examples of their rows. Results are in the order of the suite. An expectation that cannot be evaluated (an unknown
 * type, a missing column, values that cannot be compared) is an error result of its own and fails.
 * @throws UserError where the data cannot be read at all
 */
export async function validate({
  data,
  suite,
  resultFormat = 'BASIC',
  examples = 20,
  strictTypes,
}: ValidateOptions): Promise<ValidationResult> {
  return withTable(data, async (session, opened) => {
    const { table, plan, figures } = await aggregate(session, opened, (current) =>
      planSuite(suite, { table: current, strictTypes: strictTypes === 'gx-pandas' }),
    );
    const judged = plan.plans.map((planned) => judge(planned, figures));
    const formats = suite.expectations.map(({ kwargs }) => ownFormat(kwargs) ?? resultFormat);
    const found = await findExamples(session, table, { plans: plan.plans, judged, formats, limit: examples });
    const results = suite.expectations.map((expectation, index) =>
      resultOf(data, expectation, judged[index], (verdict) =>
        resultAt(formats[index] ?? resultFormat, verdict.result, { examples: found[index], limit: examples }),
      ),
    );
    return summarized(suite, results);
  });
}

interface SuitePlan extends Aggregation {
  plans: Planned[];
}

function planSuite(suite: Suite, context: { table: Table; strictTypes: boolean }): SuitePlan {
  const plans = suite.expectations.map(({ type, kwargs, place }) =>
    attempt(() => definitionOf(type).plan(kwargs, context, place ? formatPlace(place) : type)),
  );
  const made = plans.flatMap((plan) => (plan instanceof ExpectationError ? [] : [plan]));
  const columns = new Map<number, Column>();
  for (const plan of made) for (const column of plan.columns) columns.set(column.index, column);
  return {
    plans,
    columns: [...columns.values()],
    expressions: made.flatMap(({ expressions }) => expressions),
  };
}

function judge(planned: Planned, figures: Figures): Judged {
  return planned instanceof ExpectationError ? planned : attempt(() => planned.verdict(figures));
}

/** Turns what makes one expectation impossible into a value; everything else is thrown on. */
function attempt<T>(work: () => T): T | ExpectationError {
  try {
    return work();
  } catch (error) {
    if (error instanceof ExpectationError) return error;
    if (error instanceof UserError) return new ExpectationError(error.message);
    throw error;
  }
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
