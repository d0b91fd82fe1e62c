import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '@modelgate/contracts';
import { artifactOf } from '@modelgate/store';
import { inWorkspace, type Asked, type OpenedData } from './data-question';
import { cachedDirList, dirListMd5, dvcFiles, type ListedFile } from './dvc-folder';
import { dvcRoot, readPointer, type Pointer } from './dvc-pointer';
import { dvcCommand, isThere, pullData, withDvcLock } from './dvc-pull';
import { assertSeen } from './ignored-data';
import { rememberedDigests } from './remembered-digest';

const LISTED = 5;

/**
 * What a DVC pointer stands for: fetched where it is absent, checked against the pointer where it is there.
 * @param file the pointer
 * @param wanted the data that it should be of; default: whatever it names
 * @throws UserError where the pointer is not usable, the bytes are others, or cannot be fetched
 */
export async function openPointer(ask: Asked, file: string, wanted?: string): Promise<OpenedData> {
  const { workspaceRoot, key } = ask;
  await assertSeen(ask, [file], 'pointer');
  const pointer = await readPointer(workspaceRoot, file);
  if (wanted !== undefined && pointer.data !== wanted) {
    throw new UserError(
      `${key}: the pointer is of ${inWorkspace(workspaceRoot, pointer.data)}, not of ${inWorkspace(workspaceRoot, wanted)}`,
      {
        where: { file: pointer.place.file },
        why: 'a pointer beside a file is taken for that file',
        fix: `name the pointer itself under ${key}, or give the pointer the name of its data`,
      },
    );
  }
  if (!(await isThere(pointer.data))) await pullData(ask, pointer);
  try {
    return await verified(ask, pointer);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // Another process may just be fetching it; what differs when that has ended does differ.
    return withDvcLock(ask, pointer.file, () => verified(ask, pointer));
  }
}

async function verified(ask: Asked, pointer: Pointer): Promise<OpenedData> {
  const found = await stat(pointer.data).catch(() => undefined);
  const shown = inWorkspace(ask.workspaceRoot, pointer.data);
  if (found?.isDirectory() !== pointer.isFolder) {
    const kind = (isFolder: boolean) => (isFolder ? 'a folder' : 'a file');
    throw new UserError(
      `${ask.key}: ${shown} is ${found ? kind(!pointer.isFolder) : 'not here'}, and its pointer is of ${kind(pointer.isFolder)}`,
      { where: pointer.place, fix: `${await checkout(ask, pointer)} brings back what the pointer names` },
    );
  }
  return pointer.isFolder ? openFolderOut(ask, pointer) : openFileOut(ask, pointer);
}

async function openFileOut(ask: Asked, pointer: Pointer): Promise<OpenedData> {
  const [found] = await rememberedDigests(pointer.data, [pointer.data], {
    cacheDir: ask.cacheDir,
    md5: pointer.kind,
  });
  if (!found) throw new Error(`${pointer.data} has no digest`);
  const { md5, sha256, bytes } = found;
  if (!md5.includes(pointer.md5)) throw await otherBytes(ask, pointer, md5[0] ?? '');
  return { file: pointer.data, relative: inWorkspace(ask.workspaceRoot, pointer.data), sha256, bytes };
}

async function openFolderOut(ask: Asked, pointer: Pointer): Promise<OpenedData> {
  const { data, kind, md5 } = pointer;
  const root = await dvcRoot(pointer.file);
  const paths = await dvcFiles(data, root);
  const files = paths.map((path) => join(data, path));
  const digests = await rememberedDigests(data, files, { cacheDir: ask.cacheDir, md5: kind });
  const listed = (which: 0 | -1): ListedFile[] =>
    paths.map((relpath, at) => ({ relpath, md5: digests[at]?.md5.at(which) ?? '' }));
  const [list, otherList] = [listed(0), listed(-1)];
  if (dirListMd5(list) !== md5 && dirListMd5(otherList) !== md5) {
    const cached = root === undefined ? undefined : await cachedDirList(root, md5);
    throw await otherBytes(ask, pointer, dirListMd5(list), cached && differences(cached, list));
  }
  const entries = paths.map((path, at) => ({
    path,
    sha256: digests[at]?.sha256 ?? '',
    bytes: digests[at]?.bytes ?? 0,
  }));
  return {
    file: data,
    relative: inWorkspace(ask.workspaceRoot, data),
    sha256: artifactOf(entries).digest,
    bytes: entries.reduce((sum, { bytes }) => sum + bytes, 0),
    files: entries.map(({ path, sha256, bytes }) => ({
      file: join(data, path),
      relative: inWorkspace(ask.workspaceRoot, join(data, path)),
      sha256,
      bytes,
    })),
  };
}

async function otherBytes(
  ask: Asked,
  pointer: Pointer,
  md5: string,
  differing?: string[],
): Promise<UserError> {
  const shown = inWorkspace(ask.workspaceRoot, pointer.data);
  return new UserError(`${ask.key}: ${shown} is not what its pointer names`, {
    where: pointer.place,
    why: [`the pointer has md5 ${pointer.md5}, the data has ${md5}`, ...(differing ?? [])].join('\n    '),
    fix:
      `${await checkout(ask, pointer)} brings back the bytes of the pointer (dvc pull where they are not in its cache); ` +
      `${await dvcCommand(ask, pointer, 'add', pointer.data)} takes the new ones`,
  });
}

/** What differs from the list that the pointer names, a line each. */
function differences(expected: readonly ListedFile[], found: readonly ListedFile[]): string[] {
  const here = new Map(found.map(({ relpath, md5 }) => [relpath, md5]));
  const known = new Set(expected.map(({ relpath }) => relpath));
  const lines = [
    ...expected.flatMap(({ relpath, md5 }) =>
      here.get(relpath) === md5 ? [] : [`${here.has(relpath) ? 'changed' : 'missing'}: ${relpath}`],
    ),
    ...found.flatMap(({ relpath }) => (known.has(relpath) ? [] : [`not in the pointer: ${relpath}`])),
  ];
  const rest = lines.length - LISTED;
  return [...lines.slice(0, LISTED), ...(rest > 0 ? [`and ${rest} more`] : [])];
}

function checkout(ask: Asked, pointer: Pointer): Promise<string> {
  return dvcCommand(ask, pointer, 'checkout', pointer.file);
}
