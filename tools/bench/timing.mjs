import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const wrapper = fileURLToPath(new URL('measure.py', import.meta.url));

/**
 * @typedef {{ wall: number, cpu: number, peak: number }} Sample seconds, and bytes of the process that had most in memory
 * @typedef {object} Summary
 * @property {number} wall median
 * @property {number} min of wall
 * @property {number} max of wall
 * @property {number} cpu median
 * @property {number} peak the highest
 */

/**
 * Runs a command to its end and returns what it cost; one that fails is an error with all its output.
 * @param {string[]} command
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Sample}
 */
export function timed(command, { cwd, env }) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  try {
    const result = join(folder, 'result.json');
    const run = spawnSync('python3', [wrapper, result, ...command], {
      cwd,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
    });
    if (run.error) throw run.error;
    if (run.status !== 0) throw new Error(`the timing script failed:\n${run.stderr}`);
    const { wall, cpu, peak, code } = JSON.parse(readFileSync(result, 'utf8'));
    if (code !== 0) {
      throw new Error(`${command.join(' ')} exited with ${code} in ${cwd}\n${run.stdout}${run.stderr}`);
    }
    return { wall, cpu, peak };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs the subjects in turn, in alternating order (A B, B A, ...), so that a machine whose speed drifts is the same to all.
 * @template {string} Name
 * @param {Record<Name, () => Sample>} subjects
 * @param {number} rounds
 * @returns {Record<Name, Sample[]>}
 */
export function alternate(subjects, rounds) {
  const names = /** @type {Name[]} */ (Object.keys(subjects));
  const samples = /** @type {Record<Name, Sample[]>} */ ({});
  for (const name of names) samples[name] = [];
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : [...names].reverse()) samples[name].push(subjects[name]());
  }
  return samples;
}

/**
 * @param {Sample[]} samples
 * @returns {Summary}
 */
export function summarize(samples) {
  const walls = samples.map(({ wall }) => wall);
  return {
    wall: median(walls),
    min: Math.min(...walls),
    max: Math.max(...walls),
    cpu: median(samples.map(({ cpu }) => cpu)),
    peak: Math.max(...samples.map(({ peak }) => peak)),
  };
}

/**
 * The median over the rounds of a's time divided by b's of the same round.
 * @param {Sample[]} a
 * @param {Sample[]} b as many
 * @returns {number}
 */
export function pairedRatio(a, b) {
  return median(a.map(({ wall }, index) => wall / (b[index]?.wall ?? NaN)));
}

/**
 * @param {number[]} values not empty
 * @returns {number}
 */
function median(values) {
  const sorted = [...values].sort((x, y) => x - y);
  const middle = Math.floor(sorted.length / 2);
  const [low = NaN, high = NaN] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[middle]];
  return (low + high) / 2;
}
