/** Writes the JSON Schema of every file that crosses a boundary into packages/contracts/schemas, from the built contracts. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const contracts = fileURLToPath(new URL('../packages/contracts', import.meta.url));
const { FILE_SCHEMAS, jsonSchemaOf } = createRequire(import.meta.url)(join(contracts, 'dist/index.js'));

const folder = join(contracts, 'schemas');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const name of Object.keys(FILE_SCHEMAS)) {
  writeFileSync(join(folder, `${name}.schema.json`), `${JSON.stringify(jsonSchemaOf(name), null, 2)}\n`);
}
