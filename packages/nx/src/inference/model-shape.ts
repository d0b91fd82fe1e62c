import {
  commandsOf,
  NAME_PATTERN,
  PROCESS_STAGES,
  QUALITY_STAGES,
  resolveEntry,
  type EntryName,
  type QualityStage,
  type StageCommands,
} from '@modelgate/contracts/conventions';
import { mapping, pick, textOf, texts, type Mapping } from './tolerant-yaml';

/** The part of model.yaml that target definitions depend on. Read tolerantly: the executors check the file strictly. */
export interface ModelShape {
  name: string;
  description?: string;
  dataset?: string;
  train?: string;
  test?: string;
  /** Suites that model.yaml names; undefined: every suite in expectations/. */
  suites?: string[];
  pythonPath: string[];
  /** The version specifier of `python.version`. */
  pythonVersion?: string;
  entry: Record<EntryName, string>;
  trainInputs: string[];
  baseline: string;
  quality: QualityStage[];
  /** Programs that run stages instead of the Python entry points. */
  commands?: StageCommands;
  /** Python libraries of the workspace; not in model.yaml: the inference finds them by the project's dependencies. */
  libraries?: readonly LibrarySources[];
}

/** A Python library as the inputs of stages need it. */
export interface LibrarySources {
  /** From the workspace. */
  root: string;
  /** Folders below `root` that hold its packages. */
  path: readonly string[];
}

/** @returns undefined where the name is missing or no name, so that nothing can be made of the rest */
export function modelShape(root: Mapping): ModelShape | undefined {
  const name = root['name'];
  if (typeof name !== 'string' || !NAME_PATTERN.test(name)) return undefined;
  const data = mapping(root['data']) ?? {};
  const python = mapping(root['python']) ?? {};
  const expectations = mapping(root['expectations']);
  const packageName = textOf(python['package']);
  const description = textOf(root['description']);
  const pythonVersion = textOf(python['version']);
  const commands = readCommands(root['command']);
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...pick(data, ['dataset', 'train', 'test']),
    ...(expectations ? { suites: [...texts(expectations['train']), ...texts(expectations['test'])] } : {}),
    pythonPath: python['path'] === undefined ? ['src'] : texts(python['path']),
    ...(pythonVersion === undefined ? {} : { pythonVersion }),
    entry: resolveEntry({
      name,
      entry: mapping(root['entry']) ?? {},
      python: packageName === undefined ? {} : { package: packageName },
    }),
    trainInputs: texts(mapping(root['train'])?.['inputs']),
    baseline: textOf(root['baseline']) ?? 'baseline_metrics.json',
    quality: QUALITY_STAGES.filter((stage) => texts(root['quality']).includes(stage)),
    ...(Object.keys(commands).length === 0 ? {} : { commands }),
  };
}

/** Stands for a model.yaml that cannot be read: its targets exist, and their executors tell what is wrong. */
export const UNREADABLE_SHAPE: ModelShape = {
  name: 'unreadable',
  pythonPath: ['src'],
  entry: resolveEntry({ name: 'unreadable' }),
  trainInputs: [],
  baseline: 'baseline_metrics.json',
  quality: [],
};

function readCommands(command: unknown): StageCommands {
  if (Array.isArray(command)) return commandsOf(texts(command));
  const byStage = mapping(command) ?? {};
  return Object.fromEntries(
    PROCESS_STAGES.filter((stage) => Array.isArray(byStage[stage])).map((stage) => [
      stage,
      texts(byStage[stage]),
    ]),
  );
}
