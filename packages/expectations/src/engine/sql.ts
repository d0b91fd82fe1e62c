/** A text as an SQL literal. */
export function sqlText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A path as the SQL literal of a file function: the characters that DuckDB would expand to several files are taken literally. */
export function sqlPath(path: string): string {
  return sqlText(literalGlob(path));
}

/** The pattern that matches exactly the file of this name. */
export function literalGlob(path: string): string {
  return path.replace(/[[*?]/g, (character) => `[${character}]`);
}

/** An IEEE double, whatever its size; DuckDB reads a plain `0.1` as a decimal. */
export function sqlDouble(value: number): string {
  if (Number.isNaN(value)) return `'nan'::DOUBLE`;
  if (!Number.isFinite(value)) return value > 0 ? `'inf'::DOUBLE` : `'-inf'::DOUBLE`;
  return `'${value}'::DOUBLE`;
}

export function sqlList(texts: readonly string[]): string {
  return texts.map(sqlText).join(', ');
}
