/**
 * @typedef {import('./worker.mjs').Outcome} Outcome
 *
 * @typedef {object} Cell what became of the runs of one sabotage of one model
 * @property {string} model
 * @property {string} kind
 * @property {number} runs
 * @property {Record<string, number>} stages how many runs the verdict of each stage stopped
 * @property {number} errors runs that ended without a verdict; they are neither caught nor passed
 * @property {Record<string, number>} warned how many of the runs that passed had a warning of each stage
 * @property {Record<string, number>} reasons how many runs each gate, or error, failed
 */

/**
 * @param {string} model
 * @param {string} kind
 * @param {Outcome[]} outcomes
 * @returns {Cell}
 */
export function cellOf(model, kind, outcomes) {
  const failed = outcomes.filter(({ stage }) => stage !== null);
  const passed = outcomes.filter(({ stage }) => stage === null);
  return {
    model,
    kind,
    runs: outcomes.length,
    stages: count(failed.flatMap(({ stage, judged }) => (judged && stage !== null ? stage : []))),
    errors: failed.filter(({ judged }) => !judged).length,
    warned: count(passed.flatMap(({ warnings }) => [...new Set(warnings.map(stageOf))])),
    reasons: count(
      failed.flatMap(({ stage, reasons }) => [
        ...new Set(reasons.map((reason) => `${stage} ${firstLine(reason)}`)),
      ]),
    ),
  };
}

/**
 * How many runs were stopped by a verdict.
 * @param {Cell} cell
 */
export function caught({ stages }) {
  return Object.values(stages).reduce((sum, runs) => sum + runs, 0);
}

/**
 * The row of a cell in the format of all benches: how many runs were caught.
 * @param {Cell} cell
 * @returns {import('../rows.mjs').Row}
 */
export function rowOf(cell) {
  return {
    name: `${cell.model}, ${cell.kind}`,
    value: caught(cell),
    unit: `of ${cell.runs}`,
    peer: '',
    peerValue: null,
    ratio: null,
    reach: null,
    ok: cell.errors === 0,
    findings: cell,
  };
}

/**
 * @param {readonly string[]} values
 * @returns {Record<string, number>}
 */
function count(values) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([, a], [, b]) => b - a));
}

/** @param {string} warning `stage gate` */
function stageOf(warning) {
  return warning.split(' ', 1)[0] ?? '';
}

/** @param {string} text */
function firstLine(text) {
  return text.split('\n', 1)[0] ?? '';
}

/**
 * The cells as a table, and below it what failed the runs.
 * @param {readonly Cell[]} cells
 * @param {readonly string[]} judges the stages that judge, a column each
 */
export function renderCells(cells, judges) {
  const header = ['', 'runs', ...judges, 'caught', 'passed', 'errors', 'warnings of those that passed'];
  const lines = cells.map((cell) => [
    `${cell.model}, ${cell.kind}`,
    String(cell.runs),
    ...judges.map((stage) => String(cell.stages[stage] ?? '.')),
    String(caught(cell)),
    String(cell.runs - caught(cell) - cell.errors),
    String(cell.errors || '.'),
    listed(cell.warned),
  ]);
  const widths = header.map((_, column) =>
    Math.max(...[header, ...lines].map((line) => line[column]?.length ?? 0)),
  );
  const table = [header, ...lines].map((line) =>
    line
      .map((text, column) =>
        column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  const reasons = cells
    .filter(({ reasons }) => Object.keys(reasons).length > 0)
    .map(({ model, kind, reasons }) => `${model}, ${kind}: ${listed(reasons)}`);
  return [...table, '', 'What failed them (runs):', ...reasons.map((line) => `  ${line}`)].join('\n');
}

const MOST_REASONS = 6;

/** @param {Record<string, number>} reasons */
function listed(reasons) {
  const all = Object.entries(reasons).map(([reason, runs]) => `${reason} (${runs})`);
  const more = all.length - MOST_REASONS;
  return [...all.slice(0, MOST_REASONS), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
