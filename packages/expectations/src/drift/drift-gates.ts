import type { GateOutcome, GateResult, Mode, OnInconclusive } from '@modelgate/contracts';
import type { JsonObject } from '../json';
import { shown } from '../wording';
import { DISTANCE_NAMES, DISTANCES, type Distance } from './distances';
import type { ColumnDrift, DriftResult, Measure } from './drift-result';
import type { AppliedThreshold } from './thresholds';

export interface DriftGatesOptions {
  /** What drift does. Default: enforce. */
  mode?: Mode;
  /** What a distance does that cannot be decided. Default: warn. */
  onInconclusive?: OnInconclusive;
  /** How many new categories a gate lists. Default: 5. */
  examples?: number;
  /** How the reference is made anew from the present data. Default: with the command line of this package. */
  acceptance?: string;
}

/** One gate per distance that has a threshold, and one per column that cannot be compared, in the order of the columns. */
export function driftGates(result: DriftResult, options: DriftGatesOptions = {}): GateResult[] {
  return result.columns.flatMap((column) =>
    column.status === 'compared'
      ? column.measures
          .filter(({ outcome }) => outcome !== 'skipped')
          .map((measure) => measureGate(measure, column, result, options))
      : [columnGate(column, result, options)],
  );
}

/** The distances of every column, judged or not, as rows of a table: null where one is not defined. */
export function driftTable({ columns }: DriftResult): {
  columns: string[];
  rows: (string | number | null)[][];
} {
  return {
    columns: ['column', ...DISTANCES, 'bins', 'reference values', 'values'],
    rows: columns
      .filter(({ status }) => status === 'compared')
      .map((column) => [
        column.column,
        ...DISTANCES.map((distance) => {
          const measure = column.measures.find((each) => each.distance === distance);
          return measure ? shortValue(measure) : null;
        }),
        column.bins,
        column.reference_values,
        column.current_values,
      ]),
  };
}

function shortValue({ value, bounds }: Measure): string | number | null {
  if (value !== null) return figure(value);
  return bounds ? `${figure(bounds.lower)} to ${figure(bounds.upper)}` : null;
}

function measureGate(
  measure: Measure,
  column: ColumnDrift,
  result: DriftResult,
  { mode = 'enforce', onInconclusive = 'warn', examples = 5, acceptance }: DriftGatesOptions,
): GateResult {
  const { distance, threshold, value, bounds } = measure;
  const outcome = mode === 'off' ? 'skipped' : measure.outcome;
  const details: JsonObject = {
    reference_values: column.reference_values,
    values: column.current_values,
    ...(isOfBins(distance) ? { bins: column.bins } : {}),
    ...(threshold ? { rule: threshold.rule } : {}),
    ...(threshold?.floor === undefined ? {} : { practical_floor: threshold.floor }),
    ...(threshold?.noise === undefined ? {} : { sampling_noise: steady(threshold.noise) }),
    ...(measure.p_value === undefined ? {} : { p_value: measure.p_value }),
    ...(bounds ? { lower: steady(bounds.lower), upper: steady(bounds.upper) } : {}),
    ...(distance === 'new_categories' && column.new_categories.length > 0
      ? { new_categories: column.new_categories.slice(0, examples).map(({ value: each }) => each) }
      : {}),
  };
  return {
    id: `drift/${distance}(${column.column})`,
    title: `drift ${distance}(${column.column})`,
    mode,
    outcome,
    effect: effectOf(outcome, mode, onInconclusive),
    message: messageOf(measure, column, result, examples),
    ...(outcome === 'fail' || outcome === 'inconclusive'
      ? { fix: fixOf(measure, column, result, acceptance) }
      : {}),
    ...(value === null ? {} : { candidate: steady(value) }),
    ...(threshold ? { margin: { kind: 'max_distance', value: steady(threshold.value) } } : {}),
    evidence: result.reference.kind === 'data' ? 'rows' : 'aggregate',
    details,
  };
}

function effectOf(outcome: GateOutcome, mode: Mode, onInconclusive: OnInconclusive): GateResult['effect'] {
  const wanted = outcome === 'fail' ? 'fail' : outcome === 'inconclusive' ? onInconclusive : 'pass';
  return wanted === 'fail' && mode === 'warn' ? 'warn' : mode === 'off' ? 'pass' : wanted;
}

