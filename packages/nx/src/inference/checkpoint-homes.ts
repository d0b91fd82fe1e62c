import { posix } from 'node:path';

/** The folders in which Great Expectations keeps a project: up to version 0.18, and since 1.0. */
const GREAT_EXPECTATIONS = ['great_expectations', 'gx'];

/**
 * Folders, from the project's, beside whose suites checkpoints lie: the project itself, Great Expectations' own folders
 * in it, and the one that a suite lies in which the project's file names.
 */
export function checkpointHomes(suites: readonly string[] | undefined): string[] {
  const named = (suites ?? []).flatMap((path) => {
    const parts = posix.normalize(path).split('/');
    const index = parts.indexOf('expectations');
    return index < 0 || index === parts.length - 1 ? [] : [parts.slice(0, index).join('/') || '.'];
  });
  return [...new Set(['.', ...GREAT_EXPECTATIONS, ...named])];
}

/** Folders, from the project's, whose files decide about checkpoints, besides the suites that the project's file names. */
export function checkpointFolders(suites: readonly string[] | undefined): string[] {
  return checkpointHomes(suites).flatMap((home) => {
    if (GREAT_EXPECTATIONS.includes(home)) return [home];
    const parts = ['checkpoints', 'validation_definitions', ...(home === '.' ? [] : ['expectations'])];
    return parts.map((part) => posix.join(home, part));
  });
}
