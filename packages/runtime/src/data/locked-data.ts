import { stat } from 'node:fs/promises';
import { basename, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DATA_LOCK_FILE, UserError, type LockedFile, type Place } from '@modelgate/contracts';
import { withFileLock } from '@modelgate/store';
import { inWorkspace, lockFile, type Asked, type OpenedData } from './data-question';
import { readDataLock } from './data-lock-file';
import { fetchedFile, fetchObject } from './fetch-object';
import { assertSeen } from './ignored-data';
import type { ObjectState } from './object-source';
import { rememberedDigest } from './remembered-digest';
import { s3Object } from './s3-object';

/**
 * A file outside the workspace, checked against data.lock.json: `file://` where it lies, `s3://` in
 * `.modelgate/data/<sha256>/`, where it is fetched to.
 * @throws UserError where it is not locked, has changed or is gone, or its place cannot be reached
 */
export async function openLocked(ask: Asked): Promise<OpenedData> {
  const { path: uri, projectRoot, workspaceRoot, key, where } = ask;
  const lock = join(projectRoot, DATA_LOCK_FILE);
  const shown = inWorkspace(workspaceRoot, lock);
  const found = await readDataLock(lock, shown);
  const entry = found?.files.find((file) => file.uri === uri);
  if (!entry) {
    throw new UserError(`${key}: ${uri} is not locked`, {
      where,
      why: found
        ? `${shown} does not name it`
        : `there is no ${shown}, which holds the identity of data outside the workspace`,
      fix: `run: ${lockCommand(ask)}, then commit ${shown}`,
    });
  }
  await assertSeen(ask, [lock], 'lock');
  const place: Place = { file: shown, line: found?.lineOf(uri) ?? 1 };
  return uri.startsWith('file:') ? openFileUri(ask, entry, place) : openObject(ask, entry, place);
}

/** Where fetched data lies. */
export function fetchedFolder(workspaceRoot: string): string {
  return join(workspaceRoot, '.modelgate', 'data');
}

/** The name that fetched data gets. */
export function nameOf({ uri, path }: { uri: string; path?: string | undefined }): string {
  return path ?? posix.basename(uri);
}

/** The path of a `file://` URI. */
export function pathOfUri(uri: string, where: Place): string {
  try {
    return fileURLToPath(uri);
  } catch (error) {
    throw new UserError(`${uri} is no path of this machine`, {
      where,
      why: error instanceof Error ? error.message : String(error),
      fix: 'write file:///<absolute path>',
    });
  }
}

async function openFileUri(ask: Asked, entry: LockedFile, place: Place): Promise<OpenedData> {
  const file = pathOfUri(entry.uri, place);
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) {
    throw new UserError(`${ask.key}: ${entry.uri} is ${found ? 'not a file' : 'gone'}`, {
      where: place,
      why: found ? `${file} is a folder or a device` : `there is no ${file} on this machine`,
      fix: `put it back (or mount the disk), or name another one and run: ${lockCommand(ask)}`,
    });
  }
  const digest = await rememberedDigest(file, ask.cacheDir);
  if (digest.sha256 !== entry.sha256) throw changed(ask, entry, place, digest);
  return { file, relative: entry.uri, ...digest };
}

async function openObject(ask: Asked, entry: LockedFile, place: Place): Promise<OpenedData> {
  const { workspaceRoot, cacheDir, onNote, signal } = ask;
  const folder = fetchedFolder(workspaceRoot);
  const file = fetchedFile(folder, entry.sha256, nameOf(entry));
  const kept = await keptCopy(file, entry, cacheDir);
  if (kept) return { file, relative: entry.uri, ...kept };
  await withFileLock(
    lockFile(cacheDir, `data-${entry.sha256.slice(0, 32)}`),
    async () => {
      if (await keptCopy(file, entry, cacheDir)) return;
      const source = await s3Object(entry.uri, place);
      const { state, body } = await source.read(entry.version_id);
      if (state.bytes !== entry.bytes) {
        body.destroy();
        throw changed(ask, entry, place, state);
      }
      await fetchObject({
        uri: entry.uri,
        body,
        bytes: entry.bytes,
        folder,
        name: nameOf(entry),
        where: place,
        check: (digest) => {
          if (digest.sha256 !== entry.sha256) throw changed(ask, entry, place, { ...state, ...digest });
        },
        onNote,
        signal,
      });
    },
    {
      onWait: (holder) =>
        onNote?.(
          `waiting for another process${holder ? ` (${holder.pid})` : ''} that fetches ${entry.uri} ...`,
        ),
      signal,
    },
  );
  return { file, relative: entry.uri, ...(await rememberedDigest(file, cacheDir)) };
}

/** What was fetched before, where it is still what it was; other bytes are fetched anew. */
async function keptCopy(
  file: string,
  entry: LockedFile,
  cacheDir: string,
): Promise<{ sha256: string; bytes: number } | undefined> {
  if (!(await stat(file).catch(() => undefined))?.isFile()) return undefined;
  const digest = await rememberedDigest(file, cacheDir);
  return digest.sha256 === entry.sha256 ? digest : undefined;
}

function changed(
  ask: Asked,
  entry: LockedFile,
  place: Place,
  now: ObjectState & { sha256?: string },
): UserError {
  const parts: [name: string, locked: unknown, now: unknown][] = [
    ['bytes', entry.bytes, now.bytes],
    ['sha256', entry.sha256, now.sha256],
    ['etag', entry.etag, now.etag],
    ['version', entry.version_id, now.versionId],
  ];
  const lines = parts.flatMap(([name, locked, found]) =>
    found === undefined || locked === found
      ? []
      : [`${name} ${String(locked ?? 'none')}, now ${String(found)}`],
  );
  return new UserError(`${ask.key}: ${entry.uri} has changed since it was locked`, {
    where: place,
    why: lines.join('\n    '),
    fix: `restore what was locked, or take what is there now: ${lockCommand(ask)}`,
  });
}

function lockCommand({ project, projectRoot }: Asked): string {
  return `nx run ${project ?? basename(projectRoot)}:lock-data`;
}
