import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { suggest, UserError } from '@modelgate/contracts';

export interface FoundDataFile {
  /** Absolute path. */
  path: string;
  /** What messages call it: its path from the workspace, where it is inside. */
  shown: string;
  bytes: number;
}

/** Formats that are neither CSV nor Parquet, by their endings, and how to get there. */
const OTHER_FORMATS: [RegExp, string][] = [
  [/\.(gz|zip|bz2|xz|zst)$/i, 'unpack it first'],
  [/\.(xlsx?|ods)$/i, 'save the sheet as CSV (UTF-8)'],
  [/\.(jsonl?|ndjson|xml|html?)$/i, 'write its rows as CSV or Parquet'],
  [
    /\.(feather|arrow|orc|avro|pkl|pickle|h5|hdf5?|npy|npz|sqlite3?|db)$/i,
    'write its rows as CSV or Parquet',
  ],
];

/**
 * The file that `--data` names: from where the user is, else from the workspace.
 * @throws UserError where there is none, or it is of another format
 */
export function findDataFile(given: string, workspaceRoot: string, cwd: string): FoundDataFile {
  const places = [...new Set([resolve(cwd, given), resolve(workspaceRoot, given)])];
  for (const path of places) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) continue;
    const shown = shownPath(path, workspaceRoot);
    if (found.isDirectory()) {
      throw new UserError(`--data: ${shown} is a folder`, { fix: 'name the CSV or Parquet file in it' });
    }
    const other = OTHER_FORMATS.find(([ending]) => ending.test(path));
    if (other) throw new UserError(`--data: ${shown} is no CSV or Parquet file`, { fix: other[1] });
    return { path, shown, bytes: found.size };
  }
  throw missing(given, places, workspaceRoot);
}

function missing(given: string, places: string[], workspaceRoot: string): UserError {
  const near = places.flatMap((path) => suggest(basename(path), filesBeside(path)) ?? [])[0];
  return new UserError(`--data: there is no file ${JSON.stringify(given)}`, {
    why: `looked for ${places.map((path) => shownPath(path, workspaceRoot)).join(' and ')}`,
    fix:
      near === undefined
        ? 'check the path; it starts where you are, or at the workspace'
        : `did you mean "${near}" there?`,
  });
}

function filesBeside(path: string): string[] {
  try {
    return readdirSync(dirname(path));
  } catch {
    return [];
  }
}

function shownPath(path: string, workspaceRoot: string): string {
  const inside = relative(workspaceRoot, path);
  return inside.startsWith('..') || isAbsolute(inside) ? path : inside.split(sep).join('/');
}
