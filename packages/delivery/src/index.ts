export {
  applyDeploy,
  applyRollback,
  type ApplyDeployOptions,
  type ApplyRollbackOptions,
  type LoadCheck,
} from './apply';
export {
  BUNDLE_FILE,
  bundleDigest,
  readBundle,
  shortVersion,
  verifyBundle,
  type BundleParts,
} from './bundle';
export { environmentRefusal } from './environments';
export { folderRegistry, type FolderRegistryOptions } from './folder-registry';
export { describeEntry, emptyState, previousGood, rolledBackFrom } from './history';
export {
  describeStep,
  isRefusal,
  refusalError,
  renderPlan,
  type DeployPlan,
  type Plan,
  type Refusal,
  type RollbackPlan,
  type Step,
} from './plan';
export { planDeploy, type DeployQuestion } from './plan-deploy';
export { planRollback, type RollbackQuestion } from './plan-rollback';
export type { Actor, Registry, Swap } from './registry';
export { verdictRefusals, type VerdictQuestion } from './verdict-refusals';
export { writeBundle, type WriteBundleOptions } from './write-bundle';
