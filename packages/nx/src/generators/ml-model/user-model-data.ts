import { open, readFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, posix, relative, sep } from 'node:path';
import type { Tree } from '@nx/devkit';
import { UserError } from '@modelgate/contracts';
import {
  convertToCsv,
  formatOfName,
  profile,
  renderSuite,
  suggestSuite,
  type Profile,
} from '@modelgate/expectations';
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
    const asItIs = await isPlainCsv(found);
    const csv = asItIs ? found.path : join(scratch, 'data.csv');
    if (!asItIs) await convertToCsv({ data: { path: found.path, name: found.shown }, out: csv });
    const known = await profile({ data: { path: csv, format: 'csv', name: found.shown } });
    if (known.rows === 0) {
      throw new UserError('the data has a header and no rows', {
        where: { file: found.shown },
        fix: 'put rows into it',
      });
    }
    const choice = chooseTarget(known, { file: found.shown, target: request.target, task: request.task });
    const delimiter = await readDelimiter(csv, known, found.shown);
    const place = placeInProject(found, { root: join(tree.root, request.root), asItIs });
    const files = place.copy
      ? [await copied(tree, request.root, { path: place.path, csv, shown: found.shown })]
      : [];
    return {
      ...choice,
      delimiter,
      train: place.path,
      test: undefined,
      suite:
        SUITE_COMMENT +
        renderSuite(suggestSuite(known, { name: 'train', target: choice.target, task: choice.task })),
      files,
      notes: [whatHappened(found, known, place.path, { asItIs, copied: place.copy }), ...choice.notes],
      warnings: sizeWarnings({ shown: asItIs ? found.shown : place.path, bytes: (await stat(csv)).size }),
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** The templates read one CSV file. A name without a known ending is taken for one unless its first bytes are Parquet's. */
async function isPlainCsv({ kind, path }: FoundDataFile): Promise<boolean> {
  if (kind !== 'file') return false;
  const format = formatOfName(path);
  if (format !== undefined) return format === 'csv' && !/\.(gz|zst)$/i.test(path);
  return (await firstBytes(path, 4)).toString('latin1') !== 'PAR1';
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
  { kind, path: given }: FoundDataFile,
  { root, asItIs }: { root: string; asItIs: boolean },
): { path: string; copy: boolean } {
  // The files of a pattern have no name together.
  const path = kind === 'pattern' ? join(dirname(given.replace(/[*?[{].*$/s, '_')), 'train') : given;
  const inside = relative(root, path).split(sep).join('/');
  const isInside = inside !== '' && !inside.startsWith('../') && !/^([/~]|[A-Za-z]:)/.test(inside);
  // eslint-disable-next-line no-control-regex
  const place = isInside ? inside : `data/${basename(path).replace(/[\\\u0000-\u001f]/g, '_')}`;
  if (asItIs) return { path: place, copy: !isInside };
  const ending = /(\.(csv|tsv|txt|parquet|pq|jsonl|ndjson))?(\.(gz|zst))?$/i;
  return { path: `${place.replace(ending, '')}.csv`, copy: true };
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
  { asItIs, copied }: { asItIs: boolean; copied: boolean },
): string {
  const size = `${rows} rows, ${columns.length} columns`;
  if (!asItIs) return `${shown} (${size}) became ${path}, since the template reads CSV`;
  return copied ? `${shown} (${size}) was copied to ${path}` : `${shown} (${size}) is used where it is`;
}

/** What a user should know about the size of a data file that goes into git. */
export function sizeWarnings({ shown, bytes }: { shown: string; bytes: number }): string[] {
  if (bytes <= LARGE_BYTES) return [];
  const size = `${Math.round(bytes / 1_048_576)} MB`;
  return [
    `${shown} has ${size}: git is not the place for so much; the model works, but the repository gets slow`,
  ];
}
