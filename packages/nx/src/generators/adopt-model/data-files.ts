import { posix } from 'node:path';
import { suggest, UserError, type PythonOutline } from '@modelgate/contracts';
import type { FileInProject } from './project-files';

/** The data of a project, with paths from its folder; a `.dvc` pointer where the bytes are not there. */
export interface FoundData {
  train: string;
  /** Why this file. */
  because: string;
  test: string | undefined;
  /** Tables that no stage reads. */
  unused: string[];
}

const TABLE = /\.(csv|tsv|parquet|pq|jsonl|ndjson)(\.(gz|zst))?$/i;

/** Folders and names of what a pipeline writes, and of examples for tests. */
const NO_DATA =
  /(^|[/_.-])(predictions?|submissions?|results?|reports?|outputs?|logs?|fixtures?|tests|great_expectations|gx|expectations)([/_.-]|$)/i;

const TEST_WORDS = ['test', 'testing', 'holdout', 'eval', 'evaluation', 'valid', 'validation', 'val', 'dev'];
const TRAIN_WORDS = ['train', 'training'];

/**
 * The training data and the evaluation set among the files of a project: by their names, else by what the code opens, else
 * the only table that there is.
 *
 * @throws UserError where there is none, or nothing tells which one it is
 */
export function findData(
  files: readonly FileInProject[],
  outlines: readonly PythonOutline[],
  given: { train: string | undefined; test: string | undefined },
  root: string,
): FoundData {
  const tables = tablesOf(files);
  const known = new Set(files.map(({ path }) => path));
  const named = (path: string | undefined, option: string) =>
    path === undefined ? undefined : existing(path, option, known, root);
  const mentioned = new Set(
    outlines.flatMap((outline) => outline.files.map(({ text }) => posix.normalize(text))),
  );
  const isMentioned = (path: string) =>
    [...mentioned].some((text) => text === path || path.endsWith(`/${text}`));

  const wanted = named(given.train, 'data') ?? folderOf(tables, TRAIN_WORDS);
  const byName = ranked(tables, TRAIN_WORDS, isMentioned, undefined);
  const opened = tables.filter(isMentioned);
  const train = wanted ?? byName[0] ?? only(opened) ?? only(tables.filter((path) => !isTestName(path)));
  if (train === undefined) throw noData(tables, root);
  const because =
    given.train !== undefined
      ? '--data names it'
      : wanted !== undefined || byName[0] !== undefined
        ? 'its name says so'
        : isMentioned(train)
          ? 'the code opens it'
          : 'it is the only table';
  const others = tables.filter((path) => path !== train && !path.startsWith(`${train}/`));
  const test =
    named(given.test, 'test') ??
    folderOf(others, TEST_WORDS) ??
    ranked(others, TEST_WORDS, isMentioned, train)[0];
  return {
    train,
    because,
    test,
    unused: others.filter((path) => path !== test && !(test !== undefined && path.startsWith(`${test}/`))),
  };
}

/** Tables, each by its own path, or by that of its pointer where only that is there. */
function tablesOf(files: readonly FileInProject[]): string[] {
  const paths = new Set(files.map(({ path }) => path));
  return [...paths].filter((path) => {
    if (NO_DATA.test(path)) return false;
    if (!path.endsWith('.dvc')) return TABLE.test(path);
    const pointed = path.slice(0, -'.dvc'.length);
    return TABLE.test(pointed) && !paths.has(pointed);
  });
}

/** Tables whose name has one of the words, the best first: the surest word, opened by the code, nearest to `beside`. */
function ranked(
  tables: readonly string[],
  words: readonly string[],
  isMentioned: (path: string) => boolean,
  beside: string | undefined,
): string[] {
  const rank = (path: string) => [
    words.findIndex((word) => wordsOf(path).includes(word)),
    isMentioned(path) ? 0 : 1,
    beside !== undefined && posix.dirname(path) === posix.dirname(beside) ? 0 : 1,
    beside !== undefined && posix.extname(path) === posix.extname(beside) ? 0 : 1,
    path.split('/').length,
  ];
  return tables
    .filter((path) => words.some((word) => wordsOf(path).includes(word)))
    .map((path) => ({ path, rank: rank(path) }))
    .sort((a, b) => {
      const at = a.rank.findIndex((value, index) => value !== b.rank[index]);
      return at < 0 ? (a.path < b.path ? -1 : 1) : (a.rank[at] ?? 0) - (b.rank[at] ?? 0);
    })
    .map(({ path }) => path);
}

/** A folder called `train` whose files are tables of one kind. */
function folderOf(tables: readonly string[], words: readonly string[]): string | undefined {
  const folders = [...new Set(tables.map((path) => posix.dirname(path)))].filter((folder) =>
    words.includes(posix.basename(folder).toLowerCase()),
  );
  const whole = folders.find((folder) => {
    const inside = tables.filter((path) => posix.dirname(path) === folder);
    return inside.length > 1 && new Set(inside.map((path) => posix.extname(path))).size === 1;
  });
  return whole;
}

function isTestName(path: string): boolean {
  return TEST_WORDS.some((word) => wordsOf(path).includes(word));
}

function wordsOf(path: string): string[] {
  const name = posix.basename(path).toLowerCase().split('.')[0] ?? '';
  return name.split(/[^a-z]+/);
}

function only(paths: readonly string[]): string | undefined {
  return paths.length === 1 ? paths[0] : undefined;
}

function existing(path: string, option: string, known: ReadonlySet<string>, root: string): string {
  const inside = [...known].some(
    (file) => file === path || file === `${path}.dvc` || file.startsWith(`${path}/`),
  );
  if (inside) return known.has(path) || !known.has(`${path}.dvc`) ? path : `${path}.dvc`;
  const near = suggest(path, [...known]);
  throw new UserError(`--${option}: there is no file ${JSON.stringify(posix.join(root, path))}`, {
    fix:
      near === undefined
        ? `name a file of ${root}, from the workspace or from that folder`
        : `did you mean "${posix.join(root, near)}"?`,
  });
}

function noData(tables: readonly string[], root: string): UserError {
  if (tables.length === 0) {
    return new UserError(`there is no data in ${root}`, {
      why: 'no CSV, Parquet or JSON lines file and no .dvc pointer of one was found',
      fix: 'put the training data or its pointer there, or name a file with --data',
    });
  }
  const shown = tables.slice(0, 8).join(', ') + (tables.length > 8 ? `, and ${tables.length - 8} more` : '');
  return new UserError(`nothing tells which file of ${root} is the training data`, {
    why: `there are ${shown}`,
    fix: `name it: --data=${posix.join(root, tables[0] ?? '')}`,
  });
}
