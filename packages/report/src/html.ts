import type { GateResult, Report, ReportSeries, ReportTable } from '@modelgate/contracts';
import { splitCommands } from './commands';
import {
  figuresOf,
  formatBytes,
  formatCell,
  formatCommit,
  formatCost,
  formatInterval,
  formatNumber,
  gateFigures,
  type Figure,
} from './format';
import { bySeverity, countWords, groupGates, outcomeWords, statusOf, statusWord } from './gate-groups';
import { htmlTable, type Cell } from './html-table';
import { STYLE } from './html-style';
import { escapeHtml } from './markup';
import { renderPlot } from './plot';
import { STATUS_SYMBOLS } from './terminal';
import { oneLine, visible } from './text';

/** Points of a curve that stand in the table below it. */
const LISTED_POINTS = 100;

/**
 * A report as one HTML file that needs no network and no script: every text is escaped, and its content policy lets
 * nothing be loaded or run even so.
 */
export function renderHtml(report: Report): string {
  const title = `${report.project}: ${report.stage} ${outcomeWords(report.outcome)}`;
  const { fail, warn } = groupGates(report.gates);
  const body = [
    `<h1><span class="${report.outcome}">${STATUS_SYMBOLS[report.outcome]}</span> ${escapeHtml(oneLine(title))}</h1>`,
    `<p class="text">${prose(report.summary)}</p>`,
    `<p class="faint">${[countWords(report.gates), formatCost(report.cost)].filter((part) => part !== '').join('; ')}</p>`,
    ...[...fail, ...warn].map(trouble),
    ...notes(report.notes),
    gates(report.gates),
    ...report.series.map(curve),
    ...report.tables.map((table) => `<section class="apart">${dataTable(table)}</section>`),
    origin(report),
  ];
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${escapeHtml(oneLine(title))}</title>`,
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...body.filter((part) => part !== ''),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function status(gate: GateResult): string {
  return `<span class="status ${statusOf(gate)}">${STATUS_SYMBOLS[statusOf(gate)]} ${statusWord(gate)}</span>`;
}

/** A gate that failed or warns, in full. */
function trouble(gate: GateResult): string {
  const { candidate, baseline, margin } = gateFigures(gate);
  const figures: [string, string | undefined][] = [
    ['candidate', candidate],
    ['baseline', baseline],
    ['margin', margin],
    ['interval', gate.interval && formatInterval(gate.interval)],
    ...Object.entries(gate.details ?? {}).map(([key, value]): [string, string] => [key, formatCell(value)]),
  ];
  return [
    `<section class="trouble ${statusOf(gate)}">`,
    `<h3>${status(gate)}: ${escapeHtml(oneLine(gate.title))}</h3>`,
    `<p class="text">${prose(gate.message)}</p>`,
    gate.fix ? `<p class="text"><strong>Fix:</strong> ${prose(gate.fix)}</p>` : '',
    definitions(figures),
    '</section>',
  ].join('');
}

/** A text in sentences; a command in it is not broken inside a word, and stays in one line where it can. */
function prose(text: string): string {
  return splitCommands(visible(text))
    .map((part) => (part.command ? commandCode(part.text) : escapeHtml(part.text)))
    .join('');
}

function commandCode(command: string): string {
  const words = command.split(' ').map((word) => `<span>${escapeHtml(word)}</span>`);
  return `<code class="command">${words.join(' ')}</code>`;
}

function notes(texts: readonly string[]): string[] {
  return texts.map((text) => `<p class="text"><strong>Note:</strong> ${prose(text)}</p>`);
}

function gates(all: readonly GateResult[]): string {
  if (all.length === 0) return '';
  const figures = figuresOf(all);
  const figure = (name: Figure, text: string): Cell =>
    name === 'margin' ? { text, whole: true } : { text, number: true };
  const rows = bySeverity(all).map((gate) => {
    const texts = gateFigures(gate);
    return [
      { html: status(gate) },
      { text: gate.title, head: true },
      ...figures.map((name) => figure(name, texts[name] ?? '')),
      { html: prose(gate.message) },
    ];
  });
  const columns = [
    { text: 'status' },
    { text: 'gate' },
    ...figures.map((name) => figure(name, name)),
    { text: 'result' },
  ];
  return `<section class="apart">${htmlTable('Gates', columns, rows)}</section>`;
}

function dataTable({ title, columns, rows }: ReportTable): string {
  const isNumber = columns.map(
    (_, column) =>
      rows.length > 0 && rows.every((row) => typeof row[column] === 'number' || row[column] === null),
  );
  return htmlTable(
    title,
    columns.map((text, column) => ({ text, number: isNumber[column] })),
    rows.map((row) =>
      columns.map((_, column) => ({
        text: formatCell(row[column] ?? null),
        number: isNumber[column],
        head: column === 0 && !isNumber[0],
      })),
    ),
  );
}

/** A curve as a picture, and its values as a table for those who cannot see it. */
function curve(series: ReportSeries, index: number): string {
  const every = Math.max(1, Math.ceil(series.x.length / LISTED_POINTS));
  const listed = series.x
    .map((x, at) => [formatNumber(x), formatCell(series.y[at] ?? null)])
    .filter((_, at) => at % every === 0 || at === series.x.length - 1);
  const table = htmlTable(
    every > 1 ? `${series.title}: every ${every}th value` : series.title,
    [
      { text: series.x_label, number: true },
      { text: series.y_label, number: true },
    ],
    listed.map((row) => row.map((text) => ({ text, number: true }))),
  );
  return (
    `<figure><figcaption>${escapeHtml(oneLine(series.title))}</figcaption>${renderPlot(series, `plot-${index}`)}` +
    `<details><summary>Values</summary>${table}</details></figure>`
  );
}

/** What the report is about and where it was made. */
function origin(report: Report): string {
  const { host, interpreter } = report;
  const facts: [string, string | undefined][] = [
    ['made at', report.generated_at],
    ['commit', formatCommit(report)],
    ['Python', interpreter && `${interpreter.version} (${interpreter.path}, ${interpreter.chosen_by})`],
    [
      'machine',
      host &&
        `${host.cpu}, ${host.logical_cores} cores, ${formatBytes(host.memory_bytes)}, ${host.os} ${host.arch}`,
    ],
    ...Object.entries(report.subject).map(([role, sha256]): [string, string] => [role, sha256]),
  ];
  const artifacts = htmlTable(
    'Files',
    [{ text: 'path' }, { text: 'size', number: true }, { text: 'SHA-256' }],
    report.artifacts.map(({ path, bytes, sha256 }) => [
      { text: path, head: true },
      { text: formatBytes(bytes), number: true },
      { html: `<code>${escapeHtml(sha256)}</code>` },
    ]),
  );
  return `<section><h2>Origin</h2>${definitions(facts)}${report.artifacts.length > 0 ? artifacts : ''}</section>`;
}

function definitions(pairs: readonly [string, string | undefined][]): string {
  const items = pairs
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([term, text]) => `<dt>${escapeHtml(oneLine(term))}</dt><dd class="text">${escapeHtml(text)}</dd>`);
  return items.length > 0 ? `<dl>${items.join('')}</dl>` : '';
}
