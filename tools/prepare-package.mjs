/**
 * The `prepack` script of every package, run by npm in the package's folder before `npm pack` and `npm publish`: puts the
 * license in, and takes compiled files out whose source is gone (the compiler never deletes what it wrote before).
 */
import { copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

copyFileSync(fileURLToPath(new URL('../LICENSE', import.meta.url)), 'LICENSE');

for (const entry of readdirSync('dist', { recursive: true, withFileTypes: true })) {
  const compiled = join(entry.parentPath, entry.name);
  const source = compiled.replace(/^dist/, 'src').replace(/(\.d\.ts|\.js)$/, '.ts');
  if (entry.isFile() && source.endsWith('.ts') && !existsSync(source)) rmSync(compiled);
}
