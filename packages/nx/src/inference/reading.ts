import { DATASET_SCHEMA_ID, MODEL_SCHEMA_ID } from '@modelgate/contracts/conventions';
import { datasetShape, type DatasetShape } from './dataset-shape';
import { modelShape, type ModelShape } from './model-shape';
import { mapping } from './tolerant-yaml';

/** The files that make a folder a project of ours. */
export const PROJECT_FILES = ['model.yaml', 'dataset.yaml'] as const;
export type ProjectFile = (typeof PROJECT_FILES)[number];

/** What a project file is to the inference: a project, one that cannot be read, or another tool's file. */
export type Reading =
  | { kind: 'model'; shape: ModelShape }
  | { kind: 'dataset'; shape: DatasetShape }
  | { kind: 'broken' }
  | { kind: 'foreign' };

const FIRST_KEY = /^\s*(?:["']?)schema(?:["']?)\s*:\s*["']?([\w.-]+\/v\d+)/;
const OURS = [MODEL_SCHEMA_ID, DATASET_SCHEMA_ID].map((id) => `${id.split('/')[0]}/`);

/** Whether the first key of a YAML text is our `schema:`. */
export function isOurs(text: string): boolean {
  const firstLine = text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .find((line) => !/^\s*(#|---\s*$|%YAML|$)/.test(line));
  const id = firstLine === undefined ? '' : (FIRST_KEY.exec(firstLine)?.[1] ?? '');
  return OURS.some((prefix) => id.startsWith(prefix));
}

/**
 * Reads a project file as far as the inference needs it.
 * @param parseYaml throws on text that is not YAML
 */
export function readShape(file: ProjectFile, text: string, parseYaml: (text: string) => unknown): Reading {
  if (!isOurs(text)) return { kind: 'foreign' };
  let root;
  try {
    root = mapping(parseYaml(text));
  } catch {
    return { kind: 'broken' };
  }
  if (root === undefined) return { kind: 'broken' };
  if (file === 'dataset.yaml') {
    const shape = datasetShape(root);
    return shape ? { kind: 'dataset', shape } : { kind: 'broken' };
  }
  const shape = modelShape(root);
  return shape ? { kind: 'model', shape } : { kind: 'broken' };
}
