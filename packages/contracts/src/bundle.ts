import * as z from 'zod';
import { fileEntrySchema } from './artifact';
import { taskSchema } from './model';
import { interpreterSchema } from './run-record';
import { nameSchema, sha256Schema } from './scalars';
import { verdictSchema } from './verdict';

/**
 * bundle.json: one version of a model, content-addressed. `digest` is the SHA-256 of the canonical JSON of all other
 * keys, so equal bytes, verdicts and lineage give an equal version. It holds no time.
 */
export const bundleSchema = z.strictObject({
  schema: z.literal('modelgate.bundle/v1'),
  digest: sha256Schema,
  model: nameSchema,
  task: taskSchema,
  /** Digest of train's artifact.json: which model this is. */
  candidate: sha256Schema,
  /** All files of the version, from the bundle's folder: model/, code/, entry.json, artifact.json, verdicts/, lock/. */
  files: z.array(fileEntrySchema),
  verdicts: z.array(verdictSchema),
  lineage: z.strictObject({
    commit: z.string().optional(),
    dirty: z.boolean().optional(),
    /** Digests of what went in, by the roles that the subjects of verdicts use (`train_data`, ...). */
    inputs: z.record(z.string(), sha256Schema),
    interpreter: interpreterSchema.pick({ version: true }).optional(),
    modelgate: z.string(),
    locked: z.boolean(),
  }),
});
export type Bundle = z.infer<typeof bundleSchema>;
