import {
  clip,
  formatSeconds,
  oneLine,
  painter,
  STATUS_COLORS,
  STATUS_SYMBOLS,
  textTable,
  visibleText,
} from '@modelgate/report';
import type { GateResult, Report } from '@modelgate/contracts';
import type { Run } from './run';
import { reportsOf } from './to-report';

export interface RenderRunTerminalOptions {
  color: boolean;
  /** Characters in a line of a terminal. Without one, as for a log, every expectation is one line of its own, uncut. */
  width?: number;
}

/** Passed expectations of one validation that a terminal shows before the rest becomes a count. */
const SHOWN_PASSED = 40;

/**
 * A run for a terminal: per validation one table, what failed first, and below it what to do about each failure. For a
 * log: plain lines, one per expectation.
 */
export function renderRunTerminal(run: Run, { color, width }: RenderRunTerminalOptions): string {
  const reports = reportsOf(run);
  const blocks = reports.map((report) =>
    width === undefined ? plainLines(report) : tableBlock(report, { color, width }),
  );
  const last = totalLine(run, reports);
  return `${[...blocks.map((lines) => lines.join('\n')), last].join(width === undefined ? '\n' : '\n\n')}\n`;
}

const WORDS = { fail: 'FAILED', warn: 'WARNING', pass: 'passed' } as const;

function plainLines({ project, stage, gates, notes }: Report): string[] {
  const where = oneLine(`${project}/${stage}`);
  return [
    ...gates.map(({ effect, title, message, fix }) => {
      const mending = effect === 'pass' || fix === undefined ? '' : `; fix: ${fix}`;
      return oneLine(`${WORDS[effect]} ${where}/${title}: ${message}${mending}`);
    }),
    ...notes.map((note) => oneLine(`note ${where}: ${note}`)),
  ];
}

function tableBlock(report: Report, { color, width }: { color: boolean; width: number }): string[] {
  const paint = painter(color);
  const failed = report.gates.filter(({ effect }) => effect === 'fail');
  const warned = report.gates.filter(({ effect }) => effect === 'warn');
  const passed = report.gates.filter(({ effect }) => effect === 'pass');
  const shown = [...failed, ...warned, ...passed.slice(0, SHOWN_PASSED)];
  const title = `${STATUS_SYMBOLS[report.outcome]} ${oneLine(report.stage)} over ${oneLine(report.project)}`;
  const longest = Math.max(0, ...shown.map((gate) => nameOf(gate).length));
  const names = Math.min(longest, Math.floor(width / 2));
  const table = textTable(
    shown.map((gate) => [
      STATUS_SYMBOLS[gate.effect],
      clip(nameOf(gate), names),
      clip(oneLine(gate.message), Math.max(20, width - names - 7)),
    ]),
    ['left', 'left', 'left'],
    (cell, row, column) => {
      const gate = shown[row];
      if (!gate) return cell;
      return column === 0
        ? paint(cell, STATUS_COLORS[gate.effect])
        : column === 2
          ? paint(cell, 'gray')
          : cell;
    },
    width,
  );
  const more = passed.length - SHOWN_PASSED;
  return [
    `${paint(title, STATUS_COLORS[report.outcome], 'bold')}  ${paint(oneLine(report.summary), 'gray')}`,
    ...table.map((line) => `  ${line}`),
    ...(more > 0 ? [`  ${paint(STATUS_SYMBOLS.pass, 'green')} and ${more} more`] : []),
    ...[...failed, ...warned].flatMap((gate) => trouble(gate).map((line) => `  ${line}`)),
    ...report.notes.map((note) => `  ${paint('note:', 'bold')} ${oneLine(note)}`),
  ];
}

/** What a row of the table may have cut, in full. */
function trouble(gate: GateResult): string[] {
  return [
    '',
    `${STATUS_SYMBOLS[gate.effect]} ${oneLine(gate.title)}`,
    ...visibleText(gate.message)
      .split('\n')
      .map((line) => `    ${line}`),
    ...(gate.fix === undefined ? [] : [`    fix: ${oneLine(gate.fix)}`]),
  ];
}

/** `between(age)` reads faster than `expect_column_values_to_be_between(age)`; the full name stands below a failure. */
function nameOf({ title }: GateResult): string {
  return oneLine(title).replace(/^expect_(column_values_to_|column_|table_)?/, '');
}

function totalLine({ seconds }: Run, reports: readonly Report[]): string {
  const gates = reports.flatMap((report) => report.gates);
  const count = (effect: GateResult['effect']) => gates.filter((gate) => gate.effect === effect).length;
  const parts = [
    `${count('pass')} of ${gates.length} ${gates.length === 1 ? 'expectation' : 'expectations'} met`,
    ...(count('fail') > 0 ? [`${count('fail')} failed`] : []),
    ...(count('warn') > 0 ? [`${count('warn')} ${count('warn') === 1 ? 'warning' : 'warnings'}`] : []),
    ...(seconds === undefined ? [] : [formatSeconds(seconds)]),
  ];
  return parts.join(', ');
}
