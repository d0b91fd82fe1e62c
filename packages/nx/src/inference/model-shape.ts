import {
  MODEL_SCHEMA_ID,
  NAME_PATTERN,
  resolveEntry,
  type EntryName,
} from '@modelgate/contracts/conventions';

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
}

/** What a model.yaml is to the inference: a model, a model that cannot be read, or another tool's file. */
export type Reading = { kind: 'model'; shape: ModelShape } | { kind: 'broken' } | { kind: 'foreign' };

const FIRST_KEY = /^\s*(?:["']?)schema(?:["']?)\s*:\s*["']?([\w.-]+\/v\d+)/;

/** Whether the first key of a YAML text is our `schema:`. */
export function isOurs(text: string): boolean {
  const firstLine = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .find((line) => !/^\s*(#|---\s*$|%YAML|$)/.test(line));
  return (
    firstLine !== undefined &&
    (FIRST_KEY.exec(firstLine)?.[1] ?? '').startsWith(MODEL_SCHEMA_ID.split('/')[0] + '/')
  );
}

/** @param parseYaml throws on text that is not YAML */
export function readModelShape(text: string, parseYaml: (text: string) => unknown): Reading {
  if (!isOurs(text)) return { kind: 'foreign' };
  let root: Mapping | undefined;
  try {
    root = mapping(parseYaml(text));
  } catch {
    return { kind: 'broken' };
  }
  const name = root?.['name'];
  if (!root || typeof name !== 'string' || !NAME_PATTERN.test(name)) return { kind: 'broken' };
  const data = mapping(root['data']) ?? {};
  const python = mapping(root['python']) ?? {};
  const expectations = mapping(root['expectations']);
  const packageName = textOf(python['package']);
  const description = textOf(root['description']);
  const pythonVersion = textOf(python['version']);
  const shape: ModelShape = {
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
  };
  return { kind: 'model', shape };
}

/** Stands for a model.yaml that cannot be read: its targets exist, and their executors tell what is wrong. */
export const UNREADABLE_SHAPE: ModelShape = {
  name: 'unreadable',
  pythonPath: ['src'],
  entry: resolveEntry({ name: 'unreadable' }),
  trainInputs: [],
  baseline: 'baseline_metrics.json',
};

type Mapping = Record<string, unknown>;

function mapping(value: unknown): Mapping | undefined {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((item): item is string => typeof item === 'string');
}

function pick<K extends string>(from: Mapping, keys: readonly K[]): Partial<Record<K, string>> {
  return Object.fromEntries(
    keys.flatMap((key) => (typeof from[key] === 'string' ? [[key, from[key]]] : [])),
  ) as Partial<Record<K, string>>;
}
