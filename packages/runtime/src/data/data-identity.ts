import { realpath, stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { hasScheme, UserError } from '@modelgate/contracts';
import {
  asked,
  inWorkspace,
  type Asked,
  type DataQuestion,
  type OpenedData,
  type OpenedFile,
} from './data-question';
import { openPointer } from './dvc-data';
import { pointerOver } from './dvc-pointer';
import { hasRows } from './header-only';
import { assertSeen } from './ignored-data';
import { openLocked } from './locked-data';
import { fixedFolder, isGlob, noFile, openFolder, openGlob } from './many-files';
import { missingData } from './missing-data';
import { rememberedDigest } from './remembered-digest';

/** Files that are looked into at the same time. */
const AT_ONCE = 16;

/**
 * Finds data and tells its identity: a file, what a DVC pointer names (fetched where it is absent), a folder, a glob, or
 * a URI of data.lock.json (fetched where it is absent). Every stage that reads data asks here first.
 * @throws UserError where it is missing, empty, a CSV of a header alone, other than its pointer or lock says, behind a
 * link to a folder, or not seen by git and so not by Nx
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
  const without = await withoutRows(opened.files ?? [opened]);
  if (without) {
    const fault = without.bytes === 0 ? 'is empty (0 bytes)' : 'has a header line and no rows';
    throw new UserError(`${ask.key}: ${without.relative} ${fault}`, {
      where: ask.where,
      fix: `put rows into it, or ${opened.files ? 'take it away from the other files' : 'name another file'}`,
    });
  }
  return opened;
}

/** The first CSV file that has no rows. */
async function withoutRows(files: readonly OpenedFile[]): Promise<OpenedFile | undefined> {
  const tables = files.filter(({ file }) => file.toLowerCase().endsWith('.csv'));
  for (let at = 0; at < tables.length; at += AT_ONCE) {
    const some = tables.slice(at, at + AT_ONCE);
    const full = await Promise.all(some.map(({ file }) => hasRows(file)));
    const empty = some.find((_, index) => !full[index]);
    if (empty) return empty;
  }
  return undefined;
}

async function open(ask: Asked): Promise<OpenedData> {
  if (hasScheme(ask.path)) return openLocked(ask);
  const file = join(ask.projectRoot, ask.path).replace(/[/\\]+$/, '');
  const found = await stat(file).catch(() => undefined);
  const isPattern = !found && isGlob(ask.path);
  if (file.endsWith('.dvc') && !found?.isDirectory() && !isPattern) {
    if (!found) throw await missingData(ask, file);
    await assertInside(ask, file);
    return openPointer(ask, file);
  }
  const pointer = await pointerOver(file);
  if (pointer !== undefined) {
    await assertInside(ask, pointer);
    return openPointer(ask, pointer, file);
  }
  if (isPattern) return openPattern(ask);
  if (!found) throw await missingData(ask, file);
  await assertInside(ask, file, found.isDirectory());
  if (found.isDirectory()) return openFolder(ask, file);
  if (!found.isFile()) throw noFile(ask, file);
  await assertSeen(ask, [file]);
  return {
    file,
    relative: inWorkspace(ask.workspaceRoot, file),
    ...(await rememberedDigest(file, ask.cacheDir)),
  };
}

/** A pattern over pointers is one over their data, as the pointer of a single file stands for it. */
async function openPattern(ask: Asked): Promise<OpenedData> {
  const path = ask.path.replace(/\.dvc$/, '');
  const folder = fixedFolder(ask.projectRoot, path);
  if (await stat(folder).catch(() => undefined)) await assertInside(ask, folder, true);
  return openGlob({ ...ask, path });
}

/**
 * Nx hashes what is in the workspace and not behind a link to a folder. The workspace itself may be behind one, and the
 * file may be a link to another one of the workspace.
 */
async function assertInside(ask: Asked, file: string, isFolder = false): Promise<void> {
  const { workspaceRoot, projectRoot, key, where } = ask;
  const shown = inWorkspace(workspaceRoot, file);
  const [root, real] = await Promise.all([realpath(workspaceRoot), realpath(file)]);
  const from = relative(root, real);
  if (from.startsWith('..') || isAbsolute(from)) {
    throw new UserError(`${key}: ${shown} lies outside the workspace (${real})`, {
      where,
      why: 'Nx hashes files of the workspace alone, so a change of the data would go unseen',
      fix: 'put the file into the workspace, or track it with DVC, or name it by its URI (file://) in a data set',
    });
  }
  const folder = isFolder ? file : dirname(file);
  const realFolder = isFolder ? real : await realpath(folder);
  if (relative(root, realFolder) === relative(workspaceRoot, folder)) return;
  const name = inWorkspace(await realpath(projectRoot), real);
  throw new UserError(`${key}: ${shown} lies behind a link to a folder (${inWorkspace(root, realFolder)})`, {
    where,
    why: 'Nx does not look behind links to folders, so a change of the data would go unseen',
    fix: `name where it really is: "${name}"`,
  });
}
