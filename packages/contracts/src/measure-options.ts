import * as z from 'zod';
import { positiveIntSchema } from './scalars';

/** measure.yaml: how latency is measured. */
export const measureOptionsSchema = z.strictObject({
  schema: z.literal('modelgate.measure/v1'),
  batch_sizes: z.array(positiveIntSchema).min(1).default([1, 16, 64, 256]),
  blocks: positiveIntSchema
    .default(10)
    .meta({ description: 'Pairs of blocks, candidate and baseline in alternating order.' }),
  calls: positiveIntSchema.default(20).meta({ description: 'Timed calls in a block.' }),
  warmup: z
    .int()
    .min(0)
    .default(5)
    .meta({ description: 'Calls before the first block that are not counted.' }),
  starts: positiveIntSchema
    .default(3)
    .meta({ description: 'Fresh processes for load time and peak memory.' }),
});
export type MeasureOptions = z.infer<typeof measureOptionsSchema>;

export const DEFAULT_MEASURE_OPTIONS: MeasureOptions = measureOptionsSchema.parse({
  schema: 'modelgate.measure/v1',
});
