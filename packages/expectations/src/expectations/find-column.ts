import type { Column } from '../table/column';
import { nearNames, quotedList, shown } from '../wording';
import { MissingColumnError } from './expectation-error';

const LISTED = 10;

/**
 * The column of a name; where there is none, the one whose name differs in case only, as Great Expectations finds it.
 * @throws MissingColumnError that names near columns
 */
export function findColumn({ columns }: { columns: readonly Column[] }, name: string): Column {
  const folded = name.toLowerCase();
  const found =
    columns.find((column) => column.name === name) ??
    columns.find((column) => column.name.toLowerCase() === folded);
  if (found) return found;
  const names = columns.map((column) => column.name);
  const near = nearNames(name, names);
  const hint = near.length > 0 ? `did you mean ${near.map(shown).join(' or ')}?` : listing(names);
  throw new MissingColumnError(`the data has no column ${shown(name)}; ${hint}`, name, near);
}

function listing(names: readonly string[]): string {
  if (names.length === 0) return 'it has no columns at all';
  const more = names.length > LISTED ? `, and ${names.length - LISTED} more` : '';
  return `it has ${quotedList(names.slice(0, LISTED))}${more}`;
}
