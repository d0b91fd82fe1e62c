import { existsSync, statSync } from 'node:fs';
import { posix } from 'node:path';
import { commandsOf, type StageResult } from '@modelgate/contracts';
import { undeclaredInputs } from '@modelgate/runtime';
import { pythonSources, type CodeStage } from '../inference/code-sources';
import { projectPath, type StageContext } from './stage-context';

/**
 * Compares what the project's code really read with what the stage hashes.
 *
 * @param stage whose inputs count
 * @param further files of the project, from its folder, that the stage hashes besides `train.inputs`
 * @throws UserError where a file was read whose change would not rerun the stage
 */
export function assertDeclared(
  context: StageContext,
  stage: CodeStage,
  { imported, opened }: Pick<StageResult, 'imported' | 'opened'>,
  further: readonly string[] = [],
): void {
  const { shape, projectRoot } = context;
  const command = commandsOf(context.model.command)[stage];
  const error = undeclaredInputs({
    stage,
    imported,
    opened: [...opened, ...(command ? commandFiles(context, command) : [])],
    sources: pythonSources(stage, shape),
    inputs: [...shape.trainInputs, ...further],
    projectPath: projectRoot,
    libraries: context.libraries,
    root: projectPath(context, '.'),
  });
  if (error) throw error;
}

/** The parts of a command that are files of the project: `src/model.mjs`. */
export function commandFiles(context: StageContext, command: readonly string[]): string[] {
  return command
    .filter((part) => !posix.isAbsolute(part) && existsSync(projectPath(context, part)))
    .filter((part) => statSync(projectPath(context, part)).isFile())
    .map((part) => posix.normalize(part))
    .filter((part) => !part.startsWith('../'));
}
