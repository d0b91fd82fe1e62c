import { userInfo } from 'node:os';
import { join } from 'node:path';
import { logger, type GeneratorCallback, type Tree } from '@nx/devkit';
import { UserError } from '@modelgate/contracts';
import { gitAuthor } from '@modelgate/runtime';
import { defaultStoreRoot, folderStore } from '@modelgate/store';
import { outputFolder } from '../../inference/targets';
import { targetName } from '../../inference/targets';
import { workspaceOptions } from '../registered-plugin';
import { userFolder } from '../workspace-path';
import { findProject } from './find-project';
import { planAcceptance, type AcceptRequest } from './plan';
import { readCandidate } from './read-candidate';
import { sourceOf, writeBaseline } from './write-baseline';

export interface AcceptBaselineOptions {
  project?: string | number;
  reason?: string | number;
  override?: boolean;
  /** MB of 1,048,576 bytes. */
  inlineLimit?: number;
  localOnly?: boolean;
}

/**
 * Makes the candidate that was judged last the baseline: its numbers, its manifest, and its bytes in git or, where
 * they are large, in the store. What is stored is stored after Nx has written the files, so that a dry run stores nothing.
 */
export default async function acceptBaselineGenerator(
  tree: Tree,
  options: AcceptBaselineOptions,
): Promise<GeneratorCallback | undefined> {
  const { project: given, reason } = checkOptions(options);
  const project = await findProject(tree, given, userFolder(tree.root));
  const { model, state } = await readCandidate(tree, project);
  const store = defaultStoreRoot(tree.root, process.env);
  const request: AcceptRequest = {
    reason,
    override: options.override ?? false,
    inlineLimitBytes: (options.inlineLimit ?? 5) * 1_048_576,
    localOnly: options.localOnly ?? false,
    sharedStore: store.shared,
    by: await whoAmI(tree.root),
    at: new Date().toISOString(),
    gateCommand: `nx run ${project.name}:${targetName('gate', workspaceOptions(tree)) ?? 'evaluate'}`,
  };

  const plan = planAcceptance(state, request);
  if (plan.kind === 'refused') {
    throw new UserError(
      `the candidate of ${project.name} does not become the baseline:\n  - ${plan.refusals.join('\n  - ')}`,
    );
  }
  if (plan.kind === 'unchanged') {
    logger.info(
      `${project.name}: this candidate (${plan.artifact.digest.slice(0, 12)}) is the baseline already`,
    );
    return undefined;
  }
  const trainFolder = outputFolder(project.root, 'train');
  writeBaseline(tree, { plan, root: project.root, metricsPath: model.baseline, trainFolder });
  const place = plan.place === 'git' ? `git (${project.root}/baseline/files)` : `the store ${store.root}`;
  logger.info(
    `${project.name}: the baseline is ${plan.artifact.digest.slice(0, 12)}, ${plan.artifact.files.length} files in ${place}; commit ${project.root}`,
  );
  for (const note of plan.notes) logger.warn(`${project.name}: ${note}`);
  if (plan.place === 'git') return undefined;
  return async () => {
    const blobs = folderStore(store.root);
    for (const { path, sha256 } of plan.artifact.files) {
      await blobs.put(sha256, join(tree.root, sourceOf(path, plan, { root: project.root, trainFolder })));
    }
  };
}

function checkOptions({ project, reason }: AcceptBaselineOptions): { project: string; reason: string } {
  const example = 'nx generate accept-baseline credit-risk --reason "why it is the new standard"';
  if (project === undefined || String(project).trim() === '') {
    throw new UserError('which model? Name it, or the path of its folder', { fix: example });
  }
  if (reason === undefined || String(reason).trim() === '') {
    throw new UserError('a baseline is accepted for a reason, and --reason has none', { fix: example });
  }
  return { project: String(project), reason: String(reason).trim() };
}

/** Git's name for the user, else the account's. */
async function whoAmI(folder: string): Promise<string> {
  const by = await gitAuthor(folder);
  if (by) return by;
  try {
    return userInfo().username;
  } catch {
    return process.env['USER'] ?? process.env['USERNAME'] ?? 'unknown';
  }
}
