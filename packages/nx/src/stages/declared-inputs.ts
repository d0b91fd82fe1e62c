import type { StageResult } from '@modelgate/contracts';
import { undeclaredInputs } from '@modelgate/runtime';
import type { EntryName } from '@modelgate/contracts';
import { pythonSources } from '../inference/stage-inputs';
import type { StageContext } from './stage-context';

/**
 * Compares what the project's code really read with what the stage hashes.
 *
 * @param without entry points whose modules the stage does not hash
 * @param further files of the project, from its folder, that the stage hashes besides `train.inputs`
 * @throws UserError where a file was read whose change would not rerun the stage
 */
export function assertDeclared(
  { shape, projectRoot, stage }: StageContext,
  { imported, opened }: Pick<StageResult, 'imported' | 'opened'>,
  without: readonly EntryName[],
  further: readonly string[] = [],
): void {
  const error = undeclaredInputs({
    stage,
    imported,
    opened,
    sources: pythonSources(shape, without),
    inputs: [...shape.trainInputs, ...further],
    projectPath: projectRoot,
  });
  if (error) throw error;
}
