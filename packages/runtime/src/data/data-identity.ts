import { realpath, stat } from 'node:fs/promises';
import { isAbsolute, join, relative } from 'node:path';
import { hasScheme, UserError } from '@modelgate/contracts';
import { asked, inWorkspace, type Asked, type DataQuestion, type OpenedData } from './data-question';
import { openPointer } from './dvc-data';
import { pointerOver } from './dvc-pointer';
import { hasRows } from './header-only';
import { assertSeen } from './ignored-data';
import { openLocked } from './locked-data';
import { isGlob, openFolder, openGlob } from './many-files';
import { missingData } from './missing-data';
import { rememberedDigest } from './remembered-digest';

/**
 * Finds data and tells its identity: a file, what a DVC pointer names (fetched where it is absent), a folder, a glob, or
 * a URI of data.lock.json (fetched where it is absent). Every stage that reads data asks here first.
 * @throws UserError where it is missing, empty, a CSV of a header alone, other than its pointer or lock says, or not
 * seen by git and so not by Nx
 */
export async function openData(question: DataQuestion): Promise<OpenedData> {
  const ask = asked(question);
  const opened = await open(ask);
  if (opened.bytes === 0) {
    throw new UserError(`${ask.key}: ${opened.relative} is empty (0 bytes)`, {
      where: ask.where,
      fix: 'put data into it, or name another file',
    });
  }
  if (!opened.files && opened.file.toLowerCase().endsWith('.csv') && !(await hasRows(opened.file))) {
    throw new UserError(`${ask.key}: ${opened.relative} has a header line and no rows`, {
      where: ask.where,
      fix: 'put rows into it, or name another file',
    });
  }
  return opened;
}

async function open(ask: Asked): Promise<OpenedData> {
  if (hasScheme(ask.path)) return openLocked(ask);
  const file = join(ask.projectRoot, ask.path).replace(/[/\\]+$/, '');
  const found = await stat(file).catch(() => undefined);
  if (file.endsWith('.dvc') && !found?.isDirectory()) {
    if (!found) throw await missingData(ask, file);
    await assertInside(ask, file);
    return openPointer(ask, file);
  }
  const pointer = await pointerOver(file);
  if (pointer !== undefined) {
    await assertInside(ask, pointer);
    return openPointer(ask, pointer, file);
  }
  if (!found) {
    if (isGlob(ask.path)) return openGlob(ask);
    throw await missingData(ask, file);
  }
  await assertInside(ask, file);
  if (found.isDirectory()) return openFolder(ask, file);
  await assertSeen(ask, [file]);
  return {
    file,
    relative: inWorkspace(ask.workspaceRoot, file),
    ...(await rememberedDigest(file, ask.cacheDir)),
  };
}

async function assertInside({ workspaceRoot, key, where }: Asked, file: string): Promise<void> {
  const [root, real] = await Promise.all([realpath(workspaceRoot), realpath(file)]);
  const from = relative(root, real);
  if (!from.startsWith('..') && !isAbsolute(from)) return;
  throw new UserError(`${key}: ${inWorkspace(workspaceRoot, file)} lies outside the workspace (${real})`, {
    where,
    why: 'Nx hashes files of the workspace alone, so a change of the data would go unseen',
    fix: 'put the file into the workspace, or track it with DVC, or name it by its URI (file://) in a data set',
  });
}
