/**
 * `npm run picture`: draws the picture of the README from `recording.json`, the same bytes on every machine.
 * `--record` makes a new recording of a real run in a workspace first; `--check` only looks whether the picture is up to date.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { styledLines, textOf, wrapped } from './ansi.mjs';
import { record } from './record.mjs';
import { arrowTip, GRAPH, stageGraph } from './stage-graph.mjs';
import { element } from './svg.mjs';
import { terminal } from './terminal.mjs';

/** @typedef {import('./ansi.mjs').Span} Span */

const MARGIN = 20;
const COLUMNS = 108;
const recordingFile = fileURLToPath(new URL('recording.json', import.meta.url));
const picture = fileURLToPath(new URL('../../docs/images/overview.svg', import.meta.url));

/** Lines that are left out: the head of a diff; titles and rules of Nx, advice, and its own account of the time. */
const LEFT_OUT = [
  /^(diff|index|---|\+\+\+|@@) /,
  /^ NX /,
  /^—*$/,
  /^- [a-z]/,
  /^> nx run /,
  /^(Tasks not run|Failed tasks|Output of)/,
  /^ {2}(Run duration|Cache|Critical path|Recoverable time):/,
];

const STYLE = `
.panel { fill: #ffffff; stroke: #d0d7de }
.stage { fill: #ddf4ff; stroke: #54aeff }
.gathering { fill: #ffffff; stroke: #8c959f; stroke-dasharray: 3 2 }
.data { fill: #fff8c5; stroke: #d4a72c }
.label { fill: #1f2328; font: 12.5px system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; text-anchor: middle }
.arrow { fill: none; stroke: #57606a; stroke-width: 1.4 }
.dashed { stroke-dasharray: 4 3 }
.tip { fill: #57606a }
.terminal { fill: #0d1117; stroke: #30363d }
.title { fill: #8b949e; font: 12px system-ui, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif; text-anchor: middle }
.code { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", "Liberation Mono", monospace; white-space: pre }
.bold { font-weight: 700 }
.dim { opacity: 0.7 }
@media (prefers-color-scheme: dark) {
  .panel { fill: #161b22; stroke: #30363d }
  .stage { fill: #0c2d4a; stroke: #388bfd }
  .gathering { fill: #161b22; stroke: #8b949e }
  .data { fill: #3a2d04; stroke: #bb8009 }
  .label { fill: #e6edf3 }
  .arrow { stroke: #9198a1 }
  .tip { fill: #9198a1 }
}
`;

if (process.argv.includes('--record')) {
  writeFileSync(recordingFile, `${JSON.stringify(record(), null, 2)}\n`);
  console.log(`recorded ${recordingFile}`);
}
/** @type {import('./record.mjs').Recording} */
const recording = JSON.parse(readFileSync(recordingFile, 'utf8'));
const drawn = `${draw(recording)}\n`;
if (!process.argv.includes('--check')) {
  mkdirSync(dirname(picture), { recursive: true });
  writeFileSync(picture, drawn);
  console.log(`drew ${picture}`);
} else if (!existsSync(picture) || readFileSync(picture, 'utf8') !== drawn) {
  console.error(`${picture} is not what npm run picture draws`);
  process.exitCode = 1;
}

/** @param {import('./record.mjs').Recording} recording */
function draw({ dependencies, session }) {
  const width = GRAPH.width + 4 * MARGIN;
  const panel = { x: MARGIN, y: MARGIN, width: width - 2 * MARGIN, height: GRAPH.height + 2 * MARGIN };
  const window = terminal(shownLines(session), {
    x: MARGIN,
    y: panel.y + panel.height + MARGIN,
    width: panel.width,
    title: 'a feature is dropped, and taken back',
  });
  const height = panel.y + panel.height + MARGIN + window.height + MARGIN;
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height, role: 'img' },
    [
      element('title', {}, 'The stages of a model, and a run whose evaluation fails'),
      element('defs', {}, arrowTip()),
      element('style', {}, STYLE),
      element('rect', { ...panel, rx: 8, class: 'panel' }),
      stageGraph(dependencies, { x: 2 * MARGIN, y: 2 * MARGIN }),
      window.svg,
    ].join('\n'),
  );
}

/**
 * The session as it is shown: each command behind a prompt, what it printed broken at the edge of the window.
 * @param {import('./record.mjs').Recording['session']} session
 * @returns {Span[][]}
 */
function shownLines(session) {
  return session.flatMap(({ command, output }, index) => [
    ...(index === 0 ? [] : [[]]),
    ...styledLines(`\u001b[36m$\u001b[39m \u001b[1m${command}\u001b[22m`),
    ...withoutEmptyEnds(
      styledLines(output).filter(
        (line) => textOf(line) === '' || !LEFT_OUT.some((pattern) => pattern.test(textOf(line))),
      ),
    ).flatMap((line) => wrapped(line, COLUMNS)),
  ]);
}

/**
 * Without empty lines at both ends, and with one where there are several.
 * @param {Span[][]} lines
 */
function withoutEmptyEnds(lines) {
  const isEmpty = lines.map((line) => textOf(line).trim() === '');
  return lines.filter(
    (_, index) => !isEmpty[index] || (index > 0 && !isEmpty[index - 1] && isEmpty.indexOf(false, index) >= 0),
  );
}
