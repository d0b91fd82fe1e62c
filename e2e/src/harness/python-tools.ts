import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A virtual environment with programs from PyPI, and the folder that they stand in. It is made once, and kept in the
 * folder of temporary files for the next time.
 * @param packages as pip takes them
 */
export function pythonTools(...packages: string[]): string {
  const name = createHash('sha256').update(packages.join('\n')).digest('hex').slice(0, 16);
  const venv = join(realpathSync(tmpdir()), 'modelgate-python-tools', name);
  const bin = join(venv, 'bin');
  const done = join(venv, 'done');
  if (existsSync(done)) return bin;
  rmSync(venv, { recursive: true, force: true });
  mkdirSync(venv, { recursive: true });
  run('python3', ['-m', 'venv', venv]);
  run(join(bin, 'pip'), ['install', '--quiet', '--disable-pip-version-check', '--no-input', ...packages]);
  writeFileSync(done, `${packages.join('\n')}\n`);
  return bin;
}

function run(program: string, args: string[]): void {
  const { status, stderr, error } = spawnSync(program, args, { encoding: 'utf8' });
  if (status === 0) return;
  const said = error?.message ?? stderr.trim().split('\n').at(-1) ?? '';
  throw new Error(`this test needs packages from PyPI: "${program} ${args.join(' ')}" failed: ${said}`);
}
