import { z } from 'zod';
import { nameSchema, sha256Schema } from './scalars';

export const historyEntrySchema = z.strictObject({
  sequence: z.int().min(1),
  version: sha256Schema,
  action: z.enum(['deploy', 'rollback']),
  at: z.string(),
  by: z.string(),
  reason: z.string().optional(),
  /** Where the version came from: the commit it was built from. */
  commit: z.string().optional(),
});
export type HistoryEntry = z.infer<typeof historyEntrySchema>;

/** <registry>/<model>/environments/<environment>.json: what an environment runs. `sequence` grows by one a swap. */
export const environmentStateSchema = z.strictObject({
  schema: z.literal('modelgate.environment/v1'),
  model: nameSchema,
  environment: nameSchema,
  sequence: z.int().min(0),
  current: sha256Schema.nullable(),
  history: z.array(historyEntrySchema),
});
export type EnvironmentState = z.infer<typeof environmentStateSchema>;
