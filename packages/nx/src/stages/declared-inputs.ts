import { existsSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { commandsOf, PROCESS_STAGES, type EntryName, type StageResult } from '@modelgate/contracts';
import { undeclaredInputs } from '@modelgate/runtime';
import { pythonSources } from '../inference/stage-inputs';
import { projectPath, type StageContext } from './stage-context';

/**
 * Compares what the project's code really read with what the stage hashes.
 *
 * @param without entry points whose modules the stage does not hash
 * @param further files of the project, from its folder, that the stage hashes besides `train.inputs`
 * @throws UserError where a file was read whose change would not rerun the stage
 */
export function assertDeclared(
  context: StageContext,
  { imported, opened }: Pick<StageResult, 'imported' | 'opened'>,
  without: readonly EntryName[],
  further: readonly string[] = [],
): void {
  const { shape, projectRoot, stage } = context;
  const command = commandOfStage(context);
  const sources = command ? { folders: shape.pythonPath, excluded: [] } : pythonSources(shape, without);
  const error = undeclaredInputs({
    stage,
    imported,
    opened: [...opened, ...(command ? commandFiles(context, command) : [])],
    sources: { ...sources, everyFile: shape.commands !== undefined },
    inputs: [...shape.trainInputs, ...further],
    projectPath: projectRoot,
    libraries: context.libraries,
    root: projectPath(context, '.'),
  });
  if (error) throw error;
}

/** The command that runs the stage of a context, where one does. */
function commandOfStage({ model, stage }: StageContext): string[] | undefined {
  const name = PROCESS_STAGES.find((candidate) => candidate === stage);
  return name && commandsOf(model.command)[name];
}

/** The parts of a command that are files of the project: `src/model.mjs`. */
export function commandFiles(context: StageContext, command: readonly string[]): string[] {
  return command
    .filter((part) => !posix.isAbsolute(part) && existsSync(projectPath(context, part)))
    .filter((part) => statSync(projectPath(context, part)).isFile())
    .map((part) => posix.normalize(part))
    .filter((part) => !part.startsWith('../'));
}
