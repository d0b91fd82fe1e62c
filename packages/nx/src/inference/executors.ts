import type { Stage } from '@modelgate/contracts/conventions';

/** The executors of this plugin: few for many stages, since `targetDefaults` has to name each of them. */
export const EXECUTORS = ['stage', 'judge', 'deploy', 'rollback'] as const;
export type Executor = (typeof EXECUTORS)[number];

/** deploy and rollback have options of their own; evaluate and benchmark run in batches. */
export function executorOf(stage: Stage): Executor {
  switch (stage) {
    case 'deploy':
    case 'rollback':
      return stage;
    case 'evaluate':
    case 'benchmark':
      return 'judge';
    default:
      return 'stage';
  }
}
