import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LibraryFinder, type LibraryReader } from './find-libraries';
import { isTelling, plainFacts, readPyproject, type ParseToml, type PyprojectFacts } from './pyproject-facts';

/** Reads a workspace on disk. What cannot be read counts as not there. */
export function workspaceReader(workspaceRoot: string, facts: LibraryReader['facts']): LibraryReader {
  return {
    workspaceRoot,
    facts,
    readText(path) {
      try {
        return readFileSync(join(workspaceRoot, path), 'utf8');
      } catch {
        return undefined;
      }
    },
    readFolder(path) {
      try {
        return readdirSync(join(workspaceRoot, path), { withFileTypes: true }).map((entry) => ({
          name: entry.name,
          isFolder: entry.isDirectory(),
        }));
      } catch {
        return undefined;
      }
    },
  };
}

/** Facts of a text, parsed anew; the parser is loaded only where the text needs one. */
export async function parsedFacts(text: string): Promise<PyprojectFacts> {
  return isTelling(text) ? readPyproject(text, await tomlParser()) : plainFacts(text);
}

/** The TOML parser, loaded on the first use. */
export async function tomlParser(): Promise<ParseToml> {
  return (await import('smol-toml')).parse;
}

/** A finder for a workspace on disk that keeps nothing. */
export function libraryFinder(workspaceRoot: string): LibraryFinder {
  return new LibraryFinder(workspaceReader(workspaceRoot, parsedFacts));
}
