import { posix } from 'node:path';
import { DATA_LOCK_FILE, hasScheme } from '@modelgate/contracts/conventions';
import type { Input } from './inputs';
import type { DatasetShape } from './dataset-shape';
import type { ModelShape } from './model-shape';
import { filePattern, projectPattern } from './nx-patterns';

/** The inputs of a data set's project that the models on it hash. */
export const TRAIN_DATA = 'train-data';
export const TEST_DATA = 'test-data';

/**
 * What git holds of data that a project file names: the file, its `.dvc` pointer, the files below it where it is a folder, and
 * what it matches where it is a glob. All stand there always, since definitions follow from the project file alone and not
 * from what exists.
 */
export function dataPatterns(root: string, path: string): string[] {
  if (hasScheme(path)) return [filePattern(root, DATA_LOCK_FILE)];
  const data = path.endsWith('.dvc') ? path.slice(0, -'.dvc'.length) : path;
  const file = filePattern(root, data);
  return [...globPatterns(root, data), file, `${file}.dvc`, `${file}/**/*`];
}

/** A name with `[1]` in it may be meant as a pattern or as it stands, so both are hashed. */
function globPatterns(root: string, data: string): string[] {
  if (!/[*?[\]{}]/.test(data)) return [];
  const rest = data.replace(/\[[^[\]{}]+\]|\{[^[\]{}]+\}/g, '');
  if (/[[\]{}]/.test(rest)) return [];
  const glob = data.replace(/[()!]/g, '?');
  const pattern = glob.startsWith('../')
    ? `{workspaceRoot}/${posix.join(root, glob)}`
    : `${projectPattern(root)}/${glob}`;
  return [pattern, `${pattern}.dvc`];
}

/** The identity of the training data and of the evaluation set of a model. */
export function modelData(root: string, shape: ModelShape): { train: Input[]; test: Input[] } {
  if (shape.dataset !== undefined) {
    const projects = [shape.dataset];
    return { train: [{ input: TRAIN_DATA, projects }], test: [{ input: TEST_DATA, projects }] };
  }
  const train = shape.train === undefined ? [] : dataPatterns(root, shape.train);
  return { train, test: shape.test === undefined ? train : dataPatterns(root, shape.test) };
}

/** The named inputs of a data set: its definition and the identity of its files. */
export function datasetNamedInputs(root: string, shape: DatasetShape): Record<string, string[]> {
  const definition = filePattern(root, 'dataset.yaml');
  const train = shape.train === undefined ? [] : dataPatterns(root, shape.train);
  const test = shape.test === undefined ? train : dataPatterns(root, shape.test);
  return { [TRAIN_DATA]: [definition, ...train], [TEST_DATA]: [definition, ...test] };
}
