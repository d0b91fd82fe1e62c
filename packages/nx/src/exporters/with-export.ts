import { member, pluginEntry } from '../inference/plugin-entry';
import { readPluginOptions } from '../inference/plugin-options';
import type { TaskResult } from '../stages/run-stage-task';
import type { StageTask } from '../stages/stage-context';
import { exportRun } from './export-run';

/**
 * Runs a stage, and hands what it left to the exporters that nx.json switches on.
 * @param nxJson the workspace's nx.json, read when nx began: no target definition has these options
 */
export async function withExport(
  task: StageTask,
  nxJson: unknown,
  run: () => Promise<TaskResult>,
): Promise<TaskResult> {
  const since = new Date();
  const result = await run();
  const { options } = readPluginOptions(member(pluginEntry(nxJson), 'options'));
  await exportRun(task, options.exporters, since);
  return result;
}
