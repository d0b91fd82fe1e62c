import * as z from 'zod';
import { modeSchema, onInconclusiveSchema, positiveIntSchema } from './scalars';

const margin = z.number().min(0, 'expected a number of at least 0');
const ratio = z.number().gt(0, 'expected a number above 0');

/** One gate on a metric. At least one of the bounds has to be there; all that are there have to hold. */
export const metricGateSchema = z
  .strictObject({
    metric: z.string().min(1),
    max_drop: margin
      .optional()
      .meta({ description: 'Absolute loss against the baseline that already fails.' }),
    min_ratio: ratio.optional().meta({ description: 'Smallest candidate / baseline that passes.' }),
    max_ratio: ratio.optional().meta({ description: 'Largest candidate / baseline that passes.' }),
    min: z.number().optional().meta({ description: 'Smallest value that passes, baseline or not.' }),
    max: z.number().optional().meta({ description: 'Largest value that passes, baseline or not.' }),
    direction: z
      .enum(['higher_is_better', 'lower_is_better'])
      .optional()
      .meta({ description: 'Needed with max_drop for a metric that modelgate does not know.' }),
    mode: modeSchema.optional(),
    on_inconclusive: onInconclusiveSchema.optional(),
  })
  .refine(
    (gate) =>
      [gate.max_drop, gate.min_ratio, gate.max_ratio, gate.min, gate.max].some(
        (bound) => bound !== undefined,
      ),
    {
      error: 'expected at least one of max_drop, min_ratio, max_ratio, min, max',
    },
  );
export type MetricGate = z.infer<typeof metricGateSchema>;

/** gates/evaluate.yaml: how much worse than the baseline a candidate may be. */
export const evaluateGatesSchema = z.strictObject({
  schema: z.literal('modelgate.gates.evaluate/v1'),
  mode: modeSchema.default('enforce'),
  on_inconclusive: onInconclusiveSchema.default('warn'),
  gates: z.array(metricGateSchema).default([]),
});
export type EvaluateGates = z.infer<typeof evaluateGatesSchema>;

export const measureNameSchema = z.enum(['latency', 'throughput', 'load_time', 'peak_memory', 'model_size']);
export type MeasureName = z.infer<typeof measureNameSchema>;

/** One gate on a measurement, as a ratio candidate / baseline of the same run. */
export const measureGateSchema = z
  .strictObject({
    measure: measureNameSchema,
    batch_size: positiveIntSchema.optional().meta({ description: 'For latency and throughput. Default: 1.' }),
    statistic: z
      .enum(['mean', 'median', 'p95', 'p99'])
      .optional()
      .meta({ description: 'For latency. Default: median.' }),
    max_ratio: ratio.optional(),
    min_ratio: ratio.optional(),
    mode: modeSchema.optional(),
    on_inconclusive: onInconclusiveSchema.optional(),
  })
  .refine((gate) => gate.max_ratio !== undefined || gate.min_ratio !== undefined, {
    error: 'expected max_ratio or min_ratio',
  });
export type MeasureGate = z.infer<typeof measureGateSchema>;

/** gates/benchmark.yaml: how much slower or larger than the baseline a candidate may be. */
export const benchmarkGatesSchema = z.strictObject({
  schema: z.literal('modelgate.gates.benchmark/v1'),
  mode: modeSchema.default('enforce'),
  on_inconclusive: onInconclusiveSchema.default('warn'),
  gates: z.array(measureGateSchema).default([]),
});
export type BenchmarkGates = z.infer<typeof benchmarkGatesSchema>;

const overlapSchema = z
  .strictObject({
    mode: modeSchema.default('warn'),
    max_share: z.number().min(0).max(1).default(0),
  })
  .prefault({})
  .meta({
    description: 'Rows of the test data that are in the training data too, as a share of the test data.',
  });

/** Where reference profiles lie: what validate-data reads of them is what its cache knows of. */
export const PROFILES_FOLDER = 'expectations/profiles/';

const thresholdSchema = z
  .union([z.number().min(0), z.enum(['auto', 'off'])], {
    error: 'expected a number of at least 0, "auto" or "off"',
  })
  .optional();

