import { readFile } from 'node:fs/promises';
import { dataLockSchema, validate, type DataLock, type LockedFile } from '@modelgate/contracts';
import { errorCode, withPlace, writeFileAtomic } from '@modelgate/store';

export interface ReadLock {
  files: LockedFile[];
  text: string;
  /** The 1-based line of an entry. */
  lineOf(uri: string): number;
}

/**
 * Reads a data.lock.json; undefined where there is none.
 * @param shown its path for messages
 * @throws UserError where it is not valid
 */
export async function readDataLock(file: string, shown: string): Promise<ReadLock | undefined> {
  const text = await withPlace('cannot read the lock', shown, async () => {
    try {
      return await readFile(file, 'utf8');
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined;
      throw error;
    }
  });
  if (text === undefined) return undefined;
  const { files } = validate(dataLockSchema, text, { filePath: shown });
  return {
    files,
    text,
    lineOf: (uri) => text.slice(0, Math.max(0, text.indexOf(JSON.stringify(uri)))).split('\n').length,
  };
}

/** Writes the entries, in the order of their URIs, where they differ from `old`. Says whether it wrote. */
export async function writeDataLock(
  file: string,
  files: readonly LockedFile[],
  old: ReadLock | undefined,
): Promise<boolean> {
  const sorted = [...files].sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0));
  const lock: DataLock = {
    schema: 'modelgate.data-lock/v1',
    files: sorted.map(({ uri, bytes, version_id, etag, sha256, path }) => ({
      uri,
      bytes,
      ...(version_id === undefined ? {} : { version_id }),
      ...(etag === undefined ? {} : { etag }),
      sha256,
      ...(path === undefined ? {} : { path }),
    })),
  };
  const text = `${JSON.stringify(lock, null, 2)}\n`;
  if (text === old?.text) return false;
  await writeFileAtomic(file, text);
  return true;
}
