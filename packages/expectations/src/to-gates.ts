import type { GateOutcome, GateResult, Mode } from '@modelgate/contracts';
import { definitionOf, isBuilt } from './expectations/registry';
import type { Json, JsonObject } from './json';
import {
  missingColumnFix,
  missingColumnOf,
  tellersOfMissingColumns,
  type Judgement,
} from './missing-columns';
import type { ExpectationResult, ResultDetail, RowIndex, ValidationResult } from './validation-result';
import { shown } from './wording';

export interface ToGatesOptions {
  suiteName: string;
  /** Which data it is about: `train`, `test`. */
  role: string;
  /** How many unexpected values a gate lists. */
  examples: number;
  /** What a failed expectation does, unless its own severity is `warning` or `info`. Default: enforce. */
  mode?: Mode;
}

interface Draft extends Judgement {
  id: string;
  mode: Mode;
  outcome: GateOutcome;
}

/**
 * One gate per expectation, in the order of the suite. An expectation that could not be evaluated fails. Where several
 * fail for the same missing column, one tells of it and the others name that one.
 */
export function toGates(
  { results }: ValidationResult,
  { suiteName, role, examples, mode = 'enforce' }: ToGatesOptions,
): GateResult[] {
  const prefix = suiteName === role ? role : `${role}/${suiteName}`;
  const seen = new Map<string, number>();
  const drafts = results.map((result): Draft => {
    const title = titleOf(result);
    const count = (seen.get(title) ?? 0) + 1;
    seen.set(title, count);
    const own = modeOf(result, mode);
    const outcome = own === 'off' ? 'skipped' : result.success ? 'pass' : 'fail';
    const effect = outcome !== 'fail' ? 'pass' : own === 'warn' ? 'warn' : 'fail';
    return {
      id: `${prefix}/${title}${count > 1 ? `#${count}` : ''}`,
      title,
      mode: own,
      outcome,
      effect,
      result,
    };
  });
  const tellers = tellersOfMissingColumns(drafts);
  return drafts.map((draft, index) => {
    const teller = tellers[index];
    if (!teller) return gateOf(draft, wording(draft.result, examples), detailsOf(draft.result, examples));
    if (teller !== draft) return gateOf(draft, pointer(draft, teller));
    const others = tellers.filter((other) => other === draft).length - 1;
    return gateOf(draft, missingColumn(draft, others), detailsOf(draft.result, examples));
  });
}

function titleOf({ expectation_config: { type, kwargs } }: ExpectationResult): string {
  return typeof kwargs['column'] === 'string' ? `${type}(${kwargs['column']})` : type;
}

function modeOf({ expectation_config: { severity } }: ExpectationResult, mode: Mode): Mode {
  const lenient = severity === 'warning' || severity === 'info';
  return mode === 'enforce' && lenient ? 'warn' : mode;
}

interface Words {
  message: string;
  fix: string;
}

function gateOf(
  { id, title, mode, outcome, effect, result }: Draft,
  { message, fix }: Words,
  details?: JsonObject,
): GateResult {
  const observed = result.result.observed_value;
  return {
    id,
    title,
    mode,
    outcome,
    effect,
    message,
    ...(outcome === 'fail' ? { fix } : {}),
    ...(typeof observed === 'number' ? { candidate: steady(observed) } : {}),
    evidence: 'rows',
    ...(details ? { details } : {}),
  };
}

function missingColumn({ result }: Draft, others: number): Words {
  const { exception_message: message } = result.exception_info;
  return { message: message ?? 'the data has no such column', fix: missingColumnFix(result, others) };
}

/** The words of a gate whose cause another one tells. */
function pointer({ result }: Draft, teller: Draft): Words {
  const name = missingColumnOf(result)?.name ?? '';
  return {
    message: `the data has no column ${shown(name)}`,
    fix: `see ${teller.title}${standing(result)}`,
  };
}

/** A mean's last digits can differ from run to run, and a verdict has to be the same for the same data. */
function steady(value: number): number {
  return Number(value.toPrecision(12));
}

