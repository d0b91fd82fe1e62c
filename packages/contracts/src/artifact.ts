import * as z from 'zod';
import { innerPathSchema, sha256Schema } from './scalars';

export const fileEntrySchema = z.strictObject({
  path: innerPathSchema,
  bytes: z.int().min(0),
  sha256: sha256Schema,
});
export type FileEntry = z.infer<typeof fileEntrySchema>;

/**
 * artifact.json: which bytes a stage produced. `files` is sorted by path in code-unit order; `digest` is the SHA-256
 * over the lines `<sha256>  <bytes>  <path>\n`. It holds no time and nothing of the machine.
 */
export const artifactSchema = z.strictObject({
  schema: z.literal('modelgate.artifact/v1'),
  digest: sha256Schema,
  files: z.array(fileEntrySchema),
});
export type Artifact = z.infer<typeof artifactSchema>;
