import { escapeHtml, formatNumber } from '@modelgate/report';
import type { ColumnProfile, Profile } from '../../profile/profile';
import { cutLine } from './cut';
import { expectationHtml, type ShownExpectation } from './expectation';
import { expectedOf } from './expected';
import { histogram } from './histogram';
import { spreadOf } from './spread';

const LONGEST_NAME = 120;

interface Group {
  /** The column; undefined for what is about the whole table or several columns. */
  column?: string;
  shown: ShownExpectation[];
}

/** The expectations of a validation by column, each group beside the column's histogram; the table's own come first. */
export function groupsHtml(shown: readonly ShownExpectation[], profile: Profile | undefined): string[] {
  const columns = new Map(profile?.columns.map((column) => [column.name, column]));
  return groupsOf(shown).map((group) =>
    groupHtml(group, columns.get(group.column ?? ''), profile?.rows ?? 0),
  );
}

function groupsOf(shown: readonly ShownExpectation[]): Group[] {
  const table: Group = { shown: [] };
  const groups = new Map<string, Group>();
  for (const each of shown) {
    const column = each.result.expectation_config.kwargs['column'];
    if (typeof column !== 'string') {
      table.shown.push(each);
      continue;
    }
    const group = groups.get(column) ?? { column, shown: [] };
    group.shown.push(each);
    groups.set(column, group);
  }
  return [...(table.shown.length > 0 ? [table] : []), ...groups.values()];
}

function groupHtml({ column, shown }: Group, profile: ColumnProfile | undefined, rows: number): string {
  const title = column ?? 'The table';
  const facts = profile ? columnFacts(profile, rows) : '';
  const spread = profile && spreadOf(profile, rows);
  const expected = expectedOf(shown.map(({ result }) => result));
  const picture = spread ? histogram(title, spread, expected) : '';
  return [
    `<section class="group${picture === '' ? ' wide' : ''}" data-group="${escapeHtml(cutLine(column ?? '', LONGEST_NAME))}">`,
    `<h3>${column === undefined ? title : `<code>${escapeHtml(cutLine(title, LONGEST_NAME))}</code>`} <span class="faint">${escapeHtml(facts)}</span></h3>`,
    picture === '' ? '' : `<figure>${picture}</figure>`,
    `<div>${shown.map(expectationHtml).join('\n')}</div>`,
    '</section>',
  ].join('');
}

function columnFacts(
  { sql_type: type, missing, mean, distinct, distinct_exact: exact }: ColumnProfile,
  rows: number,
): string {
  return [
    type,
    missing > 0 ? `${formatNumber(missing)} of ${formatNumber(rows)} missing` : 'none missing',
    `${exact ? '' : 'about '}${formatNumber(distinct)} distinct`,
    ...(mean === null ? [] : [`mean ${formatNumber(mean)}`]),
  ].join(', ');
}
