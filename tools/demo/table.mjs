import { shellLine } from './printer.mjs';

/**
 * @typedef {object} Row
 * @property {number} scene
 * @property {string[]} words
 * @property {import('./nx-run.mjs').NxRun} run
 */

/**
 * All commands of the demo: what ran, what came from the cache, and how long it took.
 * @param {Row[]} rows
 * @returns {string}
 */
export function renderTable(rows) {
  const cells = [
    ['scene', 'command', 'ran', 'cached', 'failed', 'seconds'],
    ...rows.map(({ scene, words, run }) => [
      String(scene),
      shellLine(words),
      ...[run.ran, run.cached, run.failed].map((ids) => (run.recorded ? String(ids.length) : '-')),
      run.seconds.toFixed(1),
    ]),
    ['', 'together', ...totals(rows)],
  ];
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(...cells.map((line) => line[column]?.length ?? 0)),
  );
  return cells
    .map((line) =>
      line
        .map((cell, column) =>
          column === 1 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}

/** @param {Row[]} rows */
function totals(rows) {
  /** @type {(of: (run: Row['run']) => number) => number} */
  const sum = (of) => rows.reduce((total, { run }) => total + of(run), 0);
  return [
    String(sum(({ ran }) => ran.length)),
    String(sum(({ cached }) => cached.length)),
    String(sum(({ failed }) => failed.length)),
    sum(({ seconds }) => seconds).toFixed(1),
  ];
}
