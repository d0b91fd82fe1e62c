import { UserError, type DataProfile } from '@modelgate/contracts';
import type { Column, Family } from '../table/column';
import { nearNames, quotedList, shown } from '../wording';
import type { CompareOptions } from './compare';

/** Kinds of values that can be compared; a column without values goes with all of them. */
export function comparable(before: Family, now: Family): boolean {
  const kind = (family: Family) => KINDS[family] ?? family;
  return before === 'empty' || now === 'empty' || kind(before) === kind(now);
}

const KINDS: Partial<Record<Family, string>> = {
  integer: 'number',
  float: 'number',
  decimal: 'number',
  date: 'moment',
  timestamp: 'moment',
  timestamptz: 'moment',
};

/**
 * Which columns are compared.
 * @throws UserError where a column is named that neither has
 */
export function wantedColumns(
  {
    columns,
    exclude = [],
    byColumn = {},
    profile,
    data,
    referenceName,
  }: Pick<CompareOptions, 'columns' | 'exclude' | 'byColumn' | 'data'> & {
    profile: DataProfile;
    referenceName: string;
  },
  now: readonly Column[],
): (name: string) => boolean {
  const names = [...new Set([...profile.columns.map(({ name }) => name), ...now.map(({ name }) => name)])];
  for (const name of [...(columns ?? []), ...exclude, ...Object.keys(byColumn)]) {
    if (names.includes(name)) continue;
    const near = nearNames(name, names);
    throw new UserError(`neither ${referenceName} nor the data has a column ${shown(name)} to compare`, {
      where: { file: data.name ?? data.path },
      fix:
        near.length > 0
          ? `did you mean ${near.map(shown).join(' or ')}?`
          : `name columns of ${quotedList(names.slice(0, 20))}`,
    });
  }
  return (name) => (columns === undefined || columns.includes(name)) && !exclude.includes(name);
}