function wording(result: ExpectationResult, examples: number): Words {
  const { expectation_config: config, exception_info: exception, result: detail } = result;
  if (exception.raised_exception) {
    return {
      message: `could not be evaluated: ${exception.exception_message ?? 'no reason given'}`,
      fix: isBuilt(config.type)
        ? `mend the expectation${at(result)}, or the data it asks about`
        : `take the expectation${at(result)} out, or give it severity: warning`,
    };
  }
  const { expected, found, fix, complete = false } = definitionOf(config.type).tell(config.kwargs, detail);
  if (result.success) return { message: `${expected}: ${passing(detail)}`, fix };
  const told = Object.keys(detail).length === 0 ? 'it does not hold' : found;
  return {
    message: `${expected}: ${told}${complete ? '' : listed(detail, examples)}`,
    fix: `${fix}${standing(result)}`,
  };
}

function at(result: ExpectationResult): string {
  const place = placeOf(result);
  return place === undefined ? '' : ` at ${place}`;
}

function standing(result: ExpectationResult): string {
  return placeOf(result) === undefined ? '' : ` (the expectation stands${at(result)})`;
}

function passing({ element_count: rows, unexpected_count: unexpected }: ResultDetail): string {
  if (rows === undefined) return 'holds';
  if (unexpected) return `holds for ${rows - unexpected} of ${rows} rows, as many as it asks`;
  return rows === 0 ? 'holds, for there are no rows' : `holds for all ${rows} rows`;
}

/** `: 200 (row 4), -1 (row 9), ...`, or the rows alone where the values are missing ones. Rows count from 1. */
function listed(detail: ResultDetail, examples: number): string {
  const values = detail.partial_unexpected_list ?? [];
  const rows = detail.partial_unexpected_index_list;
  const shownValues = values.slice(0, examples).flatMap((value, index) => {
    const row = rows?.[index];
    if (value === null) return row === undefined ? [] : [rowName(row, detail)];
    return [row === undefined ? shown(value) : `${shown(value)} (${rowName(row, detail)})`];
  });
  if (shownValues.length === 0) return '';
  const more = (detail.unexpected_count ?? 0) > shownValues.length ? ', ...' : '';
  return `: ${shownValues.join(', ')}${more}`;
}

function detailsOf(result: ExpectationResult, examples: number): JsonObject {
  const { result: detail, expectation_config: config } = result;
  const details: JsonObject = {};
  const set = (key: string, value: Json | undefined) => {
    if (value !== undefined) details[key] = value;
  };
  set('rows', detail.element_count);
  const counted = isOfValues(detail) ? 'values' : 'rows';
  set(`unexpected_${counted}`, detail.unexpected_count);
  set(`missing_${counted}`, detail.missing_count);
  if (detail.unexpected_count) set('examples', examplesOf(detail, examples));
  if (detail.partial_missing_list?.length) set('not_there', detail.partial_missing_list.slice(0, examples));
  if (typeof detail.observed_value !== 'number') set('observed_value', detail.observed_value);
  set('severity', config.severity);
  set('place', placeOf(result));
  return details;
}

/** Whether the counts are of different values, as where the set of them is judged. */
function isOfValues(detail: ResultDetail): boolean {
  const { element_count: rows, unexpected_count: unexpected, partial_missing_list: missing } = detail;
  return missing !== undefined || (unexpected !== undefined && rows === undefined);
}

/** The first unexpected values; of missing values the rows, `row 2`, where they are known. Rows count from 1. */
function examplesOf(detail: ResultDetail, examples: number): Json[] | undefined {
  const values = detail.partial_unexpected_list?.slice(0, examples) ?? [];
  const rows = detail.partial_unexpected_index_list;
  const shownValues = values.flatMap((value, index): Json[] => {
    const row = rows?.[index];
    if (value !== null) return [value];
    return row === undefined ? [] : [rowName(row, detail)];
  });
  return shownValues.length > 0 ? shownValues : undefined;
}

/** `row 5`, or by its key columns `id 7, day "2024-01-31"`. */
export function rowName(row: RowIndex, { unexpected_index_column_names: keys = [] }: ResultDetail): string {
  if (typeof row === 'number') return `row ${row + 1}`;
  return keys.map((key) => `${key} ${shown(row[key] ?? null)}`).join(', ');
}

function placeOf({ meta }: ExpectationResult): string | undefined {
  return meta.modelgate?.place;
}
