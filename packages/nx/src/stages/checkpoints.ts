import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { basename, extname, posix } from 'node:path';
import { UserError, type Validations } from '@modelgate/contracts';
import { readSuite, type Checkpoint, type DataReference } from '@modelgate/expectations';
import type { OpenedData } from '@modelgate/runtime';
import { findCheckpoints, suiteStem, type FoundCheckpoint } from './checkpoint-files';
import type { Opened } from './data-files';
import { writeJson } from './run-stage-task';
import { projectPath, type ProjectContext } from './stage-context';
import type { PlannedSuite, Validated } from './suites';

export interface CheckpointPlan {
  suites: PlannedSuite[];
  /** What people should know about how the checkpoints were read. */
  notes: string[];
  /** Files of checkpoints, from the project's folder. */
  files: string[];
}

/**
 * The suites of a project with those that its checkpoints run. A suite that was found by its place alone is run over the
 * data that a checkpoint names for it; what the project's file names is run in any case.
 * @param planned the suites that would be run without checkpoints
 * @param named those that the project's file names; undefined: it names none
 * @throws UserError for a checkpoint that cannot be read, names no suite of the project, or other data than the project's
 */
export async function withCheckpoints(
  context: ProjectContext,
  planned: readonly PlannedSuite[],
  { named, data }: { named: readonly string[] | undefined; data: Opened },
): Promise<CheckpointPlan> {
  const found = findCheckpoints(context, named);
  if (found.length === 0) return { suites: [...planned], notes: [], files: [] };
  const notes: string[] = [];
  const chosen: PlannedSuite[] = [];
  for (const each of found) {
    for (const validation of each.checkpoint.validations) {
      const path = await suitePath(context, each, validation.suite, planned);
      const { role, note } = roleOf(validation.data, data, {
        checkpoint: each.checkpoint,
        place: validation.place,
        isThere: (file) => existsSync(projectPath(context, file)),
      });
      if (note !== undefined) notes.push(note);
      const { parameters } = validation;
      add(chosen, { path, role, ...(parameters ? { parameters } : {}), checkpoints: [each.file] });
    }
  }
  const byConvention = named === undefined ? chosen.map(({ path }) => path) : [];
  for (const suite of planned) {
    if (!byConvention.includes(suite.path)) add(chosen, { ...suite, checkpoints: [] });
  }
  // A checkpoint that names no suite is for all of them.
  const general = found
    .filter(({ checkpoint }) => checkpoint.validations.length === 0)
    .map(({ file }) => file);
  return {
    suites: chosen.map((suite) => ({ ...suite, checkpoints: [...(suite.checkpoints ?? []), ...general] })),
    notes: [...new Set(notes)],
    files: found.map(({ file }) => posix.relative(context.projectRoot, file)),
  };
}

/** Several checkpoints may run a suite over the same data: it is run once. */
function add(chosen: PlannedSuite[], suite: PlannedSuite): void {
  const same = chosen.find(
    ({ path, role, parameters }) =>
      path === suite.path &&
      role === suite.role &&
      JSON.stringify(parameters ?? {}) === JSON.stringify(suite.parameters ?? {}),
  );
  if (same) same.checkpoints = [...new Set([...(same.checkpoints ?? []), ...(suite.checkpoints ?? [])])];
  else chosen.push(suite);
}

/** Writes what the actions of the checkpoints tell of, where there are any. */
export async function writeValidations(
  context: ProjectContext,
  out: string,
  { files }: CheckpointPlan,
  validated: readonly Validated[],
): Promise<void> {
  if (files.length === 0) return;
  const validations: Validations = {
    schema: 'modelgate.validations/v1',
    time: new Date().toISOString(),
    validations: validated.map(({ suite, data, result }) => ({
      suite: posix.join(context.projectRoot, suite.path),
      data,
      checkpoints: suite.checkpoints ?? [],
      result: JSON.parse(JSON.stringify(result)),
    })),
  };
  await writeJson(out, 'validations.json', validations);
}

