import * as z from 'zod';
import { positiveIntSchema, seedSchema } from './scalars';

export const PARAMS_SCHEMA_ID = 'modelgate.params/v1';

const hyperparameterSchema = z.union(
  [z.string(), z.number(), z.boolean(), z.null(), z.array(z.json()), z.record(z.string(), z.json())],
  { error: 'expected a finite number, a text, a flag, a list or a mapping of those' },
);

/** params.yaml: hyperparameters. Every further key is passed to the training function as it stands. */
export const paramsSchema = z
  .object({
    schema: z.literal(PARAMS_SCHEMA_ID),
    epochs: positiveIntSchema.default(50),
    batch_size: positiveIntSchema.default(64),
    seed: seedSchema.default(7),
  })
  .catchall(hyperparameterSchema);
export type Params = z.infer<typeof paramsSchema>;

/** What a model without params.yaml trains with. */
export const DEFAULT_PARAMS: Params = paramsSchema.parse({ schema: PARAMS_SCHEMA_ID });
