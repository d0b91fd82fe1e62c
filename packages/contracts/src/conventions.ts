/**
 * Names that follow from a model's name alone. This file loads nothing, so that code which must stay quick (the
 * inference of targets, hooks) can use it: import it as `@modelgate/contracts/conventions`.
 */

export const MODEL_SCHEMA_ID = 'modelgate.model/v1';
export const DATASET_SCHEMA_ID = 'modelgate.dataset/v1';

/** The identity of data outside the workspace; stands beside dataset.yaml. */
export const DATA_LOCK_FILE = 'data.lock.json';

/** Whether a text that names data is a URI, not a path. */
export function hasScheme(text: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(text);
}

/** Names of models, environments and data sets: safe as a folder, a target and a URL segment. */
export const NAME_PATTERN = /^[a-z0-9][a-z0-9._-]*$/;

/** Every target that a project of ours can get, in the order in which they run. */
export const STAGES = [
  'lint',
  'typecheck',
  'test',
  'lock-data',
  'validate-data',
  'train-smoke',
  'train',
  'score',
  'evaluate',
  'measure',
  'benchmark',
  'check',
  'gate',
  'package',
  'deploy',
  'rollback',
  'repro',
] as const;
export type Stage = (typeof STAGES)[number];

/** Checks of the code; a model has those that `quality:` in model.yaml lists. */
export const QUALITY_STAGES = ['lint', 'typecheck', 'test'] as const;
export type QualityStage = (typeof QUALITY_STAGES)[number];

/** The targets of a data set. */
export const DATASET_STAGES = ['lock-data', 'validate-data'] as const;

/** The stages that give a verdict. */
export const JUDGING_STAGES = ['validate-data', 'train-smoke', 'evaluate', 'benchmark'] as const;
export type JudgingStage = (typeof JUDGING_STAGES)[number];

/** The functions that the runner calls; each may be overridden under `entry:` in model.yaml. */
export const ENTRY_NAMES = [
  'load_data',
  'preprocess_features',
  'train',
  'save_model',
  'load_model',
  'evaluate',
  'predict',
  'predict_proba',
  'api',
] as const;
export type EntryName = (typeof ENTRY_NAMES)[number];

/** The package that holds a model's conventional modules: `credit-risk` -> `credit_risk`; "" where there is none. */
export function packageOf(model: { name: string; python?: { package?: string | undefined } }): string {
  return model.python?.package ?? snakeCase(model.name);
}

/** `credit-risk` -> `credit_risk`; a leading digit gets an underscore, as Python names cannot begin with one. */
export function snakeCase(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^(?=\d)/, '_');
}

const CONVENTION: Record<EntryName, string> = {
  load_data: 'data:load_data',
  preprocess_features: 'data:preprocess_features',
  train: 'train:train_model',
  save_model: 'train:save_model',
  load_model: 'train:load_model',
  evaluate: 'evaluate:evaluate_model',
  predict: 'evaluate:predict',
  predict_proba: 'evaluate:predict_proba',
  api: 'api:app',
};

export type ResolvedEntry = Record<EntryName, string>;

/** All entry points of a model: those that it names, and the conventional ones for the rest. */
export function resolveEntry(model: {
  name: string;
  entry?: Partial<Record<EntryName, string | undefined>>;
  python?: { package?: string | undefined };
}): ResolvedEntry {
  const prefix = packageOf(model) === '' ? '' : `${packageOf(model)}.`;
  return Object.fromEntries(
    ENTRY_NAMES.map((name) => [name, model.entry?.[name] ?? `${prefix}${CONVENTION[name]}`]),
  ) as ResolvedEntry;
}

/** The stages that call the model's code, each in a process of its own. */
export const PROCESS_STAGES = ['train-smoke', 'train', 'score', 'measure', 'load-check'] as const;
export type ProcessStage = (typeof PROCESS_STAGES)[number];

/** Programs with their arguments, by the stage that they run. */
export type StageCommands = Partial<Record<ProcessStage, string[]>>;

/** The commands of `command:` in model.yaml by stage: a single list is that of every stage. */
export function commandsOf(command: string[] | StageCommands | undefined): StageCommands {
  if (command === undefined) return {};
  return Array.isArray(command)
    ? Object.fromEntries(PROCESS_STAGES.map((stage) => [stage, command]))
    : command;
}
