/**
 * `npm run bench -- NAME [--json FILE] [--set KEY=VALUE ...]`: runs one file of benches/, prints its rows as a table and, with --json,
 * writes them to FILE. Exits 1 where a row misses its reach. What `--set` takes stands in the bench's own file.
 */
import { readdirSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { renderTable } from './rows.mjs';

/**
 * @typedef {object} Bench
 * @property {string} title
 * @property {Record<string, number>} settings their defaults
 * @property {(settings: Record<string, number>, log: (line: string) => void) => Row[] | Promise<Row[]>} run
 * @property {(rows: Row[]) => string} [render] the rows as people read them; default: the table of rows.mjs
 *
 * @typedef {import('./rows.mjs').Row} Row
 */

const names = readdirSync(new URL('benches', import.meta.url)).map((file) => file.replace(/\.mjs$/, ''));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'string' }, set: { type: 'string', multiple: true, default: [] } },
});
const [name] = positionals;
if (name === undefined || positionals.length > 1 || !names.includes(name)) {
  console.error(`bench: name one of ${names.join(', ')}`);
  process.exit(1);
}

/** @type {Bench} */
const bench = (await import(`./benches/${name}.mjs`)).default;
const settings = { ...bench.settings };
for (const setting of values.set) {
  const [key = '', value] = setting.split('=');
  if (!(key in settings) || !Number.isFinite(Number(value))) {
    const known = Object.entries(settings).map(([known, value]) => `${known}=${value}`);
    console.error(`bench: --set ${setting} is none of ${known.join(', ')}`);
    process.exit(1);
  }
  settings[key] = Number(value);
}

console.log(bench.title);
const rows = await bench.run(settings, (line) => console.log(`  ${line}`));
console.log(`\n${(bench.render ?? renderTable)(rows)}`);
if (values.json !== undefined) {
  writeFileSync(resolve(process.env.INIT_CWD ?? '.', values.json), `${JSON.stringify(rows, null, 2)}\n`);
}
process.exitCode = rows.every(({ ok }) => ok) ? 0 : 1;
