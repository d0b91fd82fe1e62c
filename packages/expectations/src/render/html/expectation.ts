import { escapeHtml, formatNumber, STATUS_SYMBOLS } from '@modelgate/report';
import type { Json, JsonObject } from '../../json';
import type { Change } from '../changes';
import { changeWords } from '../changes';
import { rowName } from '../../to-gates';
import type { ResultDetail } from '../../validation-result';
import type { Judged } from '../judgements';
import { cut, cutLine } from './cut';

/** Characters of a value or an argument before the rest is left to the result file. */
const LONGEST_VALUE = 200;
const LONGEST_ARGUMENT = 1_500;
const LONGEST_MESSAGE = 600;
const SHOWN_VALUES = 20;

export interface ShownExpectation extends Judged {
  /** Unique in the page. */
  id: string;
  change?: Change | undefined;
}

/** One expectation: what was found, and, opened, its arguments, figures and examples. What is not met is open. */
export function expectationHtml({ id, result, gate, change }: ShownExpectation): string {
  const { expectation_config: config, result: detail, exception_info: exception } = result;
  const facts: [string, string | undefined][] = [
    ['fix', gate.effect === 'pass' ? undefined : gate.fix],
    ['since the last run', change && changeText(change)],
    ['error', exception.raised_exception ? (exception.exception_message ?? undefined) : undefined],
    ['expectation', config.type],
    ...argumentsOf(config.kwargs),
    ['observed', detail.observed_value === undefined ? undefined : jsonText(detail.observed_value)],
    ['rows', numberText(detail.element_count)],
    ['unexpected', countText(detail.unexpected_count, detail.unexpected_percent)],
    ['missing', countText(detail.missing_count, detail.missing_percent)],
    ['examples', examplesText(detail)],
    ...Object.entries(detail.details ?? {}).map(([key, value]): [string, string] => [key, jsonText(value)]),
    ['all failing rows', result.meta.modelgate?.failing_rows],
    ['severity', config.severity],
    ['notes', notesText(config['notes'] ?? config.meta['notes'])],
    ['stands at', result.meta.modelgate?.place],
  ];
  const open = gate.effect === 'pass' ? '' : ' open';
  const changed = change ? ' data-changed' : '';
  return (
    `<details class="e ${gate.effect}" id="${id}" data-status="${gate.effect}"${changed}${open}>` +
    `<summary><span class="status ${gate.effect}">${STATUS_SYMBOLS[gate.effect]}</span> ${escapeHtml(cutLine(gate.message, LONGEST_MESSAGE))}</summary>` +
    `<dl>${facts.map(definition).join('')}</dl></details>`
  );
}

function definition([term, text]: [string, string | undefined]): string {
  if (text === undefined || text === '') return '';
  const shown = cut(text, LONGEST_ARGUMENT);
  return `<dt>${escapeHtml(cutLine(term, LONGEST_VALUE))}</dt><dd class="text">${escapeHtml(shown)}</dd>`;
}

function changeText(change: Change): string {
  const { before, now } = change;
  const words = changeWords(change);
  return before === undefined || now === undefined ? words : `${words}: ${before}, now ${now}`;
}

function argumentsOf(kwargs: JsonObject): [string, string][] {
  return Object.entries(kwargs).map(([key, value]) => [key, jsonText(value)]);
}

function jsonText(value: Json): string {
  return typeof value === 'number' ? formatNumber(value) : JSON.stringify(value);
}

function numberText(value: number | undefined): string | undefined {
  return value === undefined ? undefined : formatNumber(value);
}

function countText(count: number | undefined, percent: number | null | undefined): string | undefined {
  if (count === undefined) return undefined;
  return typeof percent === 'number'
    ? `${formatNumber(count)} (${formatNumber(percent)} %)`
    : formatNumber(count);
}

/** Rows count from 1. */
function examplesText(detail: ResultDetail): string | undefined {
  const { partial_unexpected_list: values, partial_unexpected_index_list: rows } = detail;
  const shown = values?.slice(0, SHOWN_VALUES).map((value, index) => {
    const row = rows?.[index];
    const name = row === undefined ? '' : rowName(row, detail);
    if (value === null && name !== '') return name;
    const text = cutLine(JSON.stringify(value), LONGEST_VALUE);
    return name === '' ? text : `${text} (${name})`;
  });
  return shown?.join(', ');
}

function notesText(notes: Json | undefined): string | undefined {
  if (typeof notes === 'string') return notes;
  if (Array.isArray(notes))
    return notes.map((note) => (typeof note === 'string' ? note : jsonText(note))).join('\n');
  if (notes === undefined || notes === null) return undefined;
  const content = typeof notes === 'object' ? notes['content'] : undefined;
  return content === undefined ? jsonText(notes) : notesText(content);
}
