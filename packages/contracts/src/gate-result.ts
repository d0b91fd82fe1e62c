import * as z from 'zod';
import { modeSchema } from './scalars';

/** What a gate found. `skipped`: its mode is off, or there was nothing to compare with. */
export const gateOutcomeSchema = z.enum(['pass', 'fail', 'inconclusive', 'skipped']);
export type GateOutcome = z.infer<typeof gateOutcomeSchema>;

/** What a gate, or all of them together, does to the exit code: only `fail` makes it 1. */
export const effectSchema = z.enum(['pass', 'warn', 'fail']);
export type Effect = z.infer<typeof effectSchema>;

/** A number as JSON can hold it: NaN and the infinities are null. */
const numberOrNull = z.number().nullable();

export const gateResultSchema = z.strictObject({
  /** Unique within its stage and stable from run to run: `accuracy/max_drop`, `train/expect_column_...(age)`. */
  id: z.string(),
  /** What people read first: `accuracy`, `latency (batch 1, median)`, an expectation's name. */
  title: z.string(),
  mode: modeSchema,
  outcome: gateOutcomeSchema,
  effect: effectSchema,
  /** One sentence with the figures: what was compared, by which margin. */
  message: z.string(),
  /** What to do, where the gate did not pass. */
  fix: z.string().optional(),
  candidate: numberOrNull.optional(),
  baseline: numberOrNull.optional(),
  unit: z.string().optional(),
  margin: z.strictObject({ kind: z.string(), value: z.number() }).optional(),
  /** How the decision was reached. */
  evidence: z.enum(['aggregate', 'paired', 'exact', 'measured', 'rows', 'check']).optional(),
  interval: z
    .strictObject({ level: z.number(), low: numberOrNull, high: numberOrNull, method: z.string() })
    .optional(),
  /** Further figures of the gate, shown as they are: counts of rows, examples of values. */
  details: z.record(z.string(), z.json()).optional(),
});
export type GateResult = z.infer<typeof gateResultSchema>;
