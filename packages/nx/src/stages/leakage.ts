import type { GateResult, Mode, ValidateDataGates } from '@modelgate/contracts';
import { overlap } from '@modelgate/expectations';
import { tableOf, type Opened } from './data-files';

/**
 * Whether rows of the evaluation set are in the training data too: a model that has seen them looks better than it is.
 * @param keys columns that identify a row; without them the whole row does
 * @returns no gate where there are not two files to compare
 */
export async function leakageGates(
  { train, test, format }: Opened,
  keys: readonly string[] | undefined,
  policy: ValidateDataGates,
): Promise<GateResult[]> {
  const mode: Mode = policy.mode === 'off' ? 'off' : policy.overlap.mode;
  if (!train || !test || mode === 'off') return [];
  const found = await overlap({
    train: tableOf(train, format),
    test: tableOf(test, format),
    ...(keys ? { keys } : {}),
  });
  const { max_share: limit } = policy.overlap;
  const passes = found.share <= limit;
  const by = found.by === 'keys' ? `by ${found.columns.join(', ')}` : 'as whole rows';
  return [
    {
      id: 'overlap',
      title: 'train/test overlap',
      mode,
      outcome: passes ? 'pass' : 'fail',
      effect: passes ? 'pass' : mode === 'warn' ? 'warn' : 'fail',
      message:
        found.rows === 0
          ? `none of ${found.testRows} test rows is in the training data, compared ${by}`
          : `${found.rows} of ${found.testRows} test rows (${percentOf(found.share)}) are in the training data too, compared ${by}; allowed are ${percentOf(limit)}`,
      ...(passes
        ? {}
        : {
            fix: `take these rows out of one of the two: ${test.relative}, ${train.relative}; a model is judged on rows that it has not seen`,
          }),
      candidate: found.share,
      margin: { kind: 'max_share', value: limit },
      evidence: 'rows',
      details: {
        rows: found.rows,
        test_rows: found.testRows,
        examples: found.examples.slice(0, policy.examples).map(({ row, values }) => ({ row, values })),
      },
    },
  ];
}

function percentOf(share: number): string {
  return `${Number((share * 100).toPrecision(3))} %`;
}
