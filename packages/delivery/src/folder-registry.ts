import {
  environmentStateSchema,
  nameSchema,
  sha256Schema,
  UserError,
  validate,
  type Bundle,
  type EnvironmentState,
  type FileLock,
} from '@modelgate/contracts';
import {
  copyFileVerified,
  errorCode,
  innerPath,
  removeLeftovers,
  syncFolder,
  temporaryBeside,
  withFileLock,
  withPlace,
  writeFileAtomic,
} from '@modelgate/store';
import { chmod, mkdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BUNDLE_FILE, readBundle, shortVersion, verifyBundle } from './bundle';
import { completeLog } from './environment-log';
import { describeEntry, emptyState } from './history';
import type { Registry, Swap } from './registry';

export interface FolderRegistryOptions {
  /** How long a swap waits for another one of the same environment to end. Default: 10 seconds. */
  lockWaitMs?: number;
}

/**
 * A registry in a folder:
 * `<root>/<model>/versions/<digest>/`, written once and read-only;
 * `<root>/<model>/environments/<environment>.json`, replaced as a whole under a lock;
 * `<root>/<model>/environments/<environment>.log.jsonl`, one line a swap.
 */
export function folderRegistry(root: string, { lockWaitMs = 10_000 }: FolderRegistryOptions = {}): Registry {
  const versionOf = (model: string, version: string) =>
    join(root, checked(nameSchema, model), 'versions', checked(sha256Schema, version));
  const environmentOf = (model: string, environment: string) =>
    join(root, checked(nameSchema, model), 'environments', checked(nameSchema, environment));

  const registry: Registry = {
    root,
    async has(model, version) {
      return exists(join(versionOf(model, version), BUNDLE_FILE));
    },

    async put(bundleDir, bundle) {
      const folder = versionOf(bundle.model, bundle.digest);
      if (await exists(folder)) return expectVersion(folder, bundle.model, bundle.digest);
      const versions = dirname(folder);
      await withPlace('cannot make the folder', versions, () => mkdir(versions, { recursive: true }));
      const copy = temporaryBeside(folder);
      try {
        await copyVersion(bundleDir, copy, bundle, { mode: 0o444, durable: true });
        await moveInto(copy, folder, () => expectVersion(folder, bundle.model, bundle.digest));
      } finally {
        await rm(copy, { recursive: true, force: true });
      }
      await syncFolder(versions);
      await removeLeftovers(versions);
    },

    async verify(model, version) {
      const folder = versionOf(model, version);
      await expectVersion(folder, model, version);
      return verifyBundle(folder, mend(folder));
    },

    async get(model, version, destination) {
      const folder = versionOf(model, version);
      await expectVersion(folder, model, version);
      const bundle = await readBundle(folder);
      const copy = temporaryBeside(destination);
      try {
        await copyVersion(folder, copy, bundle, { mode: 0o644, durable: false });
        await withPlace('cannot write the version', destination, () => rename(copy, destination));
      } finally {
        await rm(copy, { recursive: true, force: true });
      }
      return bundle;
    },

    async readEnvironment(model, environment) {
      return readState(`${environmentOf(model, environment)}.json`, model, environment);
    },

    async swapEnvironment(swap) {
      const { model, environment, next, host } = swap;
      if (next.sequence !== swap.expectedSequence + 1) throw new Error('the sequence has to grow by one');
      const place = environmentOf(model, environment);
      if (!(await registry.has(model, next.version))) throw unknownVersion(root, model, next.version);
      const lock = `${place}.lock`;
      const change = async () => {
        const state = await readState(`${place}.json`, model, environment);
        if (state.sequence !== swap.expectedSequence) throw changedInBetween(state, swap);
        const swapped: EnvironmentState = {
          ...state,
          sequence: next.sequence,
          current: next.version,
          history: [...state.history, next],
        };
        await writeFileAtomic(`${place}.json`, JSON.stringify(swapped, null, 2) + '\n');
        await syncFolder(dirname(place));
        await logSwap(`${place}.log.jsonl`, swapped, host);
        return swapped;
      };
      return withFileLock(lock, change, {
        by: next.by,
        limit: { waitMs: lockWaitMs, error: (holder) => heldError(lock, holder) },
      });
    },
  };
  return registry;
}

