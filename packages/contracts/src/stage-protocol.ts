import * as z from 'zod';
import { PROCESS_STAGES } from './conventions';
import { stageCommandsSchema, taskSchema } from './model';

/** The entry points of a request: all nine by name, as `module:function`. */
const entryMapSchema = z.record(z.string(), z.string());

/** A class of a classification task, as the target column has it. */
export const labelSchema = z.union([z.string(), z.number(), z.boolean()]);
export type Label = z.infer<typeof labelSchema>;

/** A Python library that lies in the workspace beside the models. Its files are called `.libraries/<name>/<path>`. */
export const librarySchema = z.strictObject({
  name: z.string(),
  /** Absolute. */
  root: z.string(),
  /** Folders below `root` that are put on sys.path behind the project's own. */
  path: z.array(z.string()),
});
export type Library = z.infer<typeof librarySchema>;

/**
 * The file that the Python runner (or a command of another language) gets. Paths are absolute.
 *
 * - `train-smoke`: trains on `smoke.rows` rows, checks predictions, saves and loads; writes nothing that stays.
 * - `train`: trains, writes `model/`, `code/`, `entry.json`, `history.json` and for classifiers `classes.json` to `out`.
 * - `score`: predicts the evaluation set with the model in `model_dir`; writes `truth.npy` and `classes.json` to `out`,
 *   `predictions.npy` and `probabilities.npy` to `out/<score.into>/`.
 * - `measure`: loads the model and answers the commands of `measureCommandSchema`, one JSON line each on stdin. With
 *   `measure.once` it loads, predicts one batch of that many rows and ends: a fresh process for load time and memory.
 * - `load-check`: loads the model, and does nothing with it.
 */
export const stageRequestSchema = z.strictObject({
  schema: z.literal('modelgate.stage-request/v1'),
  stage: z.enum(PROCESS_STAGES),
  project: z.string(),
  task: taskSchema,
  /** The folder that `path` starts from: the project, or `code/` of a baseline or a version. */
  root: z.string(),
  path: z.array(z.string()),
  entry: entryMapSchema,
  /** Entry points that model.yaml names itself: these must exist, the conventional optional ones need not. */
  named: z.array(z.string()),
  /** The program that runs the stage, and its arguments; absent where the Python entry points do. */
  command: z.array(z.string()).optional(),
  /** Folders of the workspace, absolute, that the code imports from; absent for a baseline or a version. */
  libraries: z.array(librarySchema).optional(),
  /** The workspace's folder: imports from it that are neither the project's nor a library's are reported. */
  workspace: z.string().optional(),
  data: z
    .strictObject({
      train: z.string().optional(),
      test: z.string().optional(),
      /** The files that `train` and `test` stand for, where one of them is a folder or a pattern. */
      files: z.array(z.string()).optional(),
      target: z.string(),
      positive: labelSchema.optional(),
      split: z.strictObject({ test: z.number(), seed: z.int() }).optional(),
    })
    .optional(),
  params: z.record(z.string(), z.json()).optional(),
  /** Keys of `params` that nobody set: a default of the training function itself goes before their values. */
  unset: z.array(z.string()).optional(),
  smoke: z.strictObject({ rows: z.int(), predict_rows: z.int() }).optional(),
  score: z
    .strictObject({
      batch_size: z.int().optional(),
      /** Whose predictions these are: the sub-folder of `out`. */
      into: z.enum(['candidate', 'baseline']),
      /** The class list of the run before, which this one only extends, so that its indices stay valid. */
      classes: z.array(labelSchema).optional(),
    })
    .optional(),
  measure: z.strictObject({ once: z.int().optional() }).optional(),
  /** A folder that holds what save_model wrote. */
  model_dir: z.string().optional(),
  out: z.string(),
  result: z.string(),
});
export type StageRequest = z.infer<typeof stageRequestSchema>;

