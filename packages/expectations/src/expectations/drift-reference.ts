import { readFileSync } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import { dataProfileSchema, validate, type DataProfile } from '@modelgate/contracts';
import * as z from 'zod';
import type { Column } from '../table/column';
import { nearNames, shown } from '../wording';
import { ExpectationError } from './expectation-error';

const NUMBERS = 'expected a list of numbers';
const numbers = z.array(z.number({ error: NUMBERS }), { error: NUMBERS });

/** Shares of bins or of values, as in Great Expectations; `counts` besides, where they are known. */
const partitionSchema = z
  .object({
    weights: numbers,
    bins: numbers.optional(),
    values: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
    counts: numbers.optional(),
    tail_weights: z.never({ error: 'tails have no bins here: give them bins of their own' }).optional(),
  })
  .refine(({ bins, values }) => (bins === undefined) !== (values === undefined), {
    error: 'expected bins and weights, or values and weights',
  });

export const driftReferenceSchema = z.union([z.string().min(1), partitionSchema], {
  error: 'expected the path of a stored profile, or bins and weights, or values and weights',
});

export type DriftReference = z.output<typeof driftReferenceSchema>;
type InlineReference = Exclude<DriftReference, string>;

/** What the current data is compared with: a column, and of how many rows it is. */
export interface ReferenceColumn {
  column: DataProfile['columns'][number];
  rows: number;
}

/**
 * The reference of a column by how many values the current data has: shares without counts are taken to be of as many.
 * @throws ExpectationError or UserError where there is no such profile, or it does not know the column
 */
export function openReference(
  reference: DriftReference,
  column: Column,
  folder: string | undefined,
): (present: number) => ReferenceColumn {
  if (typeof reference !== 'string') {
    assertPartition(reference);
    return (present) => inlineColumn(reference, column, present);
  }
  const profile = readProfile(reference, folder ?? '.');
  const found = profile.columns.find(({ name }) => name === column.name);
  if (found) return () => ({ column: found, rows: profile.rows });
  const near = nearNames(
    column.name,
    profile.columns.map(({ name }) => name),
  );
  throw new ExpectationError(
    `the profile ${shown(reference)} has no column ${shown(column.name)}` +
      (near.length > 0 ? `; it has ${near.map(shown).join(' and ')}` : ''),
  );
}

function readProfile(path: string, folder: string): DataProfile {
  if (isAbsolute(path) || normalize(path).split(/[\\/]/).includes('..')) {
    throw new ExpectationError(
      `reference: ${shown(path)} lies outside of the suite's folder: name a profile in it or below`,
    );
  }
  const file = join(folder, path);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new ExpectationError(
      `reference: there is no profile at ${file}; make one of the data that it was trained on with the command profile`,
    );
  }
  return validate(dataProfileSchema, text, { filePath: file });
}

function assertPartition({ weights, bins, values, counts = weights }: InlineReference): void {
  const expected = bins ? bins.length - 1 : (values?.length ?? 0);
  if (weights.length !== expected || counts.length !== expected || expected === 0) {
    throw new ExpectationError(
      `reference: ${weights.length} weights and ${counts.length} counts, where ${bins ? 'the bins are' : 'the values are'} ${expected}`,
    );
  }
  if (bins?.some((edge, place) => place > 0 && !(edge > (bins[place - 1] ?? NaN)))) {
    throw new ExpectationError('reference: the bin edges do not ascend');
  }
  if ([...weights, ...counts].some((weight) => !(weight >= 0))) {
    throw new ExpectationError('reference: a weight is negative');
  }
}

function inlineColumn(
  { weights, bins, values, counts }: InlineReference,
  column: Column,
  present: number,
): ReferenceColumn {
  const counted = counts ?? weights.map((weight) => weight * present);
  const rows = counted.reduce((sum, count) => sum + count, 0);
  return {
    rows,
    column: {
      name: column.name,
      type: '',
      sql_type: column.sqlType,
      family: column.family,
      missing: 0,
      distinct: 0,
      distinct_exact: false,
      min: null,
      max: null,
      mean: null,
      deviation: null,
      whole: false,
      values: (values ?? []).map((value, place) => ({ value, count: counted[place] ?? 0 })),
      ...(bins ? { partition_object: { bins, weights, counts: counted } } : {}),
    },
  };
}
