import { access, chmod, constants, copyFile, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sha256File, type FileDigest } from './digest';
import { fileSystemError, withPlace } from './file-system-errors';
import { temporaryBeside } from './write-atomic';

export interface CopyOptions {
  sha256: string;
  /** Permissions of the copy; those of the source are not taken over. Default: 0o644. */
  mode?: number;
  /** Whether the bytes are flushed to the disk before the copy gets its name. Default: false. */
  durable?: boolean;
  /** Makes the error for a copy that has other bytes than `sha256`. */
  mismatch(actual: FileDigest): Error;
}

/**
 * Copies a file (as a reflink where the file system has them, never as a hard link) under a temporary name beside
 * `destination`, hashes what was written, and renames it into place. Missing folders are made.
 * @throws what `mismatch` makes where the copy has another digest; UserError where reading or writing fails. Nothing
 * is left behind then, and a file that stood at `destination` still stands.
 */
export async function copyFileVerified(
  source: string,
  destination: string,
  { sha256, mode = 0o644, durable = false, mismatch }: CopyOptions,
): Promise<void> {
  const folder = dirname(destination);
  await withPlace('cannot make the folder', folder, () => mkdir(folder, { recursive: true }));
  const temporary = temporaryBeside(destination);
  try {
    await copy(source, temporary, destination);
    await withPlace('cannot write the file', destination, async () => {
      await chmod(temporary, 0o644);
      if (durable) await flush(temporary);
    });
    const actual = await sha256File(temporary);
    if (actual.sha256 !== sha256) throw mismatch(actual);
    await withPlace('cannot write the file', destination, async () => {
      await chmod(temporary, mode);
      await rename(temporary, destination);
    });
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function copy(source: string, temporary: string, destination: string): Promise<void> {
  try {
    await copyFile(source, temporary, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
  } catch (error) {
    const readable = await access(source, constants.R_OK).then(
      () => true,
      () => false,
    );
    throw readable
      ? fileSystemError(error, 'cannot write the file', destination)
      : fileSystemError(error, 'cannot read the file', source);
  }
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
