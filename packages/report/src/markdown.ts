import type { GateResult, Report, ReportSeries, ReportTable } from '@modelgate/contracts';
import { splitCommands } from './commands';
import {
  figuresOf,
  formatCell,
  formatCommit,
  formatCost,
  formatInterval,
  formatNumber,
  gateFigures,
} from './format';
import { bySeverity, countWords, groupGates, outcomeWords, statusOf, type GateStatus } from './gate-groups';
import { escapeHtml } from './markup';
import { clip, oneLine, visible } from './text';

const SIGNS: Record<GateStatus, string> = { fail: '❌', warn: '⚠️', pass: '✅', skipped: '⚪' };

/** GitHub takes 65,536 characters in a comment; a section that would pass this is left out, and the report says so. */
const LONGEST = 60_000;
const SHOWN_GATES = 100;
const SHOWN_ROWS = 50;
const LONGEST_TEXT = 1000;
const LONGEST_CELL = 300;
const SHOWN_HASH = 12;

/**
 * A report as GitHub-flavoured Markdown, for a comment on a pull request or the summary of a CI step. Texts of users
 * are escaped: they make no markup, no links, no images and mention nobody.
 */
export function renderMarkdown(report: Report): string {
  const groups = groupGates(report.gates);
  const sections = [
    head(report),
    ...[...groups.fail, ...groups.warn].map(trouble),
    gateTable(report.gates),
    ...report.notes.map((note) => `> **Note:** ${paragraph(note)}`),
    ...report.tables.map(table),
    ...report.series.map(series),
    foot(report),
  ].filter((section) => section !== '');
  return within(sections);
}

function within(sections: readonly string[]): string {
  const kept: string[] = [];
  let length = 0;
  let left = 0;
  for (const section of sections) {
    if (length + section.length > LONGEST) {
      left++;
      continue;
    }
    kept.push(section);
    length += section.length + 2;
  }
  if (left > 0) kept.push(`_${left} further sections are in the HTML report._`);
  return kept.join('\n\n') + '\n';
}

function head(report: Report): string {
  const subject = `${inline(report.project)}: ${inline(report.stage)} ${outcomeWords(report.outcome)}`;
  const counts = countWords(report.gates);
  return [
    `### ${SIGNS[report.outcome]} ${subject}`,
    paragraph(report.summary),
    counts && `${counts}; ${formatCost(report.cost)}`,
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function trouble(gate: GateResult): string {
  const remark = gate.outcome === 'inconclusive' ? ' (inconclusive)' : '';
  const details = Object.entries(gate.details ?? {}).map(
    ([key, value]) => `  - ${inline(key)}: ${code(clip(oneLine(formatCell(value)), LONGEST_CELL))}`,
  );
  return [
    `- ${SIGNS[statusOf(gate)]} **${inline(gate.title)}**${remark}: ${paragraph(gate.message)}`,
    ...(gate.fix ? [`  - **Fix:** ${paragraph(gate.fix)}`] : []),
    ...(gate.interval ? [`  - ${inline(formatInterval(gate.interval))}`] : []),
    ...details,
  ].join('\n');
}

function gateTable(gates: readonly GateResult[]): string {
  if (gates.length === 0) return '';
  const sorted = bySeverity(gates);
  const figures = figuresOf(gates);
  const rows = sorted.slice(0, SHOWN_GATES).map((gate) => {
    const texts = gateFigures(gate);
    const cells = [gate.title, ...figures.map((name) => texts[name] ?? ''), gate.message];
    return `| ${SIGNS[statusOf(gate)]} | ${cells.map(cell).join(' | ')} |`;
  });
  const rest = sorted.length - rows.length;
  const lines = [
    `| | ${['gate', ...figures, 'result'].join(' | ')} |`,
    `| ${['---', '---', ...figures.map((name) => (name === 'margin' ? '---' : '---:')), '---'].join(' | ')} |`,
    ...rows,
  ];
  if (rest > 0) lines.push('', `and ${rest} more gates`);
  return folded('All gates', lines.join('\n'));
}

function table({ title, columns, rows }: ReportTable): string {
  const shown = rows.slice(0, SHOWN_ROWS);
  const numeric = columns.map((_, column) => shown.every((row) => typeof row[column] !== 'string'));
  const lines = [
    `| ${columns.map(cell).join(' | ')} |`,
    `| ${numeric.map((isNumber) => (isNumber ? '---:' : '---')).join(' | ')} |`,
    ...shown.map(
      (row) => `| ${columns.map((_, column) => cell(formatCell(row[column] ?? null))).join(' | ')} |`,
    ),
  ];
  if (rows.length > shown.length) lines.push('', `and ${rows.length - shown.length} more rows`);
  return folded(title, lines.join('\n'));
}

function series({ title, y }: ReportSeries): string {
  const values = y.filter((value) => value !== null);
  const first = values[0];
  const last = values[values.length - 1];
  if (first === undefined || last === undefined) return '';
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  return (
    `**${inline(title)}**: ${formatNumber(first)} at first, ${formatNumber(last)} at last ` +
    `(from ${formatNumber(low)} to ${formatNumber(high)}, ${values.length} points)`
  );
}

function foot(report: Report): string {
  const commit = formatCommit(report, (hash) => code(oneLine(hash).slice(0, SHOWN_HASH)));
  const parts = [
    commit && `commit ${commit}`,
    report.interpreter && `Python ${inline(report.interpreter.version)}`,
    report.host && `${inline(report.host.cpu)}, ${report.host.logical_cores} cores`,
    inline(report.generated_at),
  ].filter(Boolean);
  return `<sub>modelgate; ${parts.join('; ')}</sub>`;
}

/** A part that opens on a click. Its title stands in a line of HTML, where a backslash would be shown. */
function folded(title: string, body: string): string {
  return `<details><summary>${harmless(escapeHtml(oneLine(title)))}</summary>\n\n${body}\n\n</details>`;
}

/** Text in running Markdown: one line, no markup. */
function inline(text: string): string {
  return escape(oneLine(text));
}

/** A longer text: line ends are kept as breaks, and commands are code that can be copied. */
function paragraph(text: string): string {
  const lines = clip(visible(text).trim(), LONGEST_TEXT).split('\n');
  return lines.map((line) => withCommands(line.trim())).join('<br>');
}

function withCommands(line: string): string {
  return splitCommands(line)
    .map(({ text, command }) => (command ? code(text) : escape(text)))
    .join('');
}

function cell(text: string): string {
  return escape(clip(oneLine(text), LONGEST_CELL));
}

/** A code span of a one-line text; its fence is longer than any run of backticks inside. */
function code(text: string): string {
  const runs = text.match(/`+/g) ?? [];
  const fence = '`'.repeat(1 + Math.max(0, ...runs.map((run) => run.length)));
  const pad = text.startsWith('`') || text.endsWith('`') ? ' ' : '';
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** Escapes what would be markup inside a line or at its beginning. */
function escape(text: string): string {
  return harmless(
    text
      .replace(/&/g, '&amp;')
      .replace(/[\\`*_[\]|~$]/g, '\\$&')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/^(#|[+-](?=\s|$)|[=-]+\s*$)/, '\\$1')
      .replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2'),
  );
}

/** A zero-width space after `@` keeps GitHub from notifying people, and one in `://` and `www.` from making links. */
function harmless(text: string): string {
  return text
    .replace(/@(?=\w)/g, '@\u200b')
    .replace(/:\/\//g, ':\u200b//')
    .replace(/\bwww\./gi, '$&\u200b');
}
