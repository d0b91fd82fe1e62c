import * as z from 'zod';
import { STAGES } from './conventions';
import { nameSchema } from './scalars';

/** Options of the plugin in nx.json. */
export const pluginOptionsSchema = z.strictObject({
  targets: z
    .partialRecord(z.enum(STAGES), z.union([z.string().min(1), z.literal(false)]))
    .default({})
    .meta({ description: 'Another name for a target, or false to leave it out.' }),
  environments: z.array(nameSchema).min(1).default(['staging', 'production']),
  registry: z
    .string()
    .min(1)
    .default('.modelgate/registry')
    .meta({ description: 'Folder of the registry, from the workspace.' }),
});
export type PluginOptions = z.infer<typeof pluginOptionsSchema>;
