/**
 * `npm run pack -- --out DIR [--no-build]`: builds all packages and packs each into a tarball in DIR. The tarballs depend on
 * one another, so they are installed together. Prints one path a line.
 */
import { mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { npm } from './workspace/npm.cjs';

const repository = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: { out: { type: 'string' }, 'no-build': { type: 'boolean', default: false } },
});
if (values.out === undefined) {
  console.error('pack: --out DIR is missing: name the folder for the tarballs');
  process.exit(1);
}

const out = resolve(process.env.INIT_CWD ?? process.cwd(), values.out);
mkdirSync(out, { recursive: true });

try {
  if (!values['no-build'])
    npm(['run', 'build'], { cwd: repository, env: { ...process.env, NX_DAEMON: 'false' } });
  const packages = readdirSync(join(repository, 'packages')).map((name) => `--workspace=packages/${name}`);
  const packed = JSON.parse(
    npm(['pack', '--json', '--pack-destination', out, ...packages], { cwd: repository }),
  );
  for (const { filename } of packed) console.log(join(out, filename));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
