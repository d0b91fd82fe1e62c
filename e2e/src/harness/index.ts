export { expectCode } from './expect-code';
export type { NxRun, RunningNx } from './run-nx';
export { taskHashes, tasks, type TaskOutcomes } from './tasks';
export { workspace, type RunOptions, type Workspace, type WorkspaceOptions } from './workspace';
