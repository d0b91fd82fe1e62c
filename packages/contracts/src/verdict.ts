import * as z from 'zod';
import { judgingStageSchema } from './deploy-policy';
import { effectSchema, gateResultSchema } from './gate-result';
import { sha256Schema } from './scalars';

/** Which bytes a stage looked at: digests by role (`train_data`, `test_data`, `candidate`, `baseline`, `scores`, ...). */
export const subjectSchema = z.record(z.string(), sha256Schema);
export type Subject = z.infer<typeof subjectSchema>;

/** verdict.json: what a judging stage decided about which bytes. It holds no time. */
export const verdictSchema = z.strictObject({
  schema: z.literal('modelgate.verdict/v1'),
  project: z.string(),
  stage: judgingStageSchema,
  outcome: effectSchema,
  subject: subjectSchema,
  gates: z.array(gateResultSchema),
  /** The last instant at which the verdict holds, ISO 8601; absent: for ever. */
  valid_until: z.string().optional(),
});
export type Verdict = z.infer<typeof verdictSchema>;
