import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, isAbsolute, join, posix, relative, resolve, sep } from 'node:path';
import type { Tree } from '@nx/devkit';
import { hasScheme, suggest, UserError } from '@modelgate/contracts';
import { formatOfName } from '@modelgate/expectations';

/** A file of a new data set. */
export interface PlacedData {
  /** What dataset.yaml names: from the project's folder, or a URI. */
  path: string;
  /** Where the bytes are now, absolute; undefined where they are not on this machine. */
  bytes: string | undefined;
  /** What messages call it. */
  shown: string;
  /** What has to be written into the project: the copy of a file from elsewhere. */
  copy: { path: string; content: Buffer } | undefined;
}

/** What Node reads into one buffer. */
const MOST_BYTES = 2 ** 31 - 1;
const KINDS = '.csv, .tsv, .parquet, .jsonl or .ndjson (CSV and JSON lines also as .gz or .zst)';

/**
 * Finds what `--data` or `--test` names: a file or folder in the project, which stays where it is; a file elsewhere, which
 * is copied into `data/`; a `.dvc` pointer or a URI, which is named as it stands.
 *
 * @throws UserError where there is none, or it cannot be data
 */
export async function placeData(
  given: string,
  option: 'data' | 'test',
  { tree, root, cwd }: { tree: Tree; root: string; cwd: string },
): Promise<PlacedData> {
  if (hasScheme(given)) return { path: given, bytes: undefined, shown: given, copy: undefined };
  const places = [
    ...new Set([resolve(cwd, given), resolve(tree.root, given), resolve(tree.root, root, given)]),
  ];
  const path = places.find((place) => existsSync(place));
  if (path === undefined) throw missing(given, option, places, tree.root);
  const shown = shownPath(path, tree.root);
  const inside = relative(join(tree.root, root), path).split(sep).join('/');
  const isInside = inside !== '' && !inside.startsWith('../') && !isAbsolute(inside);
  const isFolder = statSync(path).isDirectory();
  const isPointer = path.endsWith('.dvc');
  if (isInside) {
    const pulled = isPointer ? path.slice(0, -'.dvc'.length) : path;
    return { path: inside, bytes: existsSync(pulled) ? pulled : undefined, shown, copy: undefined };
  }
  if (isFolder || isPointer) {
    throw new UserError(
      `--${option}: ${shown} is ${isFolder ? 'a folder' : 'a pointer of DVC'} outside of ${root}`,
      {
        why: `only single files are copied; ${isPointer ? 'DVC finds its bytes by the place of the pointer' : 'a folder may be large'}`,
        fix: `move it into ${root}, or make the data set there: --directory=${posix.dirname(shown)}`,
      },
    );
  }
  if (formatOfName(path) === undefined)
    throw new UserError(`--${option}: ${shown} is no table`, {
      why: `tables end with ${KINDS}`,
      fix: 'rename it, or write its rows as CSV or Parquet',
    });
  return { path: `data/${basename(path)}`, bytes: path, shown, copy: await copied(path, shown, tree, root) };
}

async function copied(path: string, shown: string, tree: Tree, root: string): Promise<PlacedData['copy']> {
  const inProject = `data/${basename(path)}`;
  const place = posix.join(root, inProject);
  if (statSync(path).size > MOST_BYTES) {
    throw new UserError('the data is too large to be copied', {
      where: { file: shown },
      why: `it has more than ${MOST_BYTES} bytes`,
      fix: `put it to ${place} yourself, better as a pointer of DVC, and name that with --data`,
    });
  }
  const content = await readFile(path);
  const there = tree.read(place);
  if (there !== null && !there.equals(content)) {
    throw new UserError(`${place} is there already, with other data`, {
      fix: `use it with --data=${JSON.stringify(place)}, or rename one of the two`,
    });
  }
  return { path: inProject, content };
}

function missing(given: string, option: string, places: string[], workspaceRoot: string): UserError {
  const siblings = places.flatMap((place) => siblingsOf(place));
  const near = suggest(basename(given), siblings);
  return new UserError(`--${option}: there is no file ${JSON.stringify(given)}`, {
    why: `looked for ${places.map((path) => shownPath(path, workspaceRoot)).join(' and ')}`,
    fix:
      near === undefined
        ? 'check the path; it starts where you are, or at the workspace'
        : `did you mean "${near}" there?`,
  });
}

function siblingsOf(path: string): string[] {
  const folder = resolve(path, '..');
  return existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : [];
}

function shownPath(path: string, workspaceRoot: string): string {
  const inside = relative(workspaceRoot, path);
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside.split(sep).join('/');
}
