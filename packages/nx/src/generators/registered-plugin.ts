import { readNxJson, type Tree } from '@nx/devkit';
import { UserError } from '@modelgate/contracts';
import { member, PLUGIN, pluginEntry } from '../inference/plugin-entry';
import { readPluginOptions, type ModelgateOptions } from '../inference/plugin-options';

export { member, PLUGIN, pluginEntry };

/** What the workspace has set for the plugin, with the defaults filled in. @throws UserError where it is not valid */
export function workspaceOptions(tree: Tree): ModelgateOptions {
  const { options, problem } = readPluginOptions(member(pluginEntry(readNxJson(tree)), 'options'));
  if (problem !== undefined) throw new UserError(problem);
  return options;
}
