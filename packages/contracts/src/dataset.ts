import * as z from 'zod';
import { DATASET_SCHEMA_ID, hasScheme } from './conventions';
import { dataUriSchema } from './data-lock';
import { suitesSchema } from './model';
import { nameSchema, projectPathSchema } from './scalars';

/** A path from the project (a file, its .dvc pointer, a folder, a glob), or a URI that stands in data.lock.json. */
export const dataFileSchema = z
  .string({ error: 'expected a path or a URI' })
  .superRefine((text, context) => {
    const schema = hasScheme(text) ? dataUriSchema : projectPathSchema;
    for (const { message } of schema.safeParse(text).error?.issues ?? [])
      context.addIssue({ code: 'custom', message });
  })
  .meta({
    description:
      'A path from the folder of this file (a file, its .dvc pointer, a folder or a glob), or a URI (file://, s3://) that stands in data.lock.json.',
  });

export const tableFormatSchema = z.enum(['csv', 'parquet', 'jsonl']);
export type TableFormat = z.infer<typeof tableFormatSchema>;

/** dataset.yaml: a data set that several models are made from. */
export const datasetSchema = z.strictObject({
  schema: z.literal(DATASET_SCHEMA_ID),
  name: nameSchema,
  owner: z.string().min(1).optional(),
  description: z.string().optional(),
  files: z.strictObject({
    train: dataFileSchema,
    test: dataFileSchema.optional(),
  }),
  keys: z
    .array(z.string().min(1), { error: 'expected a list of columns' })
    .min(1, 'expected at least one column')
    .optional()
    .meta({ description: 'The columns that identify a row. Default: the whole row.' }),
  format: tableFormatSchema
    .optional()
    .meta({ description: 'The format of the files. Default: by their endings.' }),
  expectations: z.strictObject({ train: suitesSchema.optional(), test: suitesSchema.optional() }).optional(),
  derived_from: z
    .array(nameSchema)
    .default([])
    .meta({ description: 'Other data sets that this one is made from; they are validated first.' }),
});
export type Dataset = z.infer<typeof datasetSchema>;
