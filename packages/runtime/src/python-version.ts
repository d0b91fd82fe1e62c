/** The oldest Python that the runner's syntax fits. */
export const OLDEST_PYTHON = '3.9';

const CLAUSE = /^(===|==|!=|<=|>=|~=|<|>)\s*v?(\d+(?:\.\d+)*)(\.\*)?(?:[a-z].*)?$/i;

/**
 * Whether a Python version satisfies a version specifier such as `>=3.10,<3.13` (the release numbers of Python's
 * version specifiers, https://packaging.python.org/specifications/version-specifiers/; a bare `3.11` means `==3.11.*`).
 * Undefined where the specifier cannot be read.
 */
export function satisfies(version: string, specifier: string): boolean | undefined {
  const clauses = specifier
    .split(',')
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '')
    .map((clause) => (/^\d+(\.\d+)*$/.test(clause) ? `==${clause}.*` : clause))
    .map((clause) => CLAUSE.exec(clause));
  const release = numbers(/^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '');
  let all = true;
  for (const clause of clauses) {
    if (!clause) return undefined;
    const [, operator = '', wanted = '', star] = clause;
    all &&= holds(release, operator, numbers(wanted), star !== undefined);
  }
  return all;
}

function holds(release: number[], operator: string, wanted: number[], prefix: boolean): boolean {
  const order = compare(release, wanted);
  const begins = wanted.every((part, index) => (release[index] ?? 0) === part);
  switch (operator) {
    case '>=':
      return order >= 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    case '<':
      return order < 0;
    case '!=':
      return prefix ? !begins : order !== 0;
    case '~=':
      return order >= 0 && wanted.slice(0, -1).every((part, index) => (release[index] ?? 0) === part);
    default:
      return prefix ? begins : order === 0;
  }
}

function compare(left: number[], right: number[]): number {
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbers(version: string): number[] {
  return version.split('.').map(Number);
}
