import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UserError } from '@modelgate/contracts';
import type { Checkpoint, CheckpointValidation } from '../checkpoint/checkpoint';
import { readCheckpoint } from '../checkpoint/read-checkpoint';
import type { DataSource } from '../data-source';
import type { JsonObject } from '../json';
import type { Suite } from '../suite/suite';
import { shown } from '../wording';
import { missingArgument, type ReadArguments } from './arguments';
import { dataOf } from './data-arguments';
import { shownPath } from './outputs';
import { readNamed, readSuiteFile } from './read-files';
import type { Surroundings } from './surroundings';
import { NAME } from './validate-options';

export interface PlannedValidation {
  suite: Suite;
  data: DataSource;
  parameters: JsonObject;
}

export interface Plan {
  validations: PlannedValidation[];
  checkpoint?: Checkpoint;
}

/** Which suites are evaluated over which data: what a checkpoint names, else every suite over all data. */
export async function planOf(read: ReadArguments, surroundings: Surroundings): Promise<Plan> {
  const sources = read.list('data').map((path) => dataOf(path, surroundings));
  const suites = await Promise.all(read.list('suite').map((path) => readSuiteFile(path, surroundings)));
  const file = read.value('checkpoint');
  if (file === undefined) {
    if (suites.length === 0) throw missingArgument(NAME, 'suite', 'expectations/train.yaml');
    if (sources.length === 0) throw missingArgument(NAME, 'data', 'data/train.csv');
    return { validations: each(suites, sources) };
  }
  const text = await readNamed('checkpoint', file, surroundings);
  const home = dirname(dirname(resolve(surroundings.cwd, file)));
  const checkpoint = readCheckpoint(text, {
    filePath: file,
    definition: (name) => definitionIn(home, name),
  });
  if (checkpoint.validations.length === 0) {
    if (suites.length > 0 && sources.length > 0) return { validations: each(suites, sources), checkpoint };
    throw new UserError(`the checkpoint ${shown(checkpoint.name)} names no validations`, {
      where: checkpoint.place,
      fix: 'name them there, or add --suite and --data',
    });
  }
  const validations: PlannedValidation[] = [];
  for (const validation of checkpoint.validations) {
    const suite = await suiteNamed(validation, { suites, home, surroundings });
    const parameters = validation.parameters ?? {};
    for (const data of dataNamed(validation, { sources, home, surroundings })) {
      validations.push({ suite, data, parameters });
    }
  }
  return { validations, checkpoint };
}

function each(suites: readonly Suite[], sources: readonly DataSource[]): PlannedValidation[] {
  return sources.flatMap((data) => suites.map((suite) => ({ suite, data, parameters: {} })));
}

/** The files of Great Expectations' 1.x have no ending. */
const ENDINGS = ['', '.yaml', '.yml', '.json'];

function definitionIn(home: string, name: string): { text: string; filePath: string } | undefined {
  const path = ENDINGS.map((ending) => join(home, 'validation_definitions', name + ending)).find(existsSync);
  return path === undefined ? undefined : { text: readFileSync(path, 'utf8'), filePath: path };
}

interface Place {
  /** The folder that holds `checkpoints/` and `expectations/`. */
  home: string;
  surroundings: Surroundings;
}

/** One of the suites that were given, or a file beside the checkpoint's folder: `a.b` is `expectations/a/b.json`, too. */
function suiteNamed(
  { suite: name, place }: CheckpointValidation,
  { suites, home, surroundings }: Place & { suites: readonly Suite[] },
): Suite | Promise<Suite> {
  const given = suites.find((suite) => suite.name === name);
  if (given) return given;
  const folder = join(home, 'expectations');
  const path = [name, name.replaceAll('.', '/')]
    .flatMap((stem) => ENDINGS.map((ending) => join(folder, stem + ending)))
    .find((candidate) => existsSync(candidate) && basename(candidate) !== 'expectations');
  if (path !== undefined) return readSuiteFile(shownPath(path, surroundings), surroundings);
  throw new UserError(`there is no suite ${shown(name)}`, {
    where: place,
    fix: `put it into ${shownPath(folder, surroundings)}, or name its file with --suite`,
  });
}

function dataNamed(
  { data, place }: CheckpointValidation,
  { sources, home, surroundings }: Place & { sources: readonly DataSource[] },
): DataSource[] {
  const path = data?.path;
  if (path !== undefined) {
    const found = [surroundings.cwd, home, dirname(home)]
      .map((folder) => resolve(folder, path))
      .find(existsSync);
    if (found !== undefined) return [{ path: found, name: path }];
    if (data?.exact || sources.length === 0) return [dataOf(path, surroundings)];
  }
  const named = sources.filter(({ name = '' }) => data?.names.some((known) => isCalled(name, known)));
  if (named.length > 0) return named;
  if (sources.length > 0) return [...sources];
  throw new UserError('the checkpoint does not say where its data is', {
    where: place,
    fix: 'add data: PATH to the validation, or name it with --data',
  });
}

/** `data/train.csv` is `data/train.csv`, `train.csv` and `train`. */
function isCalled(path: string, name: string): boolean {
  const file = basename(path);
  return [path, file, file.replace(/\..*$/, '')].includes(name);
}
