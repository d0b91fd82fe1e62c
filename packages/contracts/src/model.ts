import * as z from 'zod';
import { MODEL_SCHEMA_ID, QUALITY_STAGES } from './conventions';
import {
  durationSchema,
  entryPointSchema,
  fractionSchema,
  nameSchema,
  positiveIntSchema,
  projectPathSchema,
  seedSchema,
} from './scalars';

export const taskSchema = z.enum([
  'binary-classification',
  'multiclass-classification',
  'regression',
  'ranking',
]);
export type Task = z.infer<typeof taskSchema>;

/** Code outside the project would be missing wherever a version or a baseline is loaded. */
const codeFolderSchema = projectPathSchema.refine((path) => !path.split('/').includes('..'), {
  error: 'expected a folder inside the project',
});

const splitSchema = z.strictObject({
  test: fractionSchema.default(0.2).meta({ description: 'Share of the rows that is held out.' }),
  seed: seedSchema.default(7),
});

const dataSchema = z
  .strictObject({
    dataset: nameSchema.optional().meta({ description: 'The name of a dataset project, instead of files.' }),
    train: projectPathSchema.optional().meta({ description: 'The training data, or its .dvc pointer.' }),
    test: projectPathSchema
      .optional()
      .meta({ description: 'The evaluation set. Default: a split of the training file.' }),
    target: z.string().min(1).meta({ description: 'The column to predict.' }),
    positive: z.union([z.string(), z.number(), z.boolean()]).optional().meta({
      description: 'The positive class of a binary task. Default: 1, else the last in sorted order.',
    }),
    split: splitSchema
      .optional()
      .meta({ description: 'Seeded split of the training file, used only where no test file is named.' }),
  })
  .refine((data) => (data.dataset === undefined) !== (data.train === undefined), {
    error: 'expected either train (a file) or dataset (the name of a dataset project)',
  })
  .refine((data) => data.dataset !== undefined || (data.test === undefined) !== (data.split === undefined), {
    error: 'expected either test (a file) or split (a share of the training file)',
  });

/** The functions that the runner calls; each may be overridden under `entry:` as `module:function`. */
export const entrySchema = z.strictObject({
  load_data: entryPointSchema.optional(),
  preprocess_features: entryPointSchema.optional(),
  train: entryPointSchema.optional(),
  save_model: entryPointSchema.optional(),
  load_model: entryPointSchema.optional(),
  evaluate: entryPointSchema.optional(),
  predict: entryPointSchema.optional(),
  predict_proba: entryPointSchema.optional(),
  api: entryPointSchema.optional(),
});

const commandSchema = z
  .array(z.string().min(1), { error: 'expected a list: a program and its arguments' })
  .min(1, 'expected a program and its arguments');

/** `command:` as a map: the stages that are left out are run by the Python entry points. */
export const stageCommandsSchema = z.strictObject({
  'train-smoke': commandSchema.optional(),
  train: commandSchema.optional(),
  score: commandSchema.optional(),
  measure: commandSchema.optional(),
  'load-check': commandSchema.optional(),
});

export const suitesSchema = z.union([projectPathSchema, z.array(projectPathSchema)]);

/** model.yaml: who a model is, where its data, code and gates are. */
export const modelSchema = z.strictObject({
  schema: z.literal(MODEL_SCHEMA_ID),
  name: nameSchema,
  task: taskSchema,
  owner: z.string().min(1).optional(),
  description: z.string().optional(),
  data: dataSchema,
  entry: entrySchema.default({}),
  python: z
    .strictObject({
      version: z.string().optional().meta({ description: 'A version specifier, for example ">=3.10".' }),
      path: z
        .array(codeFolderSchema)
        .min(1)
        .default(['src'])
        .meta({ description: 'Folders put on sys.path.' }),
      package: z
        .string()
        .regex(
          /^([A-Za-z_]\w*(\.[A-Za-z_]\w*)*)?$/,
          'expected a dotted Python name, or "" for modules without a package',
        )
        .optional()
        .meta({
          description: 'The package of the conventional modules. Default: the name with "_" for "-" and ".".',
        }),
      extras: z
        .array(z.string().regex(/^[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$/, 'expected the name of an extra'))
        .default([])
        .meta({
          description: 'Keys of project.optional-dependencies in pyproject.toml that the model needs.',
        }),
    })
    .prefault({}),
  command: z
    .union([commandSchema, stageCommandsSchema])
    .refine(
      (command) =>
        Array.isArray(command) ||
        command['load-check'] !== undefined ||
        (command.score === undefined && command.measure === undefined),
      {
        error: 'expected load-check beside score and measure: a deploy loads the model with the same program',
      },
    )
    .optional()
    .meta({
      description:
        'A program in any language that runs the stages instead of Python entry points: [node, src/model.mjs], or one ' +
        'list per stage. It is started without a shell in the folder of the project, with the request file as last argument.',
    }),
  train: z.strictObject({ inputs: z.array(projectPathSchema).default([]) }).prefault({}),
  expectations: z.strictObject({ train: suitesSchema.optional(), test: suitesSchema.optional() }).optional(),
  baseline: projectPathSchema.default('baseline_metrics.json'),
  quality: z.array(z.enum(QUALITY_STAGES)).default([]),
  secrets: z
    .array(z.string().regex(/^[A-Za-z_]\w*$/, 'expected the name of an environment variable'))
    .default([])
    .meta({
      description:
        'Names of credential variables that the Python processes may see; masked in logs and reports.',
    }),
  resources: z
    .strictObject({
      gpus: z.int().min(0).default(0),
      timeout: durationSchema
        .default('60m')
        .meta({ description: 'A stage that runs longer is stopped and fails.' }),
      threads: positiveIntSchema
        .optional()
        .meta({ description: 'Threads of numeric libraries. Default: theirs.' }),
    })
    .prefault({}),
});
export type Model = z.infer<typeof modelSchema>;
