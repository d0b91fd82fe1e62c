import * as z from 'zod';
import { sha256Schema } from './scalars';

const countSchema = z.int().min(0);
const numberOrNull = z.number().nullable();

/** How the values of a column are spread: what Great Expectations calls a `partition_object`, with counts besides. */
export const partitionSchema = z.union([
  z
    .strictObject({
      bins: z.array(z.number()).min(2),
      weights: z.array(z.number().min(0)).min(1),
      counts: z.array(countSchema).min(1),
    })
    .refine(
      ({ bins, weights, counts }) => weights.length === counts.length && bins.length === counts.length + 1,
      { error: 'expected one weight and one count per bin, and one edge more' },
    )
    .refine(({ bins }) => bins.every((edge, index) => index === 0 || edge > (bins[index - 1] ?? NaN)), {
      error: 'expected edges in ascending order',
    }),
  z
    .strictObject({
      values: z.array(z.union([z.string(), z.number(), z.boolean()])).min(1),
      weights: z.array(z.number().min(0)).min(1),
    })
    .refine(({ values, weights }) => values.length === weights.length, {
      error: 'expected one weight per value',
    }),
]);
export type Partition = z.infer<typeof partitionSchema>;

export const columnFamilySchema = z.enum([
  'integer',
  'float',
  'decimal',
  'boolean',
  'text',
  'date',
  'timestamp',
  'timestamptz',
  'time',
  'bytes',
  'list',
  'struct',
  'empty',
]);

export const columnProfileSchema = z.strictObject({
  name: z.string(),
  type: z.string().meta({ description: "pandas' dtype: int64, float64, object." }),
  sql_type: z.string().meta({ description: "The engine's type: BIGINT, DOUBLE, VARCHAR." }),
  family: columnFamilySchema,
  missing: countSchema,
  distinct: countSchema.meta({ description: 'Distinct values, missing ones aside.' }),
  distinct_exact: z.boolean().meta({ description: 'Whether "distinct" is a count and no estimate.' }),
  min: z.json().meta({ description: 'null where there is no value, or values have no order.' }),
  max: z.json(),
  mean: numberOrNull.meta({ description: 'null for a column that holds no numbers.' }),
  deviation: numberOrNull.meta({ description: 'The standard deviation of the population.' }),
  whole: z.boolean().meta({ description: 'Whether all values are whole numbers.' }),
  values: z
    .array(z.strictObject({ value: z.json(), count: countSchema }))
    .meta({ description: 'The most frequent values.' }),
  once: countSchema
    .optional()
    .meta({ description: 'How many values occur once; absent where they were not all counted.' }),
  partition_object: partitionSchema.optional(),
});

/** A profile: what a data set holds, as the reference that later data is compared with. It holds no time and no path. */
export const dataProfileSchema = z.strictObject({
  schema: z.literal('modelgate.profile/v1'),
  source: z
    .strictObject({ sha256: sha256Schema, bytes: countSchema })
    .optional()
    .meta({ description: 'Digest of the file, or of the digests of its files in order.' }),
  rows: countSchema,
  columns: z.array(columnProfileSchema),
});
export type DataProfile = z.infer<typeof dataProfileSchema>;
