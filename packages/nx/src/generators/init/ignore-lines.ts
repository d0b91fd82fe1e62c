/** What modelgate and the Python of its models leave in a work tree. */
export const GITIGNORE_LINES = [
  'dist',
  '.nx/cache',
  '.nx/workspace-data',
  '.modelgate',
  '.venv',
  '__pycache__/',
];

/** The bytes of an accepted baseline: formatting them would change their digests. */
export const PRETTIERIGNORE_LINES = ['**/baseline/files'];

/**
 * The text of an ignore file with those lines at its end that it does not have yet, in whatever spelling
 * (`/dist`, `dist/`, `dist/**`), and that no line for a parent folder covers.
 */
export function withIgnoreLines(text: string, lines: readonly string[]): string {
  const present = new Set(text.split(/\r?\n/).map(bare));
  const missing = lines.filter((line) => !isCovered(bare(line), present));
  if (missing.length === 0) return text;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const start = text === '' || text.endsWith('\n') ? text : text + eol;
  return start + missing.join(eol) + eol;
}

function bare(line: string): string {
  return line
    .trim()
    .replace(/^(\*\*)?\//, '')
    .replace(/\/(\*\*?)?$/, '');
}

function isCovered(path: string, present: ReadonlySet<string>): boolean {
  const parts = path.split('/');
  return parts.some((_, index) => present.has(parts.slice(0, index + 1).join('/')));
}
