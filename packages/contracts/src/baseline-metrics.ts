import * as z from 'zod';
import { sha256Schema } from './scalars';

export const provenanceSchema = z.looseObject({
  artifact: sha256Schema.optional().meta({ description: 'Digest of baseline/artifact.json.' }),
  evaluation_set: sha256Schema
    .optional()
    .meta({ description: 'SHA-256 of the data that the numbers were computed on.' }),
  commit: z.string().optional(),
  accepted_at: z.string().optional(),
  accepted_by: z.string().optional(),
  reason: z.string().optional(),
  override: z.boolean().optional(),
});
export type Provenance = z.infer<typeof provenanceSchema>;

/** baseline_metrics.json: a flat object of numbers, as other tools write it, and where they come from. */
export const baselineMetricsSchema = z
  .object({ $schema: z.string().optional(), provenance: provenanceSchema.optional() })
  .catchall(z.number({ error: 'expected a number' }));
export type BaselineMetrics = z.infer<typeof baselineMetricsSchema>;
