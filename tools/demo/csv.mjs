/**
 * A CSV file whose cells have no commas of their own, as lines of cells; the first line is the header.
 * @param {string} text
 * @returns {string[][]}
 */
export function readCells(text) {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.split(','));
}

/** @param {string[][]} lines */
export function writeCells(lines) {
  return lines.map((cells) => `${cells.join(',')}\n`).join('');
}
