import * as z from 'zod';
import { sha256Schema } from './scalars';

/** Seconds are SI seconds; `peak_rss_bytes` is the largest resident set of one process of the stage. */
export const costSchema = z.strictObject({
  wall_seconds: z.number().min(0),
  cpu_seconds: z.number().min(0).optional(),
  peak_rss_bytes: z.int().min(0).optional(),
});
export type Cost = z.infer<typeof costSchema>;

export const interpreterSchema = z.strictObject({
  path: z.string(),
  version: z.string(),
  /** Why this one: `MODELGATE_PYTHON`, `.venv of the project`, `python3 on PATH`, ... */
  chosen_by: z.string(),
});
export type Interpreter = z.infer<typeof interpreterSchema>;

export const hostSchema = z.strictObject({
  os: z.string(),
  arch: z.string(),
  cpu: z.string(),
  logical_cores: z.int().min(1),
  memory_bytes: z.int().min(0),
});
export type Host = z.infer<typeof hostSchema>;

export const inputDigestSchema = z.strictObject({
  path: z.string(),
  sha256: sha256Schema,
  bytes: z.int().min(0),
});
export type InputDigest = z.infer<typeof inputDigestSchema>;

/** run-record.json: when, where, from what and at what cost a stage ran. Restored by a cache hit, hashed by nobody. */
export const runRecordSchema = z.strictObject({
  schema: z.literal('modelgate.run-record/v1'),
  project: z.string(),
  stage: z.string(),
  /** The nx command that the stage ran in; tells what a later command took from the cache. */
  run: z.string().optional(),
  started_at: z.string(),
  finished_at: z.string(),
  cost: costSchema,
  host: hostSchema,
  interpreter: interpreterSchema.optional(),
  commit: z.string().optional(),
  /** Whether the work tree had uncommitted changes. */
  dirty: z.boolean().optional(),
  modelgate: z.string(),
  inputs: z.array(inputDigestSchema),
  params: z.record(z.string(), z.json()).optional(),
  /** Python files of the project that the stage imported, from the project's folder. */
  imported: z.array(z.string()).optional(),
});
export type RunRecord = z.infer<typeof runRecordSchema>;
