import { readdirSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { suggest, UserError } from '@modelgate/contracts';

export interface FoundDataFile {
  kind: 'file' | 'folder' | 'pattern';
  /** Absolute path. */
  path: string;
  /** What messages call it: its path from the workspace, where it is inside. */
  shown: string;
}

/** Formats that are not read here, by their endings, and how to get to one that is. */
const OTHER_FORMATS: [RegExp, string][] = [
  [/\.(zip|bz2|xz)$/i, 'unpack it first'],
  [/\.(xlsx?|ods)$/i, 'save the sheet as CSV (UTF-8)'],
  [/\.json$/i, "write it as JSON lines, one object a line: jq -c '.[]' data.json > data.jsonl"],
  [/\.(xml|html?)$/i, 'write its rows as CSV or Parquet'],
  [
    /\.(feather|arrow|orc|avro|pkl|pickle|h5|hdf5?|npy|npz|sqlite3?|db)$/i,
    'write its rows as CSV or Parquet',
  ],
];

/**
 * The file or folder that `--data` names, from where the user is, else from the workspace; or a pattern of files.
 * @throws UserError where there is none, or it is of another format
 */
export function findDataFile(given: string, workspaceRoot: string, cwd: string): FoundDataFile {
  const places = [...new Set([resolve(cwd, given), resolve(workspaceRoot, given)])];
  for (const path of places) {
    const found = statSync(path, { throwIfNoEntry: false });
    if (!found) continue;
    const shown = shownPath(path, workspaceRoot);
    if (found.isDirectory()) return { kind: 'folder', path, shown };
    const other = OTHER_FORMATS.find(([ending]) => ending.test(path));
    if (other)
      throw new UserError(`--data: ${shown} is no CSV, Parquet or JSON lines file`, { fix: other[1] });
    return { kind: 'file', path, shown };
  }
  if (/[*?[{]/.test(given)) {
    const path = resolve(cwd, given);
    return { kind: 'pattern', path, shown: shownPath(path, workspaceRoot) };
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
