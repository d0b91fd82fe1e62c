const { spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const { tmpdir } = require('node:os');
const { basename, join, resolve } = require('node:path');
const { npm } = require('./npm.cjs');

const DEFAULT_NX = '23.2.1';
const HOURS = 3600_000;
const base = join(fs.realpathSync(tmpdir()), 'modelgate-workspaces');

/**
 * An installed workspace without any project: Nx and all packages of this repository, from the tarballs that a user would get.
 *
 * Everything of one set of tarballs lies in one folder, named by their digest, so that it is made once and that the relative
 * paths to the tarballs in package.json hold in every workspace made from it:
 *
 *     <tmp>/modelgate-workspaces/<digest>/tarballs/*.tgz
 *                                        /templates/nx-23.2.1/{package.json,package-lock.json,node_modules}
 *                                        /<name>-XXXXXX/{workspace,cache,workspace-data}
 * @param {{ nx?: string, build?: boolean }} [options] the version of Nx to install; whether to build the packages first
 * @returns {string} the template's folder
 */
function prepareTemplate({ nx = DEFAULT_NX, build = true } = {}) {
  const home = packedHome(build);
  const template = join(home, 'templates', `nx-${nx}`);
  if (fs.existsSync(template)) return template;

  const unfinished = fs.mkdtempSync(join(home, 'templates', `nx-${nx}.unfinished-`));
  const tarballs = fs.readdirSync(join(home, 'tarballs'));
  writeJson(join(unfinished, 'package.json'), {
    name: 'workspace',
    version: '0.0.0',
    private: true,
    devDependencies: {
      nx,
      ...Object.fromEntries(tarballs.map((file) => [packageName(file), `file:../../tarballs/${file}`])),
    },
  });
  npm(['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: unfinished });
  moveUnlessPresent(unfinished, template);
  return template;
}

/**
 * Packs the repository and returns the folder of that set of tarballs. Sets that nobody used for some hours are removed.
 * @param {boolean} build
 */
function packedHome(build) {
  fs.mkdirSync(base, { recursive: true });
  const unfinished = fs.mkdtempSync(join(base, 'unfinished-'));
  const tarballs = join(unfinished, 'tarballs');
  const script = resolve(__dirname, '../pack.mjs');
  const packed = spawnSync(process.execPath, [script, '--out', tarballs, ...(build ? [] : ['--no-build'])], {
    encoding: 'utf8',
  });
  if (packed.status !== 0) {
    fs.rmSync(unfinished, { recursive: true, force: true });
    throw new Error(`The packages cannot be packed.\n${packed.stderr}`);
  }
  fs.mkdirSync(join(unfinished, 'templates'));

  const digest = createHash('sha256');
  for (const file of fs.readdirSync(tarballs).sort()) {
    digest.update(file).update(fs.readFileSync(join(tarballs, file)));
  }
  const home = join(base, digest.digest('hex').slice(0, 16));
  moveUnlessPresent(unfinished, home);

  const now = new Date();
  fs.utimesSync(home, now, now);
  for (const name of fs.readdirSync(base)) {
    const age = now.getTime() - (fs.statSync(join(base, name), { throwIfNoEntry: false })?.mtimeMs ?? 0);
    if (age > 6 * HOURS) fs.rmSync(join(base, name), { recursive: true, force: true });
  }
  return home;
}

/**
 * Two processes may prepare the same folder at once: the first one to finish wins.
 * @param {string} from
 * @param {string} to
 */
function moveUnlessPresent(from, to) {
  try {
    fs.renameSync(from, to);
  } catch (error) {
    if (!fs.existsSync(to)) throw error;
    fs.rmSync(from, { recursive: true, force: true });
  }
}

/**
 * @param {string} tarball `modelgate-nx-0.1.0.tgz`
 * @returns {string} `@modelgate/nx`
 */
function packageName(tarball) {
  const name = /^modelgate-([a-z-]+)-\d/.exec(basename(tarball))?.[1];
  if (name === undefined) throw new Error(`${tarball} is not a tarball of this repository`);
  return `@modelgate/${name}`;
}

/**
 * @param {string} file
 * @param {unknown} value
 */
function writeJson(file, value) {
  fs.writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

module.exports = { DEFAULT_NX, prepareTemplate, writeJson };
