import { posix } from 'node:path';
import type { Tree } from '@nx/devkit';
import { suggest, UserError } from '@modelgate/contracts';
import { findModelProjects, type ModelProject } from '../model-projects';
import { fromWorkspace } from '../workspace-path';

/**
 * The model project that a user means by a name or a path.
 * @throws UserError with the names there are, where it is neither
 */
export async function findProject(
  tree: Tree,
  given: string,
  cwd: string,
): Promise<Required<ModelProject> & { name: string }> {
  const projects = await findModelProjects(tree);
  const path = fromWorkspace(given, tree.root, cwd);
  const found =
    projects.find(({ name }) => name === given) ??
    projects.find(({ root }) => root === path || root === given.replace(/\/$/, ''));
  if (!found) throw unknownProject(given, projects);
  const { name, root } = found;
  if (name === undefined) {
    throw new UserError('model.yaml cannot be read', {
      where: { file: posix.join(root, 'model.yaml') },
      fix: `nx run ${posix.basename(root)}:validate-data tells what is wrong with it`,
    });
  }
  return { name, root };
}

function unknownProject(given: string, projects: readonly ModelProject[]): UserError {
  const names = projects.flatMap(({ name }) => name ?? []);
  const near = suggest(given, names);
  return new UserError(`there is no model ${JSON.stringify(given)} in this workspace`, {
    why: names.length === 0 ? 'it has no models yet' : `its models are ${names.join(', ')}`,
    fix: near
      ? `did you mean "${near}"?`
      : names.length === 0
        ? 'nx generate ml-model credit-risk'
        : 'name one of them, or its folder',
  });
}
