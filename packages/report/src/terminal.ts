import type { GateResult, Report, ReportSeries, ReportTable } from '@modelgate/contracts';
import { painter, type Color, type Paint } from './colors';
import { formatCell, formatCommit, formatCost, formatInterval, formatNumber, gateFigures } from './format';
import { countWords, groupGates, outcomeWords, type GateStatus } from './gate-groups';
import { clip, oneLine, visible, wrap } from './text';
import { textTable } from './text-table';

export interface TerminalOptions {
  color: boolean;
  /** Characters in a line; with Infinity, for a log, no text is cut or broken. Default: 100. */
  width?: number;
}

export const STATUS_SYMBOLS: Record<GateStatus, string> = { fail: '✖', warn: '⚠', pass: '✔', skipped: '○' };
export const STATUS_COLORS: Record<GateStatus, Color> = {
  fail: 'red',
  warn: 'yellow',
  pass: 'green',
  skipped: 'gray',
};

/** Passed gates and rows of a table that are shown before the rest becomes a count. */
const SHOWN_PASSED = 12;
const SHOWN_ROWS = 12;
const LONGEST_SKIPPED = 200;
const LONGEST_CELL = 60;
const SHOWN_HASH = 7;

/**
 * A report for a terminal: the failing gates first, each with its message and what to do, then warnings in the same
 * form, then one line for each passed gate. What failed or warns is shown whole. Control characters in any text are spelled out.
 */
export function renderTerminal(report: Report, { color, width = 100 }: TerminalOptions): string {
  const paint = painter(color);
  const groups = groupGates(report.gates);
  const sections = [
    head(report, paint, width),
    [...groups.fail, ...groups.warn].flatMap((gate) =>
      troubled(gate, gate.effect === 'fail' ? 'fail' : 'warn', paint, width),
    ),
    passed(groups.pass, paint, width),
    skipped(groups.skipped, paint, width),
    ...(report.outcome === 'fail' ? [] : report.tables.map((table) => tableLines(table, paint, width))),
    ...(report.outcome === 'fail' ? [] : [report.series.flatMap((series) => seriesLine(series, paint))]),
    report.notes.flatMap((note) => prefixed(paint('note:', 'bold'), 5, note, width)),
  ];
  return (
    sections
      .filter((lines) => lines.length > 0)
      .map((lines) => lines.join('\n'))
      .join('\n\n') + '\n'
  );
}

function head(report: Report, paint: Paint, width: number): string[] {
  const subject = `${oneLine(report.project)}:${oneLine(report.stage)}`;
  const counts = countWords(report.gates);
  const commit = formatCommit(report, (hash) => oneLine(hash.slice(0, SHOWN_HASH)));
  const title = `${STATUS_SYMBOLS[report.outcome]} ${subject} ${outcomeWords(report.outcome)}`;
  const rest = [counts, formatCost(report.cost)].filter((part) => part !== '').join('; ');
  return [
    `${paint(title, STATUS_COLORS[report.outcome], 'bold')}  ${paint(rest, 'gray')}`,
    ...indented(report.summary, 2, width),
    ...(report.dirty && commit ? [paint(`  commit ${commit}`, 'gray')] : []),
  ];
}

/** A gate that failed or warns: symbol and title, message, what to do, further figures. */
function troubled(gate: GateResult, status: 'fail' | 'warn', paint: Paint, width: number): string[] {
  const title = `${STATUS_SYMBOLS[status]} ${oneLine(gate.title)}`;
  const { candidate, baseline, margin } = gateFigures(gate);
  const figures = [
    candidate && `candidate ${candidate}`,
    baseline && `baseline ${baseline}`,
    margin,
    gate.interval && formatInterval(gate.interval),
  ]
    .filter(Boolean)
    .join(', ');
  const remark = gate.outcome === 'inconclusive' ? '  inconclusive' : status === 'warn' ? '  warns only' : '';
  return [
    `  ${paint(title, STATUS_COLORS[status], 'bold')}${paint(remark, 'gray')}`,
    ...indented(gate.message, 6, width),
    ...(gate.fix ? prefixed(`      ${paint('fix:', 'bold')}`, 10, gate.fix, width) : []),
    ...(figures ? indented(figures, 6, width).map((line) => paint(line, 'gray')) : []),
    ...Object.entries(gate.details ?? {}).flatMap(([key, value]) =>
      indented(`${oneLine(key)}: ${oneLine(formatCell(value))}`, 6, width).map((line) => paint(line, 'gray')),
    ),
  ];
}

