import { UserError, type Bundle, type EnvironmentState } from '@modelgate/contracts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shortVersion, verifyBundle } from './bundle';
import type { DeployPlan, Plan, RollbackPlan, Step } from './plan';
import type { Actor, Registry, Swap } from './registry';

/** Loads the model of a version in the Python that is to run it. @throws UserError where it does not load */
export type LoadCheck = (versionDir: string, bundle: Bundle) => Promise<void>;

interface ApplyOptions {
  registry: Registry;
  loadCheck: LoadCheck;
  actor: Actor;
  /** Told of every step before it is done. */
  onStep?: (step: Step) => void;
}

export interface ApplyDeployOptions extends ApplyOptions {
  /** The folder of the bundle that the plan was made for. */
  bundleDir: string;
}

export interface ApplyRollbackOptions extends ApplyOptions {
  /** Where the version may be copied to for the load check; the copy is removed. Default: the system's folder for that. */
  scratch?: string;
}

/**
 * Does what a plan says, in its order: the environment changes last, and only where everything before succeeded.
 * Where the plan has no steps, nothing is done.
 * @returns what the environment runs now
 * @throws UserError where the bundle is not the plan's, bytes differ, the model does not load, or the environment was
 * changed in between
 */
export async function applyDeploy(plan: DeployPlan, options: ApplyDeployOptions): Promise<EnvironmentState> {
  const { registry, bundleDir, loadCheck } = options;
  if (plan.steps.length === 0) return registry.readEnvironment(plan.model, plan.environment);
  const bundle = await bundleOf(plan, bundleDir);
  return apply(plan, options, async (step) => {
    if (step.step === 'put') await registry.put(bundleDir, bundle);
    if (step.step === 'verify') await registry.verify(plan.model, plan.version);
    if (step.step === 'load-check') await loadCheck(bundleDir, bundle);
  });
}

/** As `applyDeploy`, with the version that the registry holds: it is copied, every byte of it checked, and loaded. */
export async function applyRollback(
  plan: RollbackPlan,
  options: ApplyRollbackOptions,
): Promise<EnvironmentState> {
  const { registry, loadCheck, scratch = tmpdir() } = options;
  if (plan.steps.length === 0) return registry.readEnvironment(plan.model, plan.environment);
  const folder = await mkdtemp(join(scratch, 'modelgate-rollback-'));
  const copy = join(folder, 'version');
  try {
    let bundle: Bundle | undefined;
    return await apply(plan, options, async (step) => {
      if (step.step === 'fetch') bundle = await registry.get(plan.model, plan.version, copy);
      if (step.step === 'load-check' && bundle) await loadCheck(copy, bundle);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function apply(
  plan: Plan,
  { registry, actor, onStep }: ApplyOptions,
  act: (step: Step) => Promise<void>,
): Promise<EnvironmentState> {
  let state: EnvironmentState | undefined;
  for (const step of plan.steps) {
    onStep?.(step);
    if (step.step === 'swap') state = await registry.swapEnvironment(swapOf(plan, actor));
    else await act(step);
  }
  return state ?? registry.readEnvironment(plan.model, plan.environment);
}

async function bundleOf(plan: DeployPlan, bundleDir: string): Promise<Bundle> {
  const bundle = await verifyBundle(bundleDir);
  if (bundle.digest === plan.version) return bundle;
  throw new UserError('the release bundle changed after the plan was made', {
    where: { file: bundleDir },
    why: `the plan is for ${shortVersion(plan.version)}, the bundle is ${shortVersion(bundle.digest)}`,
    fix: 'deploy again',
  });
}

function swapOf(plan: Plan, { at, by, reason, host }: Actor): Swap {
  return {
    model: plan.model,
    environment: plan.environment,
    expectedSequence: plan.expectedSequence,
    host,
    next: {
      sequence: plan.expectedSequence + 1,
      version: plan.version,
      action: plan.action,
      at,
      by,
      ...(reason !== undefined && { reason }),
      ...(plan.commit !== undefined && { commit: plan.commit }),
    },
  };
}
