import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { ValidationResult } from '../../validation-result';
import { readResultJson } from '../read-result-json';
import type { Run, Validation } from '../run';
import { MANIFEST_FILE, manifestSchema, type StoredRun } from './manifest';

export const RUNS_FOLDER = 'runs';

/** The runs of a folder of data docs, newest first. What is no run of ours is left alone. */
export async function storedRuns(folder: string): Promise<StoredRun[]> {
  const names = await readdir(join(folder, RUNS_FOLDER)).catch(() => []);
  const runs = await Promise.all(names.map((id) => storedRun(folder, id)));
  return runs
    .flatMap((run) => run ?? [])
    .sort((a, b) => order(b.manifest.time, a.manifest.time) || order(b.id, a.id));
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

async function storedRun(folder: string, id: string): Promise<StoredRun | undefined> {
  try {
    const text = await readFile(join(folder, RUNS_FOLDER, id, MANIFEST_FILE), 'utf8');
    const read = manifestSchema.safeParse(JSON.parse(text));
    return read.success ? { id, manifest: read.data } : undefined;
  } catch {
    return undefined;
  }
}

/** The run with, for each of its validations, the result of the last stored run of the same suite over the same data. */
export async function withPrevious(folder: string, run: Run): Promise<Run> {
  const stored = await storedRuns(folder);
  const validations = await Promise.all(
    run.validations.map(async (validation) => {
      const previous = validation.previous ?? (await lastResult(folder, stored, validation));
      return previous ? { ...validation, previous } : validation;
    }),
  );
  return { ...run, validations };
}

async function lastResult(
  folder: string,
  stored: readonly StoredRun[],
  { data, result }: Validation,
): Promise<ValidationResult | undefined> {
  for (const { id, manifest } of stored) {
    const same = manifest.validations.find(
      (validation) => validation.suite === result.suite_name && validation.data === data,
    );
    if (!same) continue;
    const filePath = join(folder, RUNS_FOLDER, id, basename(same.file));
    try {
      return readResultJson(await readFile(filePath, 'utf8'), { filePath });
    } catch {
      // A run whose result was deleted or spoilt has nothing to be compared with.
    }
  }
  return undefined;
}
