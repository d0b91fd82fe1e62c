/**
 * Bundles each executor of the plugin with all that it imports into one file, `packages/nx/bundle/<stage>/<name>.code.js`. Nx
 * starts a process per task, and loading some 300 small modules in each costs more than what a stage does. Beside it stands
 * `<name>.js`, which loads the bundle with the code that V8 kept of an earlier run (src/executors/load-bundle.ts). DuckDB's
 * native code stays outside; execa, which few tasks need, is a bundle of its own. The licenses of the packages that went in
 * are written beside the bundles.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const repository = fileURLToPath(new URL('..', import.meta.url));
const source = join(repository, 'packages/nx/src/executors');
const out = join(repository, 'packages/nx/bundle');

const entries = readdirSync(source, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => ['executor.ts', 'batch-executor.ts'].map((file) => join(source, name, file)))
  .filter((path) => existsSync(path));

/** @type {import('esbuild').BuildOptions & { metafile: true }} */
const common = {
  absWorkingDir: repository,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  // `import()` of DuckDB would go through Node's loader of ES modules, which parses CommonJS files a second time.
  supported: { 'dynamic-import': false },
  conditions: ['@modelgate/source'],
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const executors = await build({
  ...common,
  entryPoints: entries,
  outbase: source,
  outdir: out,
  outExtension: { '.js': '.code.js' },
  // Runs before all else: a schema reads its configuration when it is made.
  inject: [join(repository, 'packages/contracts/src/interpreted-schemas.ts')],
  // One copy for all packages, as ES modules, of which only what is used goes in.
  alias: { yaml: join(packageOf('yaml', 'contracts'), 'browser/dist/index.js') },
  external: ['@duckdb/*', '@aws-sdk/*', 'nodemailer', 'pg', '@nx/devkit', 'nx', '@modelgate/*/package.json'],
  plugins: [{ name: 'execa apart', setup: keepExecaApart }],
});
const [execa, loader] = await Promise.all([
  build({ ...common, entryPoints: [resolveIn('runtime', 'execa')], outfile: join(out, 'execa.js') }),
  build({
    ...common,
    entryPoints: [join(source, 'load-bundle.ts')],
    outfile: join(out, 'load-bundle.js'),
  }),
]);
for (const path of Object.keys(executors.metafile.outputs)) writeEntry(join(repository, path));
writeFileSync(
  join(out, 'THIRD_PARTY_LICENSES.txt'),
  licensesOf([executors, execa, loader].flatMap(({ metafile }) => Object.keys(metafile.inputs))),
);

/** @param {import('esbuild').PluginBuild} plugin */
function keepExecaApart(plugin) {
  plugin.onResolve({ filter: /^execa$/ }, () => ({ path: '../execa.js', external: true }));
}

/**
 * The file that Nx loads for a bundle. The digest tells V8's code of this bundle from that of another release.
 * @param {string} code
 */
function writeEntry(code) {
  const entry = code.replace(/\.code\.js$/, '.js');
  // Only passes on to another one.
  if (dirname(code) === join(out, 'stage')) return renameSync(code, entry);
  const digest = createHash('sha256').update(readFileSync(code)).digest('hex');
  const loaded = relative(out, code).split('\\').join('/');
  writeFileSync(
    entry,
    `module.exports = require('../load-bundle.js').loadBundle(${JSON.stringify(loaded)}, '${digest}');\n`,
  );
}

/**
 * @param {string} room
 * @param {string} name
 */
function resolveIn(room, name) {
  return createRequire(join(repository, 'packages', room, 'package.json')).resolve(name);
}

/**
 * @param {string} name
 * @param {string} room
 */
function packageOf(name, room) {
  return dirname(resolveIn(room, `${name}/package.json`));
}

/**
 * @param {string[]} inputs files that went into the bundles
 * @returns {string}
 */
function licensesOf(inputs) {
  const packages = new Set(inputs.filter((path) => path.includes('node_modules/')).map(packageFolder));
  return [...packages].sort().map(licenseOf).join('\n');
}

/** @param {string} path */
function packageFolder(path) {
  const [, before, name] = /^(.*node_modules\/)((?:@[^/]+\/)?[^/]+)/.exec(path) ?? [];
  return `${before}${name}`;
}

/** @param {string} folder */
function licenseOf(folder) {
  const { name, version, license } = JSON.parse(
    readFileSync(join(repository, folder, 'package.json'), 'utf8'),
  );
  const file = readdirSync(join(repository, folder)).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${relative(dirname(folder), folder)} has no license file`);
  return `${'='.repeat(80)}\n${name} ${version} (${license})\n${'='.repeat(80)}\n${readFileSync(join(repository, folder, file), 'utf8').trim()}\n`;
}
