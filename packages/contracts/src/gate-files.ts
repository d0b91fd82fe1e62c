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
