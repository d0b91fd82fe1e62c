import * as z from 'zod';

export const MANIFEST_FILE = 'run.json';

/** `runs/<id>/run.json`: what the index of all runs shows of one, so that no result file has to be read for it. */
export const manifestSchema = z.object({
  schema: z.literal('modelgate.data-docs-run/v1'),
  /** ISO 8601 in UTC. */
  time: z.string(),
  validations: z.array(
    z.object({
      suite: z.string(),
      data: z.string(),
      success: z.boolean(),
      /** Expectations that fail the run, warn, and are met. */
      failed: z.int(),
      warned: z.int(),
      met: z.int(),
      /** What changed since the run before, in words; absent where there is none. */
      change: z.string().optional(),
      /** The result file, beside this one. */
      file: z.string(),
    }),
  ),
});
export type Manifest = z.infer<typeof manifestSchema>;

/** One stored run. */
export interface StoredRun {
  /** The name of its folder; sorts by time. */
  id: string;
  manifest: Manifest;
}
