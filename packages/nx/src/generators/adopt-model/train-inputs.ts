import { existsSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { EntryName, PythonOutline } from '@modelgate/contracts';
import type { ModelShape } from '../../inference/model-shape';
import { isExcluded, pythonSources } from '../../inference/code-sources';
import type { FoundEntry } from './entry-points';
import { importedFrom, type Modules } from './modules';

/** A file that has to be declared, and the place that reads it. */
export interface FoundInput {
  path: string;
  because: string;
}

export interface InputQuestion {
  folder: string;
  shape: ModelShape;
  modules: Modules;
  outlines: readonly PythonOutline[];
  found: Partial<Record<EntryName, FoundEntry>>;
  /** Files that are read as something else: data, baseline, suites. */
  taken: readonly string[];
}

const FOR_TRAINING: readonly EntryName[] = [
  'load_data',
  'preprocess_features',
  'train',
  'save_model',
  'load_model',
];
const FOR_PREDICTION: readonly EntryName[] = ['evaluate', 'predict', 'predict_proba'];

/** Settings that code reads; everything else that it names may as well be an output. */
const SETTINGS = /\.(ya?ml|json|toml|ini|cfg|conf|txt|sql)$/i;
/** What every stage hashes, or only its own one. */
const HASHED = /^(model\.yaml|params\.yaml|pyproject\.toml|uv\.lock|requirements[^/]*\.txt)$/;

/**
 * What training reads beside the files that it hashes: modules of the evaluate and api entry points that it imports, and
 * settings that its code names.
 */
export function trainInputs(question: InputQuestion): FoundInput[] {
  const training = reach(question, FOR_TRAINING);
  const predicting = reach(question, FOR_PREDICTION);
  const ofTraining = pythonSources('train', question.shape);
  const ofScoring = pythonSources('score', question.shape);
  const modules = [
    ...[...training].filter(([path]) => isExcluded(ofTraining, path)),
    ...[...predicting].filter(([path, site]) => isExcluded(ofScoring, path) && site !== undefined),
  ].map(([path, site]) => ({
    path,
    because: site ? `${site.file}:${site.line} imports it` : 'training imports it',
  }));
  const unique = new Map(
    [...modules, ...settings(question, [...training.keys(), ...predicting.keys()])].map((input) => [
      input.path,
      input,
    ]),
  );
  return [...unique.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function reach({ modules, outlines, found }: InputQuestion, names: readonly EntryName[]) {
  const files = names.flatMap((name) => found[name]?.file ?? []);
  return importedFrom([...new Set(files)], modules, outlines);
}

function settings(
  { folder, outlines, found, taken }: InputQuestion,
  reached: readonly string[],
): FoundInput[] {
  const entries = new Set(Object.values(found).map(({ target }) => target.split(':')[1]));
  return outlines
    .filter(({ path }) => reached.includes(path))
    .flatMap(({ path, files }) =>
      files
        .filter(({ text, scope }) => SETTINGS.test(text) && (scope === null || entries.has(scope)))
        .flatMap(({ text, line }) => {
          // Relative to where a stage runs, which is the project's folder, or to the module.
          const place = [posix.normalize(text), posix.join(posix.dirname(path), text)].find((candidate) =>
            isFile(folder, candidate),
          );
          return place === undefined ? [] : [{ path: place, because: `${path}:${line} names it` }];
        }),
    )
    .filter(({ path }) => !HASHED.test(path) && !taken.includes(path));
}

function isFile(folder: string, path: string): boolean {
  if (posix.isAbsolute(path) || path.startsWith('../')) return false;
  return existsSync(join(folder, path)) && statSync(join(folder, path)).isFile();
}
