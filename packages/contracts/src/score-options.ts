import * as z from 'zod';
import { positiveIntSchema } from './scalars';

/** score.yaml: how the evaluation set is predicted. */
export const scoreOptionsSchema = z.strictObject({
  schema: z.literal('modelgate.score/v1'),
  batch_size: positiveIntSchema
    .optional()
    .meta({ description: 'Rows per call of predict. Default: the whole evaluation set in one call.' }),
});
export type ScoreOptions = z.infer<typeof scoreOptionsSchema>;
