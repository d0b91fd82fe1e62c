import { createDependencies } from './inference/create-dependencies';
import { createNodes } from './inference/create-nodes';

export const name = '@modelgate/nx';
export { createDependencies, createNodes };
/** The name under which Nx 22 looks for it. */
export const createNodesV2 = createNodes;
export { preTasksExecution } from './hooks/pre-tasks-execution';
export { postTasksExecution } from './hooks/post-tasks-execution';