/** By distance, how far data may be from its reference. */
export const driftThresholdsSchema = z.strictObject({
  psi: thresholdSchema.meta({ description: 'Population stability index. Default: auto.' }),
  jensen_shannon: thresholdSchema.meta({ description: 'Jensen-Shannon distance, base 2. Default: off.' }),
  wasserstein: thresholdSchema.meta({
    description: '1-Wasserstein distance over the standard deviation of the reference. Default: off.',
  }),
  ks: thresholdSchema.meta({ description: 'Kolmogorov-Smirnov distance. Default: off.' }),
  l_infinity: thresholdSchema.meta({
    description: "Largest difference of a category's share. Default: off.",
  }),
  null_rate: thresholdSchema.meta({
    description: 'Difference of the shares of missing values, up or down. Default: auto.',
  }),
  new_categories: thresholdSchema.meta({
    description: 'Share of values that are of no category of the reference. Default: auto.',
  }),
  mean_shift: thresholdSchema.meta({
    description:
      'Difference of the means over the standard deviation of the reference, up or down. Default: off.',
  }),
});
export type DriftThresholds = z.infer<typeof driftThresholdsSchema>;

export const driftGatesSchema = z.strictObject({
  mode: modeSchema.optional().meta({ description: 'Default: the mode of the file.' }),
  on_inconclusive: onInconclusiveSchema.default('warn'),
  reference: z
    .string({ error: 'expected a profile in expectations/profiles/, or "train"' })
    .refine(
      (path) =>
        path === 'train' ||
        (path.startsWith(PROFILES_FOLDER) && path.endsWith('.json') && !path.split('/').includes('..')),
      {
        error:
          'expected a profile in expectations/profiles/, such as "expectations/profiles/train.json", or "train": files elsewhere are not known to the cache of validate-data',
      },
    )
    .meta({
      description:
        'What data is compared with: a profile in expectations/profiles/, or "train" (the test data is compared with the training data).',
    }),
  data: z
    .enum(['train', 'test'])
    .optional()
    .meta({ description: 'Which data is compared. Default: train; test where the reference is "train".' }),
  columns: z.array(z.string()).min(1).optional().meta({ description: 'Default: all.' }),
  exclude: z.array(z.string()).default([]),
  thresholds: driftThresholdsSchema.default({}),
  by_column: z
    .record(z.string(), driftThresholdsSchema)
    .default({})
    .meta({ description: 'Thresholds of single columns, over "thresholds".' }),
  min_rows: positiveIntSchema
    .default(100)
    .meta({ description: 'Rows that each side needs; with fewer the verdict is inconclusive.' }),
  confidence: z
    .number()
    .gt(0.5, 'expected a number between 0.5 and 1')
    .lt(1, 'expected a number between 0.5 and 1')
    .default(0.999)
    .meta({ description: 'Of the sampling noise that "auto" allows for.' }),
});
export type DriftGatesFile = z.infer<typeof driftGatesSchema>;

/** gates/validate-data.yaml: what a failed suite does. */
export const validateDataGatesSchema = z.strictObject({
  schema: z.literal('modelgate.gates.validate-data/v1'),
  mode: modeSchema.default('enforce'),
  examples: z
    .int()
    .min(0)
    .default(5)
    .meta({ description: 'Unexpected values that a report lists per expectation.' }),
  overlap: overlapSchema,
  drift: driftGatesSchema
    .optional()
    .meta({ description: 'How far data may be from a reference. Without it nothing is compared.' }),
});
export type ValidateDataGates = z.infer<typeof validateDataGatesSchema>;

/** gates/train-smoke.yaml: how small the smoke training is. */
export const trainSmokeGatesSchema = z.strictObject({
  schema: z.literal('modelgate.gates.train-smoke/v1'),
  mode: modeSchema.default('enforce'),
  rows: positiveIntSchema.default(100),
  epochs: positiveIntSchema.default(5),
  batch_size: positiveIntSchema.default(32),
});
export type TrainSmokeGates = z.infer<typeof trainSmokeGatesSchema>;

export const DEFAULT_VALIDATE_DATA_GATES = validateDataGatesSchema.parse({
  schema: 'modelgate.gates.validate-data/v1',
});
export const DEFAULT_TRAIN_SMOKE_GATES = trainSmokeGatesSchema.parse({
  schema: 'modelgate.gates.train-smoke/v1',
});
