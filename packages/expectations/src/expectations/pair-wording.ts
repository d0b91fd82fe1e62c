import type { ResultDetail } from '../validation-result';
import { percent } from '../wording';
import { mostlyProposal } from './column-map';

/** `3 of 10 rows fail (30 %)`; rows that are left out are not among them. */
export function rowsFinding(result: ResultDetail, mostly: number): string {
  const { considered, unexpected } = counts(result);
  const allowed = mostly < 1 ? `, at most ${percent(1 - mostly)} may` : '';
  const left = (result.missing_count ?? 0) > 0 ? ' that are looked at' : '';
  return `${unexpected} of ${considered} ${considered === 1 ? 'row' : 'rows'}${left} ${unexpected === 1 ? 'fails' : 'fail'} (${percent(unexpected, Math.max(1, considered))}${allowed})`;
}

export function rowsProposal(result: ResultDetail): string {
  const { considered, unexpected } = counts(result);
  return mostlyProposal(considered - unexpected, considered);
}

function counts({
  element_count: rows = 0,
  missing_count: missing = 0,
  unexpected_count: unexpected = 0,
}: ResultDetail) {
  return { considered: rows - missing, unexpected };
}
