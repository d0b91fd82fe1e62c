import { readdirSync, readFileSync } from 'node:fs';
import { arch, cpus, platform, release, totalmem } from 'node:os';
import { join } from 'node:path';
import type { Host } from '@modelgate/contracts';

const NVIDIA = '/proc/driver/nvidia/gpus';

/**
 * A name for machines on which latencies are alike: CPU model, logical cores, GPUs. `MODELGATE_HARDWARE` overrides it.
 * Reads a few small files and starts nothing. GPUs are found where NVIDIA's Linux driver tells of them.
 */
export function hardwareClass(env: NodeJS.ProcessEnv, nvidia = NVIDIA): string {
  const named = env['MODELGATE_HARDWARE']?.trim();
  if (named) return named;
  const all = cpus();
  return [cpuModel(all), `${Math.max(1, all.length)} cores`, gpus(nvidia)].join('; ');
}

/** The machine that a run record names. */
export function hostInfo(): Host {
  const all = cpus();
  return {
    os: `${platform()} ${release()}`,
    arch: arch(),
    cpu: cpuModel(all),
    logical_cores: Math.max(1, all.length),
    memory_bytes: totalmem(),
  };
}

function cpuModel(all: ReturnType<typeof cpus>): string {
  return all[0]?.model.replace(/\s+/g, ' ').trim() || `unknown ${arch()}`;
}

function gpus(folder: string): string {
  const models = entries(folder).map((name) => {
    const information = text(join(folder, name, 'information'));
    return /^Model:\s*(.+?)\s*$/m.exec(information)?.[1] ?? 'NVIDIA GPU';
  });
  if (models.length === 0) return 'no gpu';
  return [...new Set(models)]
    .sort()
    .map((model) => `${models.filter((other) => other === model).length} x ${model}`)
    .join(' + ');
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function text(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
