import * as z from 'zod';

const digestSchema = z
  .string({ error: 'expected an MD5' })
  .regex(/^[0-9a-f]{32}$/, 'expected 32 hex digits of an MD5');

/** A file of a folder, as far as the pointer lists them (remotes that keep versions of their own). */
const pointerFileSchema = z.looseObject({ relpath: z.string().min(1), md5: digestSchema.optional() });

const outSchema = z.looseObject({
  path: z.string({ error: 'expected a path' }).min(1),
  /** Of the bytes; for a folder, of its list of files, with `.dir` at the end. */
  md5: z
    .string({ error: 'expected an MD5' })
    .regex(/^[0-9a-f]{32}(\.dir)?$/, 'expected 32 hex digits of an MD5, with ".dir" for a folder')
    .optional(),
  /** `md5` since DVC 3. Absent: DVC 2, which took text files with CRLF as if they had LF. */
  hash: z.string().optional(),
  size: z.int().min(0).optional(),
  nfiles: z.int().min(0).optional(),
  files: z.array(pointerFileSchema).optional(),
});
export type DvcOut = z.infer<typeof outSchema>;

/** A `.dvc` file of DVC, as far as modelgate reads it; other keys are DVC's own. */
export const dvcPointerSchema = z.looseObject({
  outs: z.array(outSchema, { error: 'expected a list of outputs' }).min(1, 'expected an output'),
  /** The folder that paths start from, from the pointer's own. */
  wdir: z.string().min(1).optional(),
});
export type DvcPointer = z.infer<typeof dvcPointerSchema>;
