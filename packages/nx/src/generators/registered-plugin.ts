import { readNxJson, type Tree } from '@nx/devkit';
import type { Stage } from '@modelgate/contracts';
import { readPluginOptions, type ModelgateOptions } from '../inference/plugin-options';

export const PLUGIN = '@modelgate/nx';

/** The plugin's entry in the `plugins` of an nx.json, alone or with options; undefined where it is not listed. */
export function pluginEntry(nxJson: unknown): unknown {
  const plugins = member(nxJson, 'plugins');
  return Array.isArray(plugins)
    ? plugins.find((entry) => entry === PLUGIN || member(entry, 'plugin') === PLUGIN)
    : undefined;
}

/** What the workspace has set for the plugin, with the defaults filled in. */
export function workspaceOptions(tree: Tree): ModelgateOptions {
  return readPluginOptions(member(pluginEntry(readNxJson(tree)), 'options')).options;
}

/** The name that a target has in this workspace; undefined where it is left out. */
export function targetName(stage: Stage, { targets }: ModelgateOptions): string | undefined {
  const name = targets[stage];
  return name === false ? undefined : (name ?? stage);
}

/** A key of something that may be no object at all. */
export function member(value: unknown, key: string): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}
