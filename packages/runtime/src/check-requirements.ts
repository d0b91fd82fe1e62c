import { statSync } from 'node:fs';
import { identityOf, type ProbePlace } from './python-probe';
import { pythonFile } from './python-files';
import { runProcess } from './run-process';
import { smallCache } from './small-cache';

const CHECKER = pythonFile('check_requirements.py');

/**
 * Which requirements an interpreter does not satisfy, in words: `pandas>=2 (not installed)`. The answer is remembered
 * while the interpreter and the folders of its packages stay as they are.
 */
export async function missingRequirements(
  python: string,
  requirements: readonly string[],
  place: ProbePlace,
): Promise<string[]> {
  if (requirements.length === 0) return [];
  const cache = smallCache(place.cacheDir, 'python-requirements');
  const key = JSON.stringify([identityOf([python], place), requirements, place.env['PYTHONPATH'] ?? '']);
  const known = asAnswer(cache.get(key));
  if (known && known.sites.every(([path, time]) => timeOf(path) === time)) return known.missing;

  const { stdout, stderr, exitCode } = await runProcess(
    python,
    ['-B', CHECKER, JSON.stringify(requirements)],
    {
      cwd: place.cwd,
      env: place.env,
    },
  );
  if (exitCode !== 0)
    return [`the packages of ${python} cannot be listed: ${stderr.trim().split('\n').at(-1) ?? ''}`];
  const { missing, sites } = parseAnswer(stdout);
  cache.set(key, { missing, sites: sites.map((path) => [path, timeOf(path)]) });
  return missing;
}

function parseAnswer(text: string): { missing: string[]; sites: string[] } {
  const value: unknown = JSON.parse(text.trim().split('\n').at(-1) ?? '');
  if (value === null || typeof value !== 'object' || !('missing' in value) || !('sites' in value))
    throw new Error(`check_requirements.py printed ${text}`);
  const { missing, sites } = value;
  if (!isTexts(missing) || !isTexts(sites)) throw new Error(`check_requirements.py printed ${text}`);
  return { missing, sites };
}

function asAnswer(value: unknown): { missing: string[]; sites: [string, number][] } | undefined {
  if (value === null || typeof value !== 'object' || !('missing' in value) || !('sites' in value))
    return undefined;
  const { missing, sites } = value;
  if (!isTexts(missing) || !Array.isArray(sites)) return undefined;
  const pairs = sites.filter(
    (entry): entry is [string, number] =>
      Array.isArray(entry) && typeof entry[0] === 'string' && typeof entry[1] === 'number',
  );
  return pairs.length === sites.length ? { missing, sites: pairs } : undefined;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function timeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
