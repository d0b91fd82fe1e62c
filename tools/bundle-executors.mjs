/**
 * Bundles each executor of the plugin with all that it imports into one file, `packages/nx/bundle/<stage>/<name>.js`. Nx starts a
 * process per task, and loading some 300 small modules in each costs more than what a stage does. DuckDB's native code stays
 * outside. The licenses of the packages that went in are written beside the bundles.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const { metafile } = await build({
  absWorkingDir: repository,
  entryPoints: entries,
  outbase: source,
  outdir: out,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  // `import()` of DuckDB would go through Node's loader of ES modules, which parses CommonJS files a second time.
  supported: { 'dynamic-import': false },
  conditions: ['@modelgate/source'],
  mainFields: ['module', 'main'],
  external: ['@duckdb/*', '@nx/devkit', 'nx', '@modelgate/*/package.json'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});
writeFileSync(join(out, 'THIRD_PARTY_LICENSES.txt'), licensesOf(Object.keys(metafile.inputs)));

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
