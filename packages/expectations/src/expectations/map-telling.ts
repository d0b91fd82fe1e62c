import type { ResultDetail } from '../validation-result';
import { mapFinding, mostlyProposal } from './column-map';
import type { Telling } from './define';

/** An expectation about every value of a column in words; `fix` is what may mend it besides `mostly`. */
export function mapTelling(
  { expected, fix, mostly }: { expected: string; fix: string; mostly: number },
  result: ResultDetail,
): Telling {
  const { element_count: rows = 0, missing_count: missing = 0, unexpected_count: unexpected = 0 } = result;
  return {
    expected,
    found: mapFinding(result, mostly),
    fix: `${fix}${mostlyProposal(rows - missing - unexpected, rows - missing)}`,
  };
}
