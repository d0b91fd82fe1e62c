import { clip, oneLine } from './text';

export type Align = 'left' | 'right';

/**
 * Rows of plain text with aligned columns, two spaces apart; the first row is the head. Every cell is put on one line
 * and cut at `longest` characters.
 * @param paint changes a padded cell without changing its width, for colours
 */
export function textTable(
  rows: readonly (readonly string[])[],
  align: readonly Align[],
  paint: (cell: string, row: number, column: number) => string = (cell) => cell,
  longest = 60,
): string[] {
  const cells = rows.map((row) => row.map((cell) => clip(oneLine(cell), longest)));
  const widths = align.map((_, column) => Math.max(0, ...cells.map((row) => length(row[column] ?? ''))));
  return cells.map((row, index) =>
    align
      .map((side, column) => {
        const cell = row[column] ?? '';
        const gap = ' '.repeat((widths[column] ?? 0) - length(cell));
        const last = column === align.length - 1;
        return paint(side === 'right' ? gap + cell : last ? cell : cell + gap, index, column);
      })
      .join('  '),
  );
}

function length(text: string): number {
  return [...text].length;
}
