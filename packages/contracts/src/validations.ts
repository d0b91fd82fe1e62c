import * as z from 'zod';

/** validations.json: what each suite found, for the actions of the checkpoints that chose them. Written only where there are any. */
export const validationsSchema = z.strictObject({
  schema: z.literal('modelgate.validations/v1'),
  /** ISO 8601 in UTC. */
  time: z.string(),
  validations: z.array(
    z.strictObject({
      /** The suite's file, from the workspace. */
      suite: z.string(),
      /** The data's path, from the workspace. */
      data: z.string(),
      /** Files of the checkpoints that this belongs to, from the workspace. */
      checkpoints: z.array(z.string()),
      /** Great Expectations' result. */
      result: z.record(z.string(), z.json()),
    }),
  ),
});
export type Validations = z.infer<typeof validationsSchema>;

const runSchema = z.object({
  time: z.string(),
  validations: z.array(z.object({ data: z.string(), result: z.record(z.string(), z.json()) })),
});

/** What a checkpoint found last, and the time before, so that a message can tell what changed. */
export const lastValidationsSchema = z.object({
  schema: z.literal('modelgate.last-validations/v1'),
  last: runSchema,
  before: runSchema.optional(),
});
export type LastValidations = z.infer<typeof lastValidationsSchema>;
