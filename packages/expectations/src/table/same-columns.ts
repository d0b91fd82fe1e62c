import { UserError } from '@modelgate/contracts';
import { nearNames, quotedList, shown } from '../wording';

export interface NamedColumns {
  /** What messages call the file. */
  name: string;
  columns: readonly string[];
}

const LISTED = 10;

/**
 * Files are one table where they have the same columns, in whatever order.
 * @throws UserError that names the first file with other columns and how they differ
 */
export function assertSameColumns([first, ...rest]: readonly NamedColumns[]): void {
  if (!first) return;
  const expected = new Set(first.columns);
  for (const file of rest) {
    const there = new Set(file.columns);
    const missing = first.columns.filter((column) => !there.has(column));
    const further = file.columns.filter((column) => !expected.has(column));
    if (missing.length === 0 && further.length === 0) continue;
    throw new UserError(`the file has other columns than ${first.name}`, {
      where: { file: file.name },
      why: [
        ...(missing.length > 0 ? [`missing: ${someOf(missing)}`] : []),
        ...(further.length > 0 ? [`only here: ${someOf(further)}`] : []),
      ].join('; '),
      fix: `files of one table have the same columns: ${renaming(missing, further)}`,
    });
  }
}

function someOf(names: readonly string[]): string {
  const more = names.length > LISTED ? `, and ${names.length - LISTED} more` : '';
  return quotedList(names.slice(0, LISTED)) + more;
}

function renaming(missing: readonly string[], further: readonly string[]): string {
  for (const name of missing) {
    const [near] = nearNames(name, further);
    if (near !== undefined) return `rename ${shown(near)} to ${shown(name)} if it is that column`;
  }
  return 'write this file anew, or leave it out';
}
