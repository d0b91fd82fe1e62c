import { open, readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, posix, relative, sep } from 'node:path';
import type { Tree } from '@nx/devkit';
import { UserError } from '@modelgate/contracts';
import { convertToCsv, profile, renderSuite, suggestSuite, type Profile } from '@modelgate/expectations';
import { delimiterOf } from './csv-delimiter';
import { findDataFile, type FoundDataFile } from './find-data-file';
import type { DataFile, ModelData } from './model-spec';
import type { ModelRequest } from './options';
import { SUITE_COMMENT } from './suite-comment';
import { chooseTarget } from './target-column';

/** Beyond this, a repository gets slow: a pointer in git and the data elsewhere serve better. */
const LARGE_BYTES = 50 * 1_048_576;
/** What Node reads into one buffer. */
const MOST_BYTES = 2 ** 31 - 1;
/** As much of a file as its header may take. */
const HEADER_BYTES = 1_048_576;

/**
 * The user's data as the data of a new model: profiled, its target and task chosen, with a suite that it passes, and
 * copied into the project where it is not there already.
 * @throws UserError where it cannot be read, or nothing can be learnt from it
 */
export async function userModelData(
  tree: Tree,
  request: ModelRequest & { data: string },
  cwd: string,
): Promise<ModelData> {
  const found = findDataFile(request.data, tree.root, cwd);
  const scratch = await mkdtemp(join(tmpdir(), 'modelgate-data-'));
  try {
    const isParquet = await readsAsParquet(found);
    const csv = isParquet ? join(scratch, 'data.csv') : found.path;
    if (isParquet) await convertToCsv({ data: { path: found.path, name: found.shown }, out: csv });
    const known = await profile({ data: { path: csv, format: 'csv', name: found.shown } });
    if (known.rows === 0) {
      throw new UserError('the data has a header and no rows', {
        where: { file: found.shown },
        fix: 'put rows into it',
      });
    }
    const choice = chooseTarget(known, { file: found.shown, target: request.target, task: request.task });
    const delimiter = await readDelimiter(csv, known, found.shown);
    const place = placeInProject(found, { root: join(tree.root, request.root), isParquet });
    const files = place.copy
      ? [await copied(tree, request.root, { path: place.path, csv, shown: found.shown })]
      : [];
    return {
      ...choice,
      delimiter,
      train: place.path,
      test: undefined,
      suite: SUITE_COMMENT + renderSuite(suggestSuite(known, { name: 'train', target: choice.target })),
      files,
      notes: [whatHappened(found, known, place.path, { isParquet, copied: place.copy }), ...choice.notes],
      warnings: sizeWarnings(found),
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The template reads CSV alone. A name without a known ending is told by its first bytes. */
async function readsAsParquet({ path }: FoundDataFile): Promise<boolean> {
  if (/\.(parquet|pq)$/i.test(path)) return true;
  if (/\.(csv|tsv|txt)$/i.test(path)) return false;
  return (await firstBytes(path, 4)).toString('latin1') === 'PAR1';
}

async function readDelimiter(csv: string, { columns }: Profile, shown: string): Promise<string> {
  const names = columns.map(({ name }) => name);
  const delimiter = delimiterOf((await firstBytes(csv, HEADER_BYTES)).toString('utf8'), names);
  if (delimiter !== undefined) return delimiter;
  throw new UserError('the header names a column twice', {
    where: { file: shown, line: 1 },
    why: `its columns would be ${names.map((name) => JSON.stringify(name)).join(', ')}`,
    fix: 'give each column a name of its own',
  });
}

async function firstBytes(path: string, count: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Where the CSV file is in the project, and whether it has to be written there. */
function placeInProject(
  { path }: FoundDataFile,
  { root, isParquet }: { root: string; isParquet: boolean },
): { path: string; copy: boolean } {
  const inside = relative(root, path).split(sep).join('/');
  const isInside = inside !== '' && !inside.startsWith('../') && !/^([/~]|[A-Za-z]:)/.test(inside);
  // eslint-disable-next-line no-control-regex
  const place = isInside ? inside : `data/${basename(path).replace(/[\\\u0000-\u001f]/g, '_')}`;
  return isParquet
    ? { path: `${place.replace(/\.(parquet|pq)$/i, '')}.csv`, copy: true }
    : { path: place, copy: !isInside };
}

async function copied(
  tree: Tree,
  root: string,
  { path, csv, shown }: { path: string; csv: string; shown: string },
): Promise<DataFile> {
  const content = await readWhole(csv, { shown, place: posix.join(root, path) });
  const there = tree.read(posix.join(root, path));
  if (there !== null && !there.equals(content)) {
    throw new UserError(`${posix.join(root, path)} is there already, with other data`, {
      fix: `use it with --data=${JSON.stringify(posix.join(root, path))}, or rename one of the two`,
    });
  }
  return { path, content };
}

async function readWhole(csv: string, { shown, place }: { shown: string; place: string }): Promise<Buffer> {
  const tooLarge = new UserError('the data is too large to be copied', {
    where: { file: shown },
    why: `it has more than ${MOST_BYTES} bytes`,
    fix: `put it to ${place} yourself, and name that file with --data`,
  });
  const file = await open(csv);
  try {
    if ((await file.stat()).size > MOST_BYTES) throw tooLarge;
  } finally {
    await file.close();
  }
  return readFile(csv);
}

function whatHappened(
  { shown }: FoundDataFile,
  { rows, columns }: Profile,
  path: string,
  { isParquet, copied }: { isParquet: boolean; copied: boolean },
): string {
  const size = `${rows} rows, ${columns.length} columns`;
  if (isParquet) return `${shown} (${size}) became ${path}, since the stdlib template reads CSV`;
  return copied ? `${shown} (${size}) was copied to ${path}` : `${shown} (${size}) is used where it is`;
}

/** What a user should know about the size of a data file that goes into git. */
export function sizeWarnings({ shown, bytes }: Pick<FoundDataFile, 'shown' | 'bytes'>): string[] {
  if (bytes <= LARGE_BYTES) return [];
  const size = `${Math.round(bytes / 1_048_576)} MB`;
  return [
    `${shown} has ${size}: git is not the place for so much; the model works, but the repository gets slow`,
  ];
}
