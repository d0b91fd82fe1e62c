import type { TargetConfiguration } from '@nx/devkit';

/** One input of a target, as Nx takes it. */
export type Input = NonNullable<TargetConfiguration['inputs']>[number];
