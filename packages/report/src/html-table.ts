import { escapeHtml } from './markup';
import { oneLine } from './text';

export interface Cell {
  /** Shown escaped. */
  text?: string;
  /** Markup of our own, instead of `text`. */
  html?: string;
  /** Right-aligned. */
  number?: boolean | undefined;
  /** Kept in one line. */
  whole?: boolean;
  /** Whether it names its row. */
  head?: boolean;
}

/** A table with a caption and with scopes on its heads, in a box that scrolls sideways where it is too wide. */
export function htmlTable(
  caption: string,
  columns: readonly Cell[],
  rows: readonly (readonly Cell[])[],
): string {
  const head = columns.map((cell) => `<th scope="col"${align(cell)}>${content(cell)}</th>`).join('');
  const body = rows.map((row) => `<tr>${row.map(bodyCell).join('')}</tr>`).join('\n');
  return (
    `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(oneLine(caption))}"><table><caption>${escapeHtml(caption)}</caption>` +
    `<thead><tr>${head}</tr></thead>\n<tbody>${body}</tbody></table></div>`
  );
}

function bodyCell(cell: Cell): string {
  return cell.head
    ? `<th scope="row"${align(cell)}>${content(cell)}</th>`
    : `<td${align(cell)}>${content(cell)}</td>`;
}

function align({ number, whole }: Cell): string {
  return number ? ' class="number"' : whole ? ' class="whole"' : '';
}

function content({ html, text = '' }: Cell): string {
  return html ?? escapeHtml(text);
}