function passed(gates: readonly GateResult[], paint: Paint, width: number): string[] {
  const lines = gates.slice(0, SHOWN_PASSED).map((gate) => {
    const title = oneLine(gate.title);
    const message = clip(oneLine(gate.message), Math.max(20, width - title.length - 6));
    return `  ${paint(STATUS_SYMBOLS.pass, 'green')} ${title}  ${paint(message, 'gray')}`;
  });
  const rest = gates.length - SHOWN_PASSED;
  return rest > 0 ? [...lines, `  ${paint(STATUS_SYMBOLS.pass, 'green')} and ${rest} more passed`] : lines;
}

function skipped(gates: readonly GateResult[], paint: Paint, width: number): string[] {
  if (gates.length === 0) return [];
  const longest = width === Infinity ? width : LONGEST_SKIPPED;
  const titles = clip(gates.map((gate) => oneLine(gate.title)).join(', '), longest);
  return [paint(`  ${STATUS_SYMBOLS.skipped} ${gates.length} skipped: ${titles}`, 'gray')];
}

function tableLines(table: ReportTable, paint: Paint, width: number): string[] {
  const shown = table.rows.slice(0, SHOWN_ROWS);
  const align = table.columns.map((_, column) =>
    shown.length > 0 && shown.every((row) => typeof row[column] === 'number' || row[column] === null)
      ? ('right' as const)
      : ('left' as const),
  );
  const rest = table.rows.length - shown.length;
  return [
    `  ${paint(oneLine(table.title), 'bold')}`,
    ...textTable(
      [table.columns, ...shown.map((row) => row.map(formatCell))],
      align,
      (cell, row) => (row === 0 ? paint(cell, 'gray') : cell),
      width === Infinity ? width : LONGEST_CELL,
    ).map((line) => `  ${line}`),
    ...(rest > 0 ? [paint(`  and ${rest} more rows in the report`, 'gray')] : []),
  ];
}

const BARS = '▁▂▃▄▅▆▇█';
const SPARKS = 24;

/** `loss by epoch  █▆▄▃▂▁  0.693 -> 0.281`: at most one bar for each of 24 equal parts of the series. */
function seriesLine({ title, y }: ReportSeries, paint: Paint): string[] {
  const values = y.filter((value) => value !== null);
  const first = values[0];
  const last = values[values.length - 1];
  if (first === undefined || last === undefined) return [];
  const count = Math.min(SPARKS, values.length);
  const picked = Array.from({ length: count }, (_, index) => {
    const at = count === 1 ? 0 : Math.round((index * (values.length - 1)) / (count - 1));
    return values[at] ?? first;
  });
  const low = Math.min(...picked);
  const high = Math.max(...picked);
  const bars = picked.map((value) => {
    const height = high > low ? (value / 2 - low / 2) / (high / 2 - low / 2) : 0;
    return BARS[Math.round(height * (BARS.length - 1))] ?? '';
  });
  return [
    `  ${paint(oneLine(title), 'bold')}  ${bars.join('')}  ${formatNumber(first)} -> ${formatNumber(last)}`,
  ];
}

function indented(text: string, indent: number, width: number): string[] {
  const lines = wrap(visible(text).trim(), width - indent);
  return lines.filter((line) => line !== '').map((line) => ' '.repeat(indent) + line);
}

/** A text after a label; its further lines stand below its first one. `indent` is the width of the label. */
function prefixed(label: string, indent: number, text: string, width: number): string[] {
  return indented(text, indent + 1, width).map((line, index) =>
    index === 0 ? `${label} ${line.trimStart()}` : line,
  );
}
