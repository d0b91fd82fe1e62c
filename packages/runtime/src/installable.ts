import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ProbePlace } from './python-probe';
import { satisfies } from './python-version';
import { runProcess, type ProcessEnd } from './run-process';

/** What environments are made with: uv where it is installed, else the venv and pip of a Python. */
export interface Installer {
  uv: string | undefined;
  python: string | undefined;
  place: ProbePlace;
}

/** An index that answers at all does so within a second or two. */
const PATIENCE_MS = 20_000;

/**
 * Why packages (`scikit-learn>=1.4`) cannot be installed, in words; undefined where they can. The installer itself asks
 * its index, so that mirrors, proxies and certificates are those that it has. Nothing is downloaded but lists.
 */
export async function whyNotInstallable(
  packages: readonly string[],
  { uv, python, place }: Installer,
): Promise<string | undefined> {
  const run = (file: string, args: string[]) =>
    runProcess(file, args, { cwd: place.cwd, env: place.env, timeoutMs: PATIENCE_MS });
  if (uv !== undefined) return whyNotByUv(packages, (args) => run(uv, args), python);
  if (python === undefined) return 'there is neither uv nor a Python that an environment can be made from';
  const modules = await run(python, ['-I', '-c', 'import venv, ensurepip, pip']);
  if (modules.exitCode !== 0) return `${python} has no venv or no pip (${lastLine(modules)})`;
  const answers = await Promise.all(
    packages.map((wanted) => whyNotByPip(wanted, (args) => run(python, args))),
  );
  return answers.find((answer) => answer !== undefined);
}

type Run = (args: string[]) => Promise<ProcessEnd>;

async function whyNotByUv(
  packages: readonly string[],
  run: Run,
  python: string | undefined,
): Promise<string | undefined> {
  const scratch = await mkdtemp(join(tmpdir(), 'modelgate-uv-'));
  try {
    const wanted = join(scratch, 'wanted.in');
    await writeFile(wanted, packages.map((line) => `${line}\n`).join(''));
    const which = python === undefined ? [] : ['--python', python];
    const end = await run(['pip', 'compile', '--quiet', '--no-deps', '--no-header', ...which, wanted]);
    return end.exitCode === 0 ? undefined : `uv cannot fetch ${packages.join(', ')} (${lastLine(end)})`;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** By `pip index versions`, whose first line is `scikit-learn (1.6.1)`: the newest version for this Python. */
async function whyNotByPip(wanted: string, run: Run): Promise<string | undefined> {
  const [, name = '', specifier = ''] = /^([\w.-]+)(.*)$/.exec(wanted) ?? [];
  const quick = ['--disable-pip-version-check', '--no-input', '--timeout', '5', '--retries', '0'];
  const end = await run(['-m', 'pip', 'index', 'versions', name, ...quick]);
  const newest = /^\S+ \(([^)]+)\)/m.exec(end.stdout)?.[1];
  if (end.exitCode !== 0 || newest === undefined) return `pip cannot find ${name} (${lastLine(end)})`;
  return specifier === '' || satisfies(newest, specifier) === true
    ? undefined
    : `the newest ${name} for this Python is ${newest}, not ${specifier}`;
}

function lastLine({ stdout, stderr, startError, timedOut }: ProcessEnd): string {
  if (timedOut) return `no answer within ${PATIENCE_MS / 1000} s`;
  if (startError !== undefined) return startError;
  const lines = `${stdout}\n${stderr}`
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^WARNING: pip index/.test(line));
  return (lines.at(-1) ?? 'it said nothing').trim();
}
