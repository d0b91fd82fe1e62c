import { join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { packageOutlook } from '@modelgate/runtime';
import { workspaceDataFolder } from '../../inference/model-cache';
import type { ModelRequest } from './options';
import { PYTHON_VERSION, SKLEARN_PACKAGES, type TemplateName } from './template-files';

/**
 * The template of a new model, and a line that says why where the user named none: sklearn where the Python that the
 * model gets has its packages or can have them, else stdlib.
 */
export async function chooseTemplate(
  tree: Tree,
  { root, template }: Pick<ModelRequest, 'root' | 'template'>,
): Promise<{ template: TemplateName; notes: string[] }> {
  if (template !== undefined) return { template, notes: [] };
  const question = {
    workspaceRoot: tree.root,
    projectRoot: join(tree.root, root),
    env: process.env,
    requires: PYTHON_VERSION,
    cacheDir: workspaceDataFolder(tree.root, process.env),
  };
  const { state, because } = await packageOutlook(question, SKLEARN_PACKAGES);
  const packages = SKLEARN_PACKAGES.join(' and ');
  return state === 'missing'
    ? {
        template: 'stdlib',
        notes: [
          `the template is stdlib, since it cannot have ${packages}: ${because}; say --template=sklearn to have it all the same`,
        ],
      }
    : {
        template: 'sklearn',
        notes: [`the template is sklearn, on ${packages}: ${because}; --template=stdlib needs no package`],
      };
}
