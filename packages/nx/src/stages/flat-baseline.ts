import { posix } from 'node:path';
import { baselineMetricsSchema, UserError, type BaselineMetrics } from '@modelgate/contracts';
import { readProjectFile, type StageContext } from './stage-context';

const DEFAULT_PATH = 'baseline_metrics.json';

/**
 * The numbers of the production model in version control; undefined where there are none yet.
 * @throws UserError where model.yaml names a file that is not there
 */
export async function readFlatBaseline(context: StageContext): Promise<BaselineMetrics | undefined> {
  const path = context.model.baseline;
  const flat = await readProjectFile(context, path, baselineMetricsSchema);
  if (flat === undefined && path !== DEFAULT_PATH) {
    throw new UserError(`baseline: there is no file ${posix.join(context.projectRoot, path)}`, {
      where: { file: posix.join(context.projectRoot, 'model.yaml') },
      why: 'a baseline that is named and not there must not turn into a judgement without one',
      fix: `mend the path, or take the key out until the first baseline is accepted (then it is ${DEFAULT_PATH})`,
    });
  }
  return flat;
}
