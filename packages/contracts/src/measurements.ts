import * as z from 'zod';

const timingsSchema = z.strictObject({
  batch_size: z.int(),
  /** Seconds per call, in the order in which the calls were made, one list a block. */
  blocks: z.array(z.array(z.number())),
});

const measuredModelSchema = z.strictObject({
  latency: z.array(timingsSchema),
  /** Seconds of load_model, one per fresh process. */
  load_seconds: z.array(z.number()),
  /** Largest resident set of a fresh process that loads and predicts, bytes, one per fresh process. */
  peak_rss_bytes: z.array(z.int()),
  /** Bytes of model/ on disk. */
  model_size_bytes: z.int(),
});
export type MeasuredModel = z.infer<typeof measuredModelSchema>;

/** measurements.json of the stage measure: raw numbers of candidate and baseline from one interleaved run. */
export const measurementsSchema = z.strictObject({
  schema: z.literal('modelgate.measurements/v1'),
  candidate: measuredModelSchema,
  baseline: measuredModelSchema.optional(),
});
export type Measurements = z.infer<typeof measurementsSchema>;

/** scores.json of the stage score: what describes the .npy files beside it, and the numbers of evaluate_model. */
export const scoresSchema = z.strictObject({
  schema: z.literal('modelgate.scores/v1'),
  rows: z.int(),
  /** SHA-256 of the evaluation set's file (and of the split, where it is one). */
  evaluation_set: z.string(),
  classes: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
  /** Index into `classes` of the positive class of a binary task. */
  positive: z.int().optional(),
  candidate: z.strictObject({
    probabilities: z.boolean(),
    user_metrics: z.record(z.string(), z.number().nullable()),
  }),
  baseline: z
    .strictObject({ probabilities: z.boolean(), user_metrics: z.record(z.string(), z.number().nullable()) })
    .optional(),
});
export type Scores = z.infer<typeof scoresSchema>;
