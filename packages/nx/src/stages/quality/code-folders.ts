import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, posix } from 'node:path';

/** Folders of a project that hold no code of its own: what was made, installed, or belongs to an older model. */
const NOT_OWN = new Set([
  'node_modules',
  'dist',
  'build',
  'baseline',
  'venv',
  'site-packages',
  '__pycache__',
]);

/** What is looked for at most in one folder: a folder of data may hold a million files. */
const MOST_ENTRIES = 10_000;

/**
 * The folders and files of a project with Python code, from the project's folder: those of `python.path`, its other
 * folders and the files beside model.yaml. Hidden folders, environments, `dist`, `build` and `baseline` are left out.
 */
export function codePaths(project: string, pythonPath: readonly string[]): string[] {
  const named = pythonPath.map((path) => posix.normalize(path).replace(/\/$/, ''));
  const entries = readdirSync(project, { withFileTypes: true });
  const top = entries.flatMap((entry) => {
    if (entry.name.startsWith('.') || NOT_OWN.has(entry.name)) return [];
    if (entry.isFile()) return isPython(entry.name) ? [entry.name] : [];
    return entry.isDirectory() && holdsPython(join(project, entry.name), { left: MOST_ENTRIES })
      ? [entry.name]
      : [];
  });
  const deeper = named.filter(
    (path) => path !== '.' && existsSync(join(project, path)) && !covers(top, path),
  );
  return [...new Set([...top, ...deeper])].sort();
}

/** Folders of tests of a project, from its folder. */
export function testFolders(project: string): string[] {
  return ['tests', 'test'].filter((name) => {
    const path = join(project, name);
    return existsSync(path) && statSync(path).isDirectory();
  });
}

function holdsPython(folder: string, budget: { left: number }): boolean {
  if (existsSync(join(folder, 'pyvenv.cfg')) || existsSync(join(folder, 'model.yaml'))) return false;
  const entries = readdirSync(folder, { withFileTypes: true });
  budget.left -= entries.length;
  if (entries.some((entry) => entry.isFile() && isPython(entry.name))) return true;
  return (
    budget.left > 0 &&
    entries.some(
      (entry) =>
        entry.isDirectory() &&
        !entry.name.startsWith('.') &&
        !NOT_OWN.has(entry.name) &&
        holdsPython(join(folder, entry.name), budget),
    )
  );
}

function covers(folders: readonly string[], path: string): boolean {
  return folders.some((folder) => path === folder || path.startsWith(`${folder}/`));
}

function isPython(name: string): boolean {
  return /\.pyi?$/.test(name);
}