/** What the runner streams while it works: one JSON object a line on file descriptor 3. */
export const stageEventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('progress'),
    phase: z.string(),
    done: z.number(),
    total: z.number().optional(),
  }),
  z.strictObject({
    type: z.literal('loss'),
    epoch: z.int(),
    epochs: z.int().optional(),
    loss: z.number().nullable(),
  }),
  z.strictObject({ type: z.literal('metric'), name: z.string(), value: z.number().nullable() }),
  z.strictObject({ type: z.literal('note'), message: z.string() }),
  z.strictObject({ type: z.literal('artifact'), path: z.string() }),
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('block'), batch_size: z.int(), seconds: z.array(z.number()) }),
  z.strictObject({ type: z.literal('done') }),
  z.strictObject({ type: z.literal('error'), message: z.string() }),
]);
export type StageEvent = z.infer<typeof stageEventSchema>;

/** A command to a process of the stage `measure`: time `calls` calls of predict on batches of `batch_size` rows. */
export const measureCommandSchema = z.strictObject({ batch_size: z.int(), calls: z.int() });
export type MeasureCommand = z.infer<typeof measureCommandSchema>;

/** Why a stage did not come to its end. `entry` is the entry point that was being called, `trace` the last lines. */
export const stageFailureSchema = z.strictObject({
  /** `system`: a file of the stage itself could not be written. `internal`: a defect of the runner. */
  kind: z.enum([
    'missing-entry',
    'missing-package',
    'raised',
    'wrong-type',
    'data',
    'model',
    'system',
    'internal',
  ]),
  entry: z.string().optional(),
  message: z.string(),
  trace: z.string().optional(),
  /** The last place in the project's own code, from `root`. */
  file: z.string().optional(),
  line: z.int().optional(),
  /** `missing-package`: the top-level module that could not be imported. */
  package: z.string().optional(),
});
export type StageFailure = z.infer<typeof stageFailureSchema>;

/** What train-smoke found; the checks themselves are judged by `gates`. */
export const smokeFindingsSchema = z.strictObject({
  trained_rows: z.int(),
  losses: z.array(z.number().nullable()),
  predicted_rows: z.int(),
  predictions: z.int(),
  /** Whether every prediction is a number without NaN; for labels, whether every one is a known label. */
  predictions_valid: z.boolean(),
  bad_prediction: z.string().optional(),
  /** Smallest and largest probability, absent where the model gives none. */
  probability_range: z.tuple([z.number().nullable(), z.number().nullable()]).optional(),
  reload_equal: z.boolean(),
});
export type SmokeFindings = z.infer<typeof smokeFindingsSchema>;

/** The file that a runner writes last, temporary name then rename: without it, a stage has not ended. */
export const stageResultSchema = z.strictObject({
  schema: z.literal('modelgate.stage-result/v1'),
  stage: stageRequestSchema.shape.stage,
  failure: stageFailureSchema.optional(),
  python: z.string().optional(),
  /** Project files that were imported or opened, from `root`, sorted; files of the workspace's libraries as `.libraries/...`. */
  imported: z.array(z.string()).default([]),
  opened: z.array(z.string()).default([]),
  notes: z.array(z.string()).default([]),
  cpu_seconds: z.number(),
  peak_rss_bytes: z.int(),
  history: z.record(z.string(), z.array(z.number().nullable())).optional(),
  smoke: smokeFindingsSchema.optional(),
  /** Rows that were trained on (`train`, `train-smoke`) or predicted (`score`). */
  rows: z.int().optional(),
  /** What classes.json has; `score` also tells the index of the positive class of a binary task in it. */
  classes: z.array(labelSchema).optional(),
  positive: z.int().optional(),
  /** `score`: whether probabilities.npy was written. */
  probabilities: z.boolean().optional(),
  user_metrics: z.record(z.string(), z.number().nullable()).optional(),
  /** `measure`, `load-check`: seconds from the start of load_model to its return. */
  load_seconds: z.number().optional(),
});
export type StageResult = z.infer<typeof stageResultSchema>;

/** entry.json beside model/ and code/: how the code of a version is called, wherever it is loaded. */
export const entryFileSchema = z.strictObject({
  schema: z.literal('modelgate.entry/v1'),
  task: taskSchema,
  target: z.string(),
  positive: labelSchema.optional(),
  path: z.array(z.string()),
  entry: entryMapSchema,
  named: z.array(z.string()),
  /** The programs that run stages instead of the entry points; they start in the folder code/. */
  command: stageCommandsSchema.optional(),
});
export type EntryFile = z.infer<typeof entryFileSchema>;
