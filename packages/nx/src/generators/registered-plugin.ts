import { readNxJson, type Tree } from '@nx/devkit';
import { UserError } from '@modelgate/contracts';
import { readPluginOptions, type ModelgateOptions } from '../inference/plugin-options';

export const PLUGIN = '@modelgate/nx';

/** The plugin's entry in the `plugins` of an nx.json, alone or with options; undefined where it is not listed. */
export function pluginEntry(nxJson: unknown): unknown {
  const plugins = member(nxJson, 'plugins');
  return Array.isArray(plugins)
    ? plugins.find((entry) => entry === PLUGIN || member(entry, 'plugin') === PLUGIN)
    : undefined;
}

/** What the workspace has set for the plugin, with the defaults filled in. @throws UserError where it is not valid */
export function workspaceOptions(tree: Tree): ModelgateOptions {
  const { options, problem } = readPluginOptions(member(pluginEntry(readNxJson(tree)), 'options'));
  if (problem !== undefined) throw new UserError(problem);
  return options;
}

/** A key of something that may be no object at all. */
export function member(value: unknown, key: string): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}
