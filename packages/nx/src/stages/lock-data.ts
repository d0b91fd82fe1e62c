import { join, relative } from 'node:path';
import { hasScheme } from '@modelgate/contracts';
import { lockData, lockLine } from '@modelgate/runtime';
import { openDataset } from './dataset-context';
import { asTaskResult, type TaskResult } from './run-stage-task';
import type { StageTask } from './stage-context';

/** Writes data.lock.json beside dataset.yaml: which bytes the URIs of a data set have now. */
export function lockDataset(task: StageTask, problem: string | undefined): Promise<TaskResult> {
  return asTaskResult(task, problem, async () => {
    const { workspaceRoot, projectRoot, cacheDir, dataset, say, signal, file } = await openDataset(task);
    const uris = [dataset.files.train, dataset.files.test].filter(
      (path): path is string => path !== undefined && hasScheme(path),
    );
    const outcome = await lockData({
      workspaceRoot,
      projectRoot: join(workspaceRoot, projectRoot),
      uris,
      cacheDir,
      declaredIn: { file },
      onNote: say,
      signal,
    });
    for (const entry of outcome.entries) say(lockLine(entry));
    for (const uri of outcome.removed) say(`removed  ${uri}`);
    const lock = relative(workspaceRoot, outcome.file).split('\\').join('/');
    say(outcome.written ? `wrote ${lock}: commit it` : `${lock} is up to date`);
    return { success: true };
  });
}
