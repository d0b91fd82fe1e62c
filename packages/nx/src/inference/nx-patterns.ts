import { createHash } from 'node:crypto';
import { posix } from 'node:path';

/**
 * Characters that Nx reads as a pattern in inputs and outputs. It knows no escape for them (neither `\(` nor `[(]`), but
 * `?` stands for any one character: it matches the file that is meant, and at worst another one of nearly the same name.
 */
const PATTERN_CHARACTERS = /[*?[\]{}()!]/g;

/** A path as an Nx pattern that matches it. */
export function asPattern(path: string): string {
  return path.replace(PATTERN_CHARACTERS, '?');
}

/** Where the files of a project begin, as the beginning of an Nx pattern. `{projectRoot}` is put in by Nx as it stands. */
export function projectPattern(root: string): string {
  return asPattern(root) === root ? '{projectRoot}' : `{workspaceRoot}/${asPattern(root)}`;
}

/**
 * The folder below `dist/` of a project: its own path, without characters that Nx would expand in outputs; a digest
 * then keeps two such paths apart.
 */
export function outputPath(root: string): string {
  const plain = root.replace(PATTERN_CHARACTERS, '_');
  if (plain === root) return root;
  return `${plain}-${createHash('sha256').update(root).digest('hex').slice(0, 8)}`;
}

/** Patterns of paths that are the same in every project (`params.yaml`), made once: hundreds of projects ask for them. */
const inProjectPatterns = new Map<string, string>();

/** A path from the project's folder as one Nx pattern. */
export function filePattern(root: string, path: string): string {
  let inProject = inProjectPatterns.get(path);
  if (inProject === undefined) {
    inProject = asPattern(posix.normalize(path).replace(/\/$/, ''));
    inProjectPatterns.set(path, inProject);
  }
  if (inProject === '.') return projectPattern(root);
  if (!inProject.startsWith('../')) return `${projectPattern(root)}/${inProject}`;
  return `{workspaceRoot}/${asPattern(posix.join(root, path)).replace(/\/$/, '')}`;
}

/** The folders above a project up to the workspace, as the beginnings of patterns. */
export function foldersAbove(root: string): string[] {
  const folders: string[] = [];
  for (let at = posix.normalize(root); at !== '.' && at !== '';) {
    at = posix.dirname(at);
    folders.push(at === '.' ? '{workspaceRoot}' : `{workspaceRoot}/${asPattern(at)}`);
  }
  return folders;
}