function messageOf(measure: Measure, column: ColumnDrift, result: DriftResult, examples: number): string {
  const { distance, value, bounds, because, threshold, outcome } = measure;
  const name = shown(column.column);
  const what = DISTANCE_NAMES[distance];
  const of = sizes(measure, column);
  const limit = threshold
    ? `${figure(threshold.value)} (${ruleOf(threshold, result.confidence)})`
    : 'its threshold';
  if (outcome === 'inconclusive') {
    return bounds && because === undefined
      ? `${name}: the ${what} is between ${figure(bounds.lower)} and ${figure(bounds.upper)}, and allowed are ${limit}: the bins of the profile do not tell more; ${of}`
      : `${name}: the ${what} cannot be judged: ${because ?? 'no reason given'}`;
  }
  const known =
    value === null && bounds ? `${figure(bounds.lower)} to ${figure(bounds.upper)}` : figure(value ?? NaN);
  const fresh =
    distance === 'new_categories' && column.new_categories.length > 0
      ? `: ${column.new_categories
          .slice(0, examples)
          .map(({ value: each, count }) => `${shown(each)} (${count} ${count === 1 ? 'row' : 'rows'})`)
          .join(', ')}`
      : '';
  return outcome === 'fail'
    ? `${name} has drifted: ${what} ${known} is above ${limit}${fresh}; ${of}`
    : `${name}: ${what} ${known}, at most ${limit} is allowed; ${of}`;
}

function isOfBins(distance: Distance): boolean {
  return distance === 'psi' || distance === 'jensen_shannon';
}

function sizes(
  { distance }: Measure,
  { bins, reference_values: before, current_values: now }: ColumnDrift,
): string {
  const values = `${before} reference and ${now} current values`;
  return isOfBins(distance) ? `${bins} bins, ${values}` : values;
}

function ruleOf({ rule, floor, noise }: AppliedThreshold, confidence: number): string {
  switch (rule) {
    case 'explicit':
      return 'as set';
    case 'practical_floor':
      return `auto: the practical floor; sampling noise reaches ${figure(noise ?? NaN)}`;
    case 'sampling_noise':
      return `auto: the sampling noise at ${confidence * 100} %; the practical floor is ${figure(floor ?? NaN)}`;
  }
}

function fixOf(
  { outcome, bounds, because }: Measure,
  { column }: ColumnDrift,
  { reference, data }: DriftResult,
  acceptance = `write the profile of ${data.name} over the reference`,
): string {
  if (outcome === 'fail') {
    return `find out what changed in ${shown(column)}; if ${data.name} is right, ${acceptance}, or raise the threshold`;
  }
  if (bounds && because === undefined)
    return `compare with the data itself in place of ${reference.name}, or move the threshold`;
  return 'use more rows, lower min_rows, or switch the distance off for this column';
}

function columnGate(
  { column, status, reference_type: before, type: now }: ColumnDrift,
  { reference, data }: DriftResult,
  {
    mode = 'enforce',
    acceptance = `write the profile of ${data.name} over the reference`,
  }: DriftGatesOptions,
): GateResult {
  const name = shown(column);
  const message = {
    missing: `${data.name} lacks the column ${name}, which ${reference.name} has`,
    new: `the column ${name} is new: ${reference.name} lacks it, so it was not compared`,
    type_changed: `the column ${name} was ${before ?? 'of no type'} in ${reference.name} and is ${now ?? 'of no type'} in ${data.name}, so it cannot be compared`,
    compared: `${name} was compared`,
  }[status];
  const outcome: GateOutcome = mode === 'off' ? 'skipped' : status === 'new' ? 'inconclusive' : 'fail';
  const effect = mode === 'off' ? 'pass' : status === 'new' || mode === 'warn' ? 'warn' : 'fail';
  return {
    id: `drift/columns(${column})`,
    title: `drift columns(${column})`,
    mode,
    outcome,
    effect,
    message,
    ...(mode === 'off'
      ? {}
      : { fix: `mend ${data.name}; if it is right, ${acceptance}, or exclude ${name}` }),
    evidence: 'check',
  };
}

/** Four significant digits. */
function figure(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** The last digits of a mean depend on which thread is first, and a verdict has to be the same for the same data. */
function steady(value: number): number {
  return Number(value.toPrecision(12));
}
