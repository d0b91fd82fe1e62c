/** Variables of the caller that would change what Nx, npm, git or the plugin do in a workspace under test. */
const INHERITED =
  /^(NX_|MODELGATE_|GIT_|JEST_|npm_(?!config_(registry|cache|userconfig)$)|INIT_CWD$|NODE_ENV$|VIRTUAL_ENV$|CONDA_)/;

/**
 * The environment of a command in a workspace under test: nothing of the caller's Nx, no daemon, no plugin processes, plain
 * output, caches of its own and no git configuration of this machine.
 * @param {{ cacheDirectory: string, workspaceDataDirectory: string }} folders
 * @param {NodeJS.ProcessEnv} [overrides] `undefined` takes a variable out
 * @returns {NodeJS.ProcessEnv}
 */
function workspaceEnvironment({ cacheDirectory, workspaceDataDirectory }, overrides = {}) {
  const inherited = Object.entries(process.env).filter(([name]) => !INHERITED.test(name));
  const environment = {
    ...Object.fromEntries(inherited),
    CI: 'true',
    NO_COLOR: '1',
    NX_DAEMON: 'false',
    NX_ISOLATE_PLUGINS: 'false',
    NX_TUI: 'false',
    NX_NO_CLOUD: 'true',
    NX_CACHE_DIRECTORY: cacheDirectory,
    NX_WORKSPACE_DATA_DIRECTORY: workspaceDataDirectory,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    ...overrides,
  };
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
}

module.exports = { workspaceEnvironment };
