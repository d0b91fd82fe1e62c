import * as z from 'zod';
import { JUDGING_STAGES } from './conventions';
import { nameSchema } from './scalars';

export const judgingStageSchema = z.enum(JUDGING_STAGES);

/** What a version must have before it may go to an environment. */
export const environmentPolicySchema = z.strictObject({
  require: z
    .array(judgingStageSchema)
    .default([...JUDGING_STAGES])
    .meta({ description: 'Stages whose verdict must be there and not fail.' }),
  after: nameSchema
    .optional()
    .meta({ description: 'An environment that must have run this very version before.' }),
  allow_dirty: z
    .boolean()
    .default(true)
    .meta({ description: 'Whether a version built from uncommitted changes may go here.' }),
});
export type EnvironmentPolicy = z.infer<typeof environmentPolicySchema>;

/** deploy.yaml: the environments' policy. An environment that is not named here has the default one. */
export const deployPolicySchema = z.strictObject({
  schema: z.literal('modelgate.deploy/v1'),
  environments: z.record(nameSchema, environmentPolicySchema).default({}),
});
export type DeployPolicy = z.infer<typeof deployPolicySchema>;

export const DEFAULT_ENVIRONMENT_POLICY: EnvironmentPolicy = environmentPolicySchema.parse({});
