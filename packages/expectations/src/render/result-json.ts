import type { Json, JsonObject } from '../json';
import type { ExceptionInfo, ExpectationResult, ValidationResult } from '../validation-result';

/** The releases of Great Expectations whose result files these are. */
const WRITTEN_BY = { '1.x': '1.24.1', '0.x': '0.18.22' } as const;

export interface RenderResultOptions {
  /** Which of Great Expectations' two spellings. Default: 1.x. */
  version?: '1.x' | '0.x';
  /** When the data was validated, ISO 8601 in UTC. Left out where it is unknown. */
  time?: string;
  /** What the data is called. */
  data?: string;
}

/**
 * A result as the JSON file that Great Expectations writes and reads: `ExpectationSuiteValidationResult` of 1.x, or of
 * 0.x. Its loaders refuse keys that they do not know, so what they have no place for stands under `meta`.
 */
export function renderResultJson(result: ValidationResult, options: RenderResultOptions = {}): string {
  return `${JSON.stringify(resultDocument(result, options), null, 2)}\n`;
}

/** The content of `renderResultJson`. */
export function resultDocument(
  result: ValidationResult,
  { version = '1.x', time, data }: RenderResultOptions = {},
): JsonObject {
  const { success, statistics, suite_name, suite_parameters } = result;
  const meta: JsonObject = {
    ...result.meta,
    great_expectations_version: WRITTEN_BY[version],
    ...(version === '0.x' ? { expectation_suite_name: suite_name } : {}),
    ...(time === undefined ? {} : { run_id: { run_name: null, run_time: time }, validation_time: time }),
    ...(data === undefined
      ? {}
      : {
          batch_spec: { path: data },
          batch_markers: {},
          active_batch_definition: {
            datasource_name: 'modelgate',
            data_connector_name: 'file',
            data_asset_name: data,
            batch_identifiers: {},
          },
        }),
  };
  const results = result.results.map((each) => (version === '1.x' ? resultOf1(each) : resultOf0(each)));
  const counts = { ...statistics };
  return version === '1.x'
    ? { success, results, suite_name, suite_parameters, statistics: counts, meta, id: null }
    : { success, results, evaluation_parameters: suite_parameters, statistics: counts, meta };
}

function resultOf1({
  success,
  expectation_config: config,
  result,
  exception_info,
  meta,
}: ExpectationResult): Json {
  const { type, kwargs, meta: own, severity, ...more } = config;
  const kept: JsonObject = {};
  const extra: JsonObject = {};
  for (const [key, value] of Object.entries(more)) {
    if (value === undefined) continue;
    (readBy1(key, value) ? kept : extra)[key] = value;
  }
  return {
    success,
    expectation_config: { type, kwargs, meta: own, ...(severity ? { severity } : {}), ...kept },
    result: present(result),
    meta: metaWith(meta, extra),
    exception_info: exceptionOf(exception_info),
  };
}

/** 0.x has neither `severity` nor `notes` on an expectation: they move to its `meta`, where 0.x keeps notes. */
function resultOf0({
  success,
  expectation_config: config,
  result,
  exception_info,
  meta,
}: ExpectationResult): Json {
  const { type, kwargs, meta: own, severity, notes, ...more } = config;
  return {
    success,
    expectation_config: {
      expectation_type: type,
      kwargs,
      meta: {
        ...own,
        ...(notes === undefined || notes === null ? {} : { notes }),
        ...(severity ? { severity } : {}),
      },
    },
    result: present(result),
    meta: metaWith(meta, present(more)),
    exception_info: exceptionOf(exception_info),
  };
}

/** Its page renderer takes the traceback of what raised for a text. */
function exceptionOf(info: ExceptionInfo): JsonObject {
  return { ...info, exception_traceback: info.raised_exception ? '' : null };
}

const UUID = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

/** Whether the loader of 1.x takes the key of an expectation, with this value. */
function readBy1(key: string, value: Json): boolean {
  if (key === 'notes') return true;
  if (key === 'description') return typeof value === 'string' || value === null;
  return key === 'id' && (value === null || (typeof value === 'string' && UUID.test(value)));
}

function metaWith({ modelgate }: ExpectationResult['meta'], extra: JsonObject): JsonObject {
  const own = {
    ...(modelgate ? present(modelgate) : {}),
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  };
  return Object.keys(own).length > 0 ? { modelgate: own } : {};
}

/** The keys that have a value, as JSON. */
function present(from: object): JsonObject {
  const entries = Object.entries(from).filter((entry): entry is [string, Json] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}
