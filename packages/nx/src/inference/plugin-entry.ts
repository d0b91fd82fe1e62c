export const PLUGIN = '@modelgate/nx';

/** The plugin's entry in the `plugins` of an nx.json, alone or with options; undefined where it is not listed. */
export function pluginEntry(nxJson: unknown): unknown {
  const plugins = member(nxJson, 'plugins');
  return Array.isArray(plugins)
    ? plugins.find((entry) => entry === PLUGIN || member(entry, 'plugin') === PLUGIN)
    : undefined;
}

/** A key of something that may be no object at all. */
export function member(value: unknown, key: string): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}
