import { NAME_PATTERN } from '@modelgate/contracts/conventions';
import { mapping, pick, textOf, texts, type Mapping } from './tolerant-yaml';

/** The part of dataset.yaml that target definitions and edges depend on. */
export interface DatasetShape {
  name: string;
  description?: string;
  train?: string;
  test?: string;
  /** Suites that dataset.yaml names; undefined: every suite in expectations/. */
  suites?: string[];
  derivedFrom: string[];
}

/** @returns undefined where the name is missing or no name */
export function datasetShape(root: Mapping): DatasetShape | undefined {
  const name = root['name'];
  if (typeof name !== 'string' || !NAME_PATTERN.test(name)) return undefined;
  const description = textOf(root['description']);
  const expectations = mapping(root['expectations']);
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...pick(mapping(root['files']) ?? {}, ['train', 'test']),
    ...(expectations ? { suites: [...texts(expectations['train']), ...texts(expectations['test'])] } : {}),
    derivedFrom: texts(root['derived_from']),
  };
}

/** Stands for a dataset.yaml that cannot be read. */
export const UNREADABLE_DATASET: DatasetShape = { name: 'unreadable', derivedFrom: [] };
