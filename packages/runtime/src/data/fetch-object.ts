import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { UserError, type Place } from '@modelgate/contracts';
import { removeLeftovers, temporaryBeside, withPlace, type FileDigest } from '@modelgate/store';

/** A download that is done sooner needs no line in between. */
const NOTE_EVERY_MS = 5000;
/** Smaller ones are not worth a line. */
const NOTED_BYTES = 10 * 1024 * 1024;

export interface FetchOrder {
  uri: string;
  body: Readable;
  bytes: number;
  /** The folder of all fetched data: `<workspace>/.modelgate/data`. */
  folder: string;
  name: string;
  where: Place;
  /** Checked before the file gets its name. */
  check?: (digest: FileDigest) => void;
  onNote?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

/** Where fetched data of a digest lies. */
export function fetchedFile(folder: string, sha256: string, name: string): string {
  return join(folder, sha256, name);
}

/**
 * Writes a stream to `<folder>/<sha256>/<name>`: under a temporary name first, so that what has the name is whole.
 * @throws UserError where the connection breaks off, the disk is full, or `check` says so; nothing is left then
 */
export async function fetchObject(order: FetchOrder): Promise<FileDigest & { file: string }> {
  const { folder, name, uri, body, where, signal } = order;
  await withPlace('cannot make the folder', folder, () => mkdir(folder, { recursive: true }));
  await removeLeftovers(folder);
  const temporary = temporaryBeside(join(folder, name));
  const stop = () => body.destroy(new Error('stopped'));
  signal?.addEventListener('abort', stop, { once: true });
  try {
    const digest = await write(order, temporary);
    order.check?.(digest);
    const file = fetchedFile(folder, digest.sha256, name);
    await withPlace('cannot write the file', file, async () => {
      await mkdir(dirname(file), { recursive: true });
      await rename(temporary, file);
    });
    return { ...digest, file };
  } catch (error) {
    if (signal?.aborted) throw new UserError(`fetching ${uri} was stopped`, { where });
    if (!body.errored) throw error;
    throw new UserError(`${uri} cannot be read to its end`, {
      where,
      why: `the connection broke off: ${body.errored.message}`,
      fix: 'check the network, then try again',
      cause: error,
    });
  } finally {
    signal?.removeEventListener('abort', stop);
    body.destroy();
    await rm(temporary, { force: true });
  }
}

async function write(
  { uri, body, bytes, where, onNote }: FetchOrder,
  temporary: string,
): Promise<FileDigest> {
  const hash = createHash('sha256');
  const start = performance.now();
  const isNoted = bytes >= NOTED_BYTES;
  if (isNoted) onNote?.(`fetching ${uri} (${megabytes(bytes)} MB) ...`);
  let written = 0;
  let noted = start;
  await withPlace('cannot write the file', temporary, async () => {
    const handle = await open(temporary, 'wx');
    try {
      for await (const chunk of body) {
        const part: Buffer = chunk;
        hash.update(part);
        await handle.writeFile(part);
        written += part.length;
        if (!isNoted || performance.now() - noted < NOTE_EVERY_MS) continue;
        noted = performance.now();
        onNote?.(`${basename(uri)}: ${megabytes(written)} of ${megabytes(bytes)} MB`);
      }
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
  if (written !== bytes) {
    throw new UserError(`${uri} cannot be read to its end`, {
      where,
      why: `it ended after ${written} of ${bytes} bytes`,
      fix: 'try again',
    });
  }
  if (isNoted) onNote?.(`fetched ${uri} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return { sha256: hash.digest('hex'), bytes: written };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}
