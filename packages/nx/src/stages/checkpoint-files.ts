import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { readCheckpoint, type Checkpoint } from '@modelgate/expectations';
import { checkpointHomes } from '../inference/checkpoint-homes';

/** A checkpoint and its file, from the workspace. */
export interface FoundCheckpoint {
  file: string;
  /** The folder beside whose suites it lies, from the project's folder. */
  home: string;
  checkpoint: Checkpoint;
}

interface Place {
  workspaceRoot: string;
  /** From the workspace. */
  projectRoot: string;
}

/**
 * The checkpoints of a project, by their files' paths. One in a folder outside of the project counts only where it runs
 * a suite that the project's file names: others belong to other projects.
 * @param suites those that the project's file names
 * @throws UserError for a file that is no checkpoint
 */
export function findCheckpoints(
  { workspaceRoot, projectRoot }: Place,
  suites: readonly string[] | undefined,
): FoundCheckpoint[] {
  const stems = (suites ?? []).map(suiteStem);
  return checkpointHomes(suites).flatMap((home) => {
    const folder = posix.join(projectRoot, home, 'checkpoints');
    const found = filesIn(join(workspaceRoot, folder)).map((name): FoundCheckpoint => {
      const file = posix.join(folder, name);
      const checkpoint = readCheckpoint(readFileSync(join(workspaceRoot, file), 'utf8'), {
        filePath: file,
        definition: (definition) => definitionIn(workspaceRoot, posix.join(projectRoot, home), definition),
      });
      return { file, home, checkpoint };
    });
    return home.startsWith('..')
      ? found.filter(({ checkpoint }) => checkpoint.validations.some(({ suite }) => stems.includes(suite)))
      : found;
  });
}

/** Whether a project has any checkpoint, by the names of its files alone. */
export function hasCheckpoints(
  { workspaceRoot, projectRoot }: Place,
  suites: readonly string[] | undefined,
): boolean {
  return checkpointHomes(suites).some(
    (home) => filesIn(join(workspaceRoot, projectRoot, home, 'checkpoints')).length > 0,
  );
}

/** Great Expectations writes the files of 1.x without an ending. */
function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isFile() && /^[^.]+$|^[^.].*\.(ya?ml|json)$/.test(entry.name))
    .map(({ name }) => name)
    .sort();
}

function definitionIn(
  workspaceRoot: string,
  home: string,
  name: string,
): { text: string; filePath: string } | undefined {
  const file = ['', '.json', '.yaml', '.yml']
    .map((ending) => posix.join(home, 'validation_definitions', `${name}${ending}`))
    .find((path) => !posix.relative(home, path).startsWith('..') && existsSync(join(workspaceRoot, path)));
  return file === undefined
    ? undefined
    : { text: readFileSync(join(workspaceRoot, file), 'utf8'), filePath: file };
}

/** Great Expectations keeps the suite `credit.train` in `expectations/credit/train.json`. */
export function suiteStem(path: string): string {
  return path
    .replace(/^(.*\/)?expectations\//, '')
    .replace(/\.(ya?ml|json)$/, '')
    .split('/')
    .join('.');
}
