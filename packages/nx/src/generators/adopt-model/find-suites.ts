import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { UserError } from '@modelgate/contracts';
import { EXPECTATION_TYPES, readSuite } from '@modelgate/expectations';
import { parseCheckpoint, type Checkpoint } from './checkpoints';
import type { FileInProject } from './project-files';

export interface FoundSuites {
  /** Paths from the project's folder. */
  train: string[];
  test: string[];
  /** Whether these are what modelgate looks for without being told. */
  conventional: boolean;
  checkpoints: Checkpoint[];
  /** Files that are no suite that can be read, and why. */
  refused: { path: string; why: string }[];
  /** Expectations that are not evaluated here, by suite. */
  unsupported: { path: string; types: string[] }[];
}

/** The folders in which Great Expectations keeps a project: up to version 0.18, and since 1.0. */
const HOMES = /^(.*\/)?(great_expectations|gx)\//;

/** Suites below `expectations/` folders, and which data each is for, by the checkpoints that run them, else by their names. */
export function findSuites(folder: string, files: readonly FileInProject[], hasTest: boolean): FoundSuites {
  const read = (path: string) => readFileSync(join(folder, path), 'utf8');
  const checkpoints = files
    .filter(({ path }) => /(^|\/)checkpoints\/[^/]+(\.(ya?ml|json))?$/.test(path) && HOMES.test(path))
    .flatMap(({ path }) =>
      parseCheckpoint(path, read(path), (definition) => definitionOf(folder, path, definition)),
    );
  const found: FoundSuites = {
    train: [],
    test: [],
    conventional: false,
    checkpoints,
    refused: [],
    unsupported: [],
  };
  const candidates = files.filter(({ path }) => /(^|\/)expectations\/.+\.(ya?ml|json)$/.test(path));
  for (const { path } of candidates) {
    try {
      const suite = readSuite(read(path), { filePath: path });
      if (suite.expectations.length === 0) {
        found.refused.push({ path, why: 'it has no expectations' });
        continue;
      }
      const types = [...new Set(suite.expectations.map(({ type }) => type))];
      const unsupported = types.filter((type) => !EXPECTATION_TYPES.includes(type));
      if (unsupported.length > 0) found.unsupported.push({ path, types: unsupported });
      const roles = rolesOf(path, nameInFolder(path), suite.name, checkpoints, hasTest);
      for (const role of roles) found[role].push(path);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      found.refused.push({ path, why: error.message.split('\n')[0] ?? '' });
    }
  }
  found.conventional =
    [...found.train, ...found.test].every((path) => /^expectations\/[^/]+$/.test(path)) &&
    found.train.every((path) => !isCalledTest(path)) &&
    found.test.every(isCalledTest) &&
    found.refused.length === 0;
  return found;
}

/** Great Expectations keeps the suite `credit.train` in `expectations/credit/train.json`. */
function nameInFolder(path: string): string {
  return path
    .replace(/^(.*\/)?expectations\//, '')
    .replace(/\.(ya?ml|json)$/, '')
    .split('/')
    .join('.');
}

function rolesOf(
  path: string,
  inFolder: string,
  name: string,
  checkpoints: readonly Checkpoint[],
  hasTest: boolean,
): ('train' | 'test')[] {
  const runs = checkpoints.flatMap(({ runs }) => runs).filter((run) => [name, inFolder].includes(run.suite));
  const isForTest = (text: string) =>
    text
      .toLowerCase()
      .split(/[^a-z]+/)
      .some((word) => /^(test|holdout|eval)$/.test(word));
  const roles = runs.map(({ data }) => (hasTest && isForTest(data) ? 'test' : 'train'));
  if (roles.length > 0) return [...new Set<'train' | 'test'>(roles)].sort().reverse();
  return [hasTest && isForTest(posix.basename(path).replace(/\.[^.]+$/, '')) ? 'test' : 'train'];
}

function isCalledTest(path: string): boolean {
  return /(^|\/)test\.[^/.]+$/.test(path);
}

function definitionOf(folder: string, checkpoint: string, name: string): string | undefined {
  const home = posix.dirname(posix.dirname(checkpoint));
  const file = ['', '.json']
    .map((ending) => join(folder, home, 'validation_definitions', `${name}${ending}`))
    .find(existsSync);
  return file === undefined ? undefined : readFileSync(file, 'utf8');
}
