import { posix } from 'node:path';
import { UserError, type QualityStage } from '@modelgate/contracts';
import type { StageContext } from '../stage-context';

/** A check that has nothing to look at would pass for ever, unseen. */
export function noCode(context: StageContext, stage: QualityStage): UserError {
  return new UserError(`${stage} of ${context.projectName}: there are no Python files`, {
    where: { file: posix.join(context.projectRoot, 'model.yaml') },
    fix: `name the folders with the code under python.path, or take ${stage} out of quality`,
  });
}
