import * as z from 'zod';
import { sha256Schema } from './scalars';

/** Where data lies that is not in the workspace: one file of a disk, or one object of an S3 bucket. */
export const dataUriSchema = z
  .string({ error: 'expected a URI' })
  .regex(/^(file:\/\/\/|s3:\/\/)/, 'expected a URI that begins with "file:///" or "s3://"')
  .regex(/^(?!s3:)|^s3:\/\/[^/]+\//, 'expected s3://<bucket>/<key>')
  .regex(/\/(?!\.{1,2}$)[^/]+$/, 'expected the URI of one file, not of a folder or prefix')
  .regex(/^(?!file:)|^[^?#]*$/, 'expected "?" and "#" of a file name to be written as %3F and %23');

/** One file as it was when it was locked. */
export const lockedFileSchema = z.strictObject({
  uri: dataUriSchema,
  bytes: z.int().min(0),
  version_id: z
    .string()
    .min(1)
    .optional()
    .meta({ description: 'The version of the object, in a bucket that keeps versions.' }),
  etag: z.string().min(1).optional().meta({ description: 'The ETag of the object, without quotes.' }),
  sha256: sha256Schema,
  path: z
    .string()
    .regex(/^(?!\.{1,2}$)[^/\\]+$/, 'expected the name of a file')
    .optional()
    .meta({ description: 'The name of the fetched file. Default: the last part of the URI.' }),
});
export type LockedFile = z.infer<typeof lockedFileSchema>;

/** data.lock.json: the identity of data outside the workspace. Written by lock-data, committed, never edited by hand. */
export const dataLockSchema = z.strictObject({
  schema: z.literal('modelgate.data-lock/v1'),
  files: z
    .array(lockedFileSchema)
    .refine((files) => new Set(files.map(({ uri }) => uri)).size === files.length, {
      error: 'expected every URI once',
    }),
});
export type DataLock = z.infer<typeof dataLockSchema>;
