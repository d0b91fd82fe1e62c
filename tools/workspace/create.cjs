const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const { dirname, join } = require('node:path');
const { workspaceEnvironment } = require('./environment.cjs');
const { linkTree } = require('./link-tree.cjs');
const { writeJson } = require('./template.cjs');

/**
 * @typedef {object} WorkspaceFolders
 * @property {string} home holds the others; remove it to remove everything
 * @property {string} root the workspace
 * @property {string} cacheDirectory
 * @property {string} workspaceDataDirectory
 */

/**
 * Makes a workspace in a new folder beside its template: an installed `node_modules`, a plain nx.json, and one commit on `main`.
 * @param {{ template: string, name: string }} options
 * @returns {WorkspaceFolders}
 */
function createWorkspace({ template, name }) {
  const folders = newFolders(template, name);
  fs.mkdirSync(folders.root);
  linkModules(template, folders.root);
  fs.copyFileSync(join(template, 'package.json'), join(folders.root, 'package.json'));
  fs.copyFileSync(join(template, 'package-lock.json'), join(folders.root, 'package-lock.json'));
  writeJson(join(folders.root, 'nx.json'), {
    $schema: './node_modules/nx/schemas/nx-schema.json',
    analytics: false,
    defaultBase: 'main',
    // Most tests look at the stages: the template that needs no packages serves them best.
    generators: { '@modelgate/nx': { 'ml-model': { template: 'stdlib' } } },
  });
  fs.writeFileSync(join(folders.root, '.gitignore'), 'node_modules\ndist\n.nx\n');
  git(folders, ['init', '--quiet', '--initial-branch=main']);
  identify(folders);
  git(folders, ['add', '--all']);
  git(folders, ['commit', '--quiet', '--message=Begin']);
  return folders;
}

/**
 * A fresh clone of a workspace, as a colleague or CI has it: what is committed, an installed `node_modules`, no caches.
 * @param {{ template: string, name: string, from: string }} options `from`: the root of the workspace to clone
 * @returns {WorkspaceFolders}
 */
function cloneWorkspace({ template, name, from }) {
  const folders = newFolders(template, name);
  execFileSync('git', ['clone', '--quiet', from, folders.root], {
    env: workspaceEnvironment(folders),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  identify(folders);
  linkModules(template, folders.root);
  return folders;
}

/**
 * Runs git in a workspace and returns what it printed.
 * @param {WorkspaceFolders} folders
 * @param {string[]} args
 * @returns {string}
 */
function git(folders, args) {
  return execFileSync('git', args, {
    cwd: folders.root,
    env: workspaceEnvironment(folders),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/**
 * The script that `node_modules/.bin/nx` starts: run with Node itself it works alike on every system.
 * @param {string} root
 * @returns {string}
 */
function nxScript(root) {
  const folder = join(root, 'node_modules/nx');
  return join(folder, JSON.parse(fs.readFileSync(join(folder, 'package.json'), 'utf8')).bin.nx);
}

/**
 * @param {string} template
 * @param {string} name
 * @returns {WorkspaceFolders}
 */
function newFolders(template, name) {
  const home = fs.mkdtempSync(join(dirname(dirname(template)), `${name}-`));
  return {
    home,
    root: join(home, 'workspace'),
    cacheDirectory: join(home, 'cache'),
    workspaceDataDirectory: join(home, 'workspace-data'),
  };
}

/**
 * @param {string} template
 * @param {string} root
 */
function linkModules(template, root) {
  linkTree(join(template, 'node_modules'), join(root, 'node_modules'));
}

/** @param {WorkspaceFolders} folders */
function identify(folders) {
  const settings = {
    'user.name': 'Test',
    'user.email': 'test@example.com',
    'commit.gpgsign': 'false',
    'core.autocrlf': 'false',
    'gc.auto': '0',
  };
  for (const [key, value] of Object.entries(settings)) git(folders, ['config', key, value]);
}

module.exports = { cloneWorkspace, createWorkspace, git, nxScript };
