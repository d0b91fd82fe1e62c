/** `node tools/print-tally.mjs FILE`: sums the lines that the tally reporter wrote and prints `N passed, N failed[, N skipped]`. */
import { existsSync, readFileSync } from 'node:fs';

const [file] = process.argv.slice(2);
if (file === undefined) throw new Error('print-tally: name the file that the reporter wrote');

const sum = { passed: 0, failed: 0, skipped: 0 };
const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
for (const line of lines) {
  const { passed, failed, skipped } = JSON.parse(line);
  sum.passed += passed;
  sum.failed += failed;
  sum.skipped += skipped;
}
const skipped = sum.skipped > 0 ? `, ${sum.skipped} skipped` : '';
console.log(`${sum.passed} passed, ${sum.failed} failed${skipped}`);