/** A suite by its name: the file of that name, else the one that says so inside. */
async function suitePath(
  context: ProjectContext,
  { checkpoint, file, home }: FoundCheckpoint,
  name: string,
  planned: readonly PlannedSuite[],
): Promise<string> {
  const own = planned.map(({ path }) => path);
  const beside = await suitesBelow(context, posix.join(home, 'expectations'));
  const candidates = [...new Set([...own, ...beside])];
  const byFile = candidates.find(
    (path) => suiteStem(path) === name || basename(path, extname(path)) === name,
  );
  if (byFile !== undefined) return byFile;
  for (const path of candidates) {
    if ((await declaredName(context, path)) === name) return path;
  }
  const known = candidates.map(suiteStem).join(', ') || 'none';
  throw new UserError(
    `the checkpoint ${checkpoint.name} runs the suite ${name}, which the project does not have`,
    {
      where: checkpoint.validations.find(({ suite }) => suite === name)?.place ?? { file },
      why: `its suites are: ${known}`,
      fix: `put it into ${posix.join(context.projectRoot, home, 'expectations')}/, or name another`,
    },
  );
}

/** Reference profiles of drift lie there as well, in `profiles/`, and are no suites. */
async function suitesBelow(context: ProjectContext, folder: string): Promise<string[]> {
  const path = projectPath(context, folder);
  if (!existsSync(path)) return [];
  const names = await readdir(path, { recursive: true });
  return names
    .map((name) => posix.join(folder, name.split('\\').join('/')))
    .filter((name) => /\.(ya?ml|json)$/.test(name) && !name.startsWith(`${folder}/profiles/`))
    .sort();
}

async function declaredName(context: ProjectContext, path: string): Promise<string | undefined> {
  try {
    return readSuite(await readFile(projectPath(context, path), 'utf8'), { filePath: path }).name;
  } catch {
    // What is no suite has no name; where it is to be run, that is told then.
    return undefined;
  }
}

interface Asking {
  checkpoint: Checkpoint;
  place: Checkpoint['place'];
  /** Whether a path leads to something. */
  isThere: (path: string) => boolean;
}

/**
 * Which data of the project a checkpoint means. Other data is no input of the stage, so its verdict would be cached wrongly:
 * it is refused. What Great Expectations wrote elsewhere, on another machine, is told by its words.
 */
function roleOf(
  reference: DataReference | undefined,
  data: Opened,
  { checkpoint, place, isThere }: Asking,
): { role: 'train' | 'test'; note?: string } {
  if (!reference) return { role: 'train' };
  const { path, names, exact } = reference;
  const refuse = (why: string): never => {
    throw new UserError(`the checkpoint ${checkpoint.name} names data that is not the project's`, {
      where: place,
      why,
      fix: 'name data: train or data: test, or the path that the project file has for one of them',
    });
  };
  const named = path === undefined ? undefined : roleOfPath(path, data);
  if (named === 'test' && !data.test) refuse('it is the test data, which the project does not have');
  if (named !== undefined) return { role: named };
  if (path !== undefined && (exact || isThere(path)))
    refuse(`${path} is neither its training nor its test data`);
  const known = roleOfNames(names, data);
  if (known !== undefined) return { role: known };
  const shown = names.map((name) => JSON.stringify(name)).join(', ');
  const note = `the checkpoint ${checkpoint.name} names the data ${shown}, which is taken for the training data: data: train or data: test says it`;
  return { role: 'train', note };
}

function roleOfPath(path: string, data: Opened): 'train' | 'test' | undefined {
  if (path === 'train' || path === 'test') return path;
  const plain = posix.normalize(path.split('\\').join('/'));
  const isOf = (opened: OpenedData | undefined): boolean =>
    opened !== undefined && (opened.relative === plain || opened.relative.endsWith(`/${plain}`));
  const isNamed = (opened: OpenedData | undefined): boolean =>
    opened !== undefined && posix.basename(opened.relative) === posix.basename(plain);
  if (isOf(data.train)) return 'train';
  if (isOf(data.test)) return 'test';
  // Great Expectations' paths begin at folders of its own.
  if (isNamed(data.train) && !isNamed(data.test)) return 'train';
  return isNamed(data.test) && !isNamed(data.train) ? 'test' : undefined;
}

function roleOfNames(names: readonly string[], data: Opened): 'train' | 'test' | undefined {
  for (const name of names) {
    for (const role of ['train', 'test'] as const) {
      const file = data[role]?.relative;
      if (file !== undefined && [posix.basename(file), stem(file)].includes(name)) return role;
    }
  }
  const words = names.flatMap((name) => name.toLowerCase().split(/[^a-z]+/));
  if (data.test && words.some((word) => /^(test|holdout|eval)$/.test(word))) return 'test';
  return words.includes('train') || words.includes('training') ? 'train' : undefined;
}

function stem(path: string): string {
  return posix.basename(path).replace(/\..*$/, '');
}
