import * as z from 'zod';
import { STAGES } from './conventions';
import { nameSchema } from './scalars';

const textSchema = z.string().min(1);

/** Where the runs of train and evaluate are written to besides their own folder. */
const exportersSchema = z.strictObject({
  mlflow: z
    .strictObject({
      tracking_uri: textSchema.default('.modelgate/mlruns').meta({
        description: 'A folder from the workspace, or a URI as MLflow takes it.',
      }),
      experiment: textSchema.optional().meta({ description: "Default: the model's name." }),
      python: textSchema
        .optional()
        .meta({ description: 'The Python that has mlflow. Default: that of the model.' }),
    })
    .optional(),
  wandb: z
    .strictObject({
      dir: textSchema.default('.modelgate').meta({
        description: 'The folder that gets wandb/offline-run-..., from the workspace.',
      }),
      project: textSchema.optional().meta({ description: "Default: the model's name." }),
      python: textSchema
        .optional()
        .meta({ description: 'The Python that has wandb. Default: that of the model.' }),
    })
    .optional(),
});

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
  exporters: exportersSchema.default({}),
});
export type PluginOptions = z.infer<typeof pluginOptionsSchema>;
