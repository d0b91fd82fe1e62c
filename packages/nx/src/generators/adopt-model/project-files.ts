import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import { isOurs, PROJECT_FILES } from '../../inference/reading';

export interface FileInProject {
  /** From the project's folder. */
  path: string;
  bytes: number;
}

/** Folders of environments, outputs and experiment trackers: nothing in them is the model's own. */
const SKIPPED = new Set([
  'node_modules',
  '__pycache__',
  'site-packages',
  'dist',
  'build',
  'uncommitted',
  'mlruns',
  'wandb',
  'lightning_logs',
  'htmlcov',
]);

/** More files than this are data, and which ones does not matter. */
const MOST_FILES = 20_000;

/** The files of a folder without hidden ones, environments, outputs, and models and data sets of their own; sorted by path. */
export function listFiles(root: string): FileInProject[] {
  const found: FileInProject[] = [];
  const waiting = [''];
  for (let folder = waiting.shift(); folder !== undefined; folder = waiting.shift()) {
    const entries = readdirSync(join(root, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (found.length >= MOST_FILES) return found;
      const path = posix.join(folder, entry.name);
      const stat = statSync(join(root, path), { throwIfNoEntry: false });
      if (entry.name.startsWith('.') || !stat) continue;
      if (stat.isFile()) found.push({ path, bytes: stat.size });
      // A link to a folder may lead in a circle.
      else if (entry.isDirectory() && isOwn(join(root, path), entry.name)) waiting.push(path);
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function isOwn(folder: string, name: string): boolean {
  return (
    !SKIPPED.has(name) &&
    !name.endsWith('.egg-info') &&
    !existsSync(join(folder, 'pyvenv.cfg')) &&
    !PROJECT_FILES.some((file) => isProjectFile(join(folder, file)))
  );
}

function isProjectFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true && isOurs(readFileSync(path, 'utf8'));
}

/** Whether a Python file is a test or belongs to tests, and not to the model. */
export function isTest(path: string): boolean {
  const name = posix.basename(path);
  const inTests = posix
    .dirname(path)
    .split('/')
    .some((part) => /^(tests?|testing)$/.test(part));
  return inTests || /^(test_.*|.*_test|conftest)\.py$/.test(name);
}

/** Files that tools run, and no model. */
export function isTooling(path: string): boolean {
  return /^(setup|noxfile|tasks|fabfile|versioneer)\.py$/.test(path) || path.startsWith('docs/');
}
