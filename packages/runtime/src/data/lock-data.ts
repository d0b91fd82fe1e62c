import { stat } from 'node:fs/promises';
import { join, posix } from 'node:path';
import {
  DATA_LOCK_FILE,
  UserError,
  validateValue,
  dataUriSchema,
  type LockedFile,
  type Place,
} from '@modelgate/contracts';
import { inWorkspace } from './data-question';
import { readDataLock, writeDataLock } from './data-lock-file';
import { fetchObject } from './fetch-object';
import { fetchedFolder, nameOf, pathOfUri } from './locked-data';
import { rememberedDigest } from './remembered-digest';
import { s3Object } from './s3-object';

export interface LockOrder {
  workspaceRoot: string;
  /** Absolute folder of the project; data.lock.json stands in it. */
  projectRoot: string;
  /** `file://` and `s3://`; what else the lock holds is taken out of it. */
  uris: readonly string[];
  /** A folder of the workspace for what may be lost at any time. */
  cacheDir: string;
  /** Where the URIs are named. Default: the project's dataset.yaml. */
  declaredIn?: Place | undefined;
  onNote?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface LockOutcome {
  /** Absolute path of data.lock.json. */
  file: string;
  /** Whether it was written; false where it is as it was. */
  written: boolean;
  entries: { entry: LockedFile; state: 'new' | 'changed' | 'same' }[];
  /** URIs that were in the lock and are named no more. */
  removed: string[];
}

/**
 * Takes the identity of data outside the workspace into data.lock.json. Objects whose size, ETag and version are those
 * of the lock are not read again; others are read once, and kept as what a stage would fetch.
 * @throws UserError where a URI is not readable; the lock stays as it was
 */
export async function lockData(order: LockOrder): Promise<LockOutcome> {
  const { workspaceRoot, projectRoot } = order;
  const file = join(projectRoot, DATA_LOCK_FILE);
  const where = order.declaredIn ?? {
    file: posix.join(inWorkspace(workspaceRoot, projectRoot), 'dataset.yaml'),
  };
  const uris = [...new Set(order.uris)];
  if (uris.length === 0) {
    throw new UserError('there is nothing to lock: no file of this data set is a URI', {
      where,
      why: 'the identity of files in the workspace is their content, or a .dvc pointer',
    });
  }
  const old = await readDataLock(file, inWorkspace(workspaceRoot, file));
  const entries: LockOutcome['entries'] = [];
  for (const uri of uris) {
    validateValue(dataUriSchema, uri, { filePath: where.file });
    const known = old?.files.find((entry) => entry.uri === uri);
    const entry = await (uri.startsWith('file:')
      ? lockFileUri(order, uri, known, where)
      : lockObject(order, uri, known, where));
    const isSame = known !== undefined && JSON.stringify(known) === JSON.stringify(entry);
    entries.push({ entry, state: isSame ? 'same' : known ? 'changed' : 'new' });
  }
  return {
    file,
    written: await writeDataLock(
      file,
      entries.map(({ entry }) => entry),
      old,
    ),
    entries,
    removed: (old?.files ?? []).map(({ uri }) => uri).filter((uri) => !uris.includes(uri)),
  };
}

async function lockFileUri(
  order: LockOrder,
  uri: string,
  known: LockedFile | undefined,
  where: Place,
): Promise<LockedFile> {
  const file = pathOfUri(uri, where);
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) {
    throw new UserError(`${uri} is ${found ? 'not a file' : 'not there'}`, {
      where,
      fix: found ? 'name one file' : `put the data at ${file}, or mend the URI`,
    });
  }
  const { bytes, sha256 } = await rememberedDigest(file, order.cacheDir);
  return { uri, bytes, sha256, ...pathOf(known) };
}

async function lockObject(
  order: LockOrder,
  uri: string,
  known: LockedFile | undefined,
  where: Place,
): Promise<LockedFile> {
  const source = await s3Object(uri, where);
  const now = await source.state();
  if (known && known.bytes === now.bytes && known.etag === now.etag && known.version_id === now.versionId)
    return known;
  const { state, body } = await source.read(now.versionId);
  const { bytes, sha256 } = await fetchObject({
    uri,
    body,
    bytes: state.bytes,
    folder: fetchedFolder(order.workspaceRoot),
    name: nameOf(known ?? { uri }),
    where,
    onNote: order.onNote,
    signal: order.signal,
  });
  return {
    uri,
    bytes,
    ...(state.versionId === undefined ? {} : { version_id: state.versionId }),
    ...(state.etag === undefined ? {} : { etag: state.etag }),
    sha256,
    ...pathOf(known),
  };
}

function pathOf(known: LockedFile | undefined): { path?: string } {
  return known?.path === undefined ? {} : { path: known.path };
}

/** One line for a terminal: what happened to an entry. */
export function lockLine({ entry, state }: LockOutcome['entries'][number]): string {
  const version = entry.version_id === undefined ? '' : `, version ${entry.version_id}`;
  return `${state.padEnd(7)}  ${entry.uri}  ${entry.bytes} bytes, sha256 ${entry.sha256.slice(0, 12)}${version}`;
}
