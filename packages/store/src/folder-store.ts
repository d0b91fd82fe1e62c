import { sha256Schema, UserError, type Artifact, type FileEntry } from '@modelgate/contracts';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { copyFileVerified } from './copy-verified';
import { errorCode, withPlace } from './file-system-errors';
import { innerPath } from './inner-path';
import { removeLeftovers, syncFolder } from './write-atomic';

/** Files by SHA-256. */
export interface ArtifactStore {
  /** Where the bytes are, as people name it. */
  readonly root: string;
  has(sha256: string): Promise<boolean>;
  /** Stores a file under its digest. @throws UserError where the file has another digest or cannot be written */
  put(sha256: string, file: string): Promise<void>;
  /** Writes the bytes to `destination`. @throws UserError where they are missing, corrupt or cannot be written */
  fetch(sha256: string, destination: string): Promise<void>;
  /** Stores every file of a manifest whose files stand in `folder`. */
  putAll(folder: string, artifact: Artifact): Promise<void>;
  /** Writes every file of a manifest into `folder`. */
  fetchAll(artifact: Artifact, folder: string): Promise<void>;
  /** The files of a manifest whose bytes are not here. */
  missing(artifact: Artifact): Promise<FileEntry[]>;
}

/**
 * A store in a folder: `<root>/sha256/<first two digits>/<the rest>`, each blob read-only and written once. Any number
 * of processes may write at once: a blob appears whole, by a rename, and equal names have equal bytes.
 */
export function folderStore(root: string): ArtifactStore {
  const blobOf = (sha256: string): string => {
    if (!sha256Schema.safeParse(sha256).success) throw new Error(`not a SHA-256: ${JSON.stringify(sha256)}`);
    return join(root, 'sha256', sha256.slice(0, 2), sha256.slice(2));
  };

  const store: ArtifactStore = {
    root,
    has: async (sha256) => (await sizeOf(blobOf(sha256))) !== undefined,

    async put(sha256, file) {
      const blob = blobOf(sha256);
      const { size } = await withPlace('cannot read the file', file, () => stat(file));
      if ((await sizeOf(blob)) === size) return;
      try {
        await copyFileVerified(file, blob, {
          sha256,
          mode: 0o444,
          durable: true,
          mismatch: (actual) =>
            new UserError('the file changed while it was being stored', {
              where: { file },
              why: `expected ${sha256}, found ${actual.sha256}`,
              fix: 'run the stage that makes it again, and leave its output alone meanwhile',
            }),
        });
      } catch (error) {
        // Where a rename cannot replace a read-only file (Windows), another writer may have been first.
        if ((await sizeOf(blob)) === size) return;
        throw error;
      }
      await syncFolder(dirname(blob));
      await removeLeftovers(dirname(blob));
    },

    async fetch(sha256, destination) {
      const blob = blobOf(sha256);
      if ((await sizeOf(blob)) === undefined) throw missingBlob(root, sha256);
      await copyFileVerified(blob, destination, {
        sha256,
        mismatch: (actual) =>
          new UserError('the stored file is corrupt', {
            where: { file: blob },
            why: `expected ${sha256}, found ${actual.sha256} (${actual.bytes} bytes)`,
            fix: 'remove it, then store it again from a copy that is whole (accept the baseline again, or copy it from another store)',
          }),
      });
    },

    async putAll(folder, artifact) {
      for (const { sha256, path } of artifact.files) await store.put(sha256, innerPath(folder, path));
    },

    async fetchAll(artifact, folder) {
      for (const { sha256, path } of artifact.files) await store.fetch(sha256, innerPath(folder, path));
    },

    async missing(artifact) {
      const absent: FileEntry[] = [];
      for (const entry of artifact.files) if (!(await store.has(entry.sha256))) absent.push(entry);
      return absent;
    },
  };
  return store;
}

async function sizeOf(blob: string): Promise<number | undefined> {
  try {
    const found = await stat(blob);
    return found.isFile() ? found.size : undefined;
  } catch (error) {
    if (errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR') return undefined;
    return withPlace('cannot read the store', blob, () => Promise.reject(error));
  }
}

function missingBlob(root: string, sha256: string): UserError {
  return new UserError(`the store has no file with the SHA-256 ${sha256}`, {
    where: { file: root },
    why: 'it was never stored here, or it was removed',
    fix: 'set MODELGATE_STORE to the store that has it, or copy it from the machine that stored it',
  });
}