/** Copies every file of a version into a new folder, each byte checked, bundle.json last. */
async function copyVersion(
  from: string,
  to: string,
  bundle: Bundle,
  how: { mode: number; durable: boolean },
): Promise<void> {
  for (const { path, sha256 } of bundle.files) {
    const source = innerPath(from, path);
    if (!(await exists(source))) {
      throw new UserError('a file of the version is missing', {
        where: { file: source },
        fix: mend(from),
      });
    }
    await copyFileVerified(source, innerPath(to, path), {
      sha256,
      ...how,
      mismatch: (actual) =>
        new UserError('a file of the version has other bytes than its list says', {
          where: { file: source },
          why: `expected ${sha256}, found ${actual.sha256}`,
          fix: mend(from),
        }),
    });
  }
  await withPlace('cannot make the folder', to, () => mkdir(to, { recursive: true }));
  await writeFileAtomic(join(to, BUNDLE_FILE), JSON.stringify(bundle, null, 2) + '\n');
  await chmod(join(to, BUNDLE_FILE), how.mode);
}

/** Renames a finished folder into place; where another process was first, `check` decides whether that is as good. */
async function moveInto(copy: string, folder: string, check: () => Promise<void>): Promise<void> {
  try {
    await rename(copy, folder);
  } catch (error) {
    if (await exists(folder)) return check();
    await withPlace('cannot store the version', folder, () => Promise.reject(error));
  }
}

async function expectVersion(folder: string, model: string, version: string): Promise<void> {
  if (!(await exists(folder))) throw unknownVersion(dirname(dirname(dirname(folder))), model, version);
  const bundle = await readBundle(folder);
  if (bundle.digest === version && bundle.model === model) return;
  throw new UserError('the registry holds another version under this digest', {
    where: { file: folder },
    why: `it is ${bundle.digest} of ${bundle.model}`,
    fix: mend(folder),
  });
}

async function readState(file: string, model: string, environment: string): Promise<EnvironmentState> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return emptyState(model, environment);
    return withPlace('cannot read the environment', file, () => Promise.reject(error));
  }
  const state = validate(environmentStateSchema, text, { filePath: file });
  const last = state.history[state.history.length - 1];
  const agrees =
    state.model === model &&
    state.environment === environment &&
    state.sequence === (last?.sequence ?? 0) &&
    state.current === (last?.version ?? null);
  if (agrees) return state;
  throw new UserError('the state of the environment contradicts itself', {
    where: { file },
    why: `it is of ${state.environment} of ${state.model}, at sequence ${state.sequence}; its history ends at ${last?.sequence ?? 0}`,
    fix: 'restore the file from a backup or from the log beside it; it is never edited by hand',
  });
}

async function logSwap(log: string, state: EnvironmentState, host: string): Promise<void> {
  try {
    await completeLog(log, state.history, host);
  } catch (error) {
    throw new UserError(
      `${state.environment} runs ${shortVersion(state.current ?? '')} now, but its log could not be written`,
      {
        where: { file: log },
        why: error instanceof Error ? error.message : String(error),
        fix: 'do not repeat this; the next change of the environment writes the missing line',
        cause: error,
      },
    );
  }
}

function changedInBetween(
  state: EnvironmentState,
  { model, environment, expectedSequence }: Swap,
): UserError {
  const news = state.history.filter(({ sequence }) => sequence > expectedSequence).slice(-5);
  return new UserError(`${environment} of ${model} was changed by somebody else in between`, {
    why:
      news.length > 0
        ? news.map(describeEntry).join('; ')
        : `it is at sequence ${state.sequence}, and the plan was made at ${expectedSequence}`,
    fix: 'nothing was changed; look at what runs there now, and repeat if it is still right',
  });
}

function unknownVersion(root: string, model: string, version: string): UserError {
  return new UserError(`the registry has no version ${shortVersion(version)} of ${model}`, {
    where: { file: root },
    why: `${version} was never stored here, or it was removed`,
    fix: 'deploy a bundle of it again, or check which registry is meant',
  });
}

function mend(folder: string): string {
  return `move ${folder} away and make it again from a whole copy (package and deploy the same commit)`;
}

/** A name or a digest becomes a part of a path, so it has to be one. */
function checked(schema: typeof nameSchema | typeof sha256Schema, value: string): string {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UserError(`${JSON.stringify(value)} cannot be used in a registry`, {
    why: parsed.error.issues.map(({ message }) => message).join('; '),
  });
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return false;
    return withPlace('cannot read the registry', path, () => Promise.reject(error));
  }
}

function heldError(lock: string, holder: FileLock | undefined): UserError {
  return new UserError('another process is changing this environment', {
    where: { file: lock },
    why: holder
      ? `${holder.by ?? 'somebody'} holds the lock since ${holder.at} (process ${holder.pid} on ${holder.host})`
      : 'the lock says nothing about its owner',
    fix: 'wait for it and repeat; where that process is gone for certain, remove this file',
  });
}
