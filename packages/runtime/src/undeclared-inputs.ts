import { posix } from 'node:path';
import { UserError } from '@modelgate/contracts';

export interface StageReads {
  /** The stage, as messages call it. */
  stage: string;
  /** What it imported and opened, from the project's folder (`StageResult`). */
  imported: readonly string[];
  opened: readonly string[];
  /** The Python files that are inputs: all `.py` below `folders`, without the files `excluded`; from the project's folder. */
  sources: { folders: readonly string[]; excluded: readonly string[] };
  /** `train.inputs` of model.yaml, and further files that the stage hashes: files and folders. */
  inputs: readonly string[];
  /** The project's folder as a user types it, from the workspace. */
  projectPath: string;
}

/** What every stage that runs Python hashes. */
const ALWAYS = /^(model\.yaml|pyproject\.toml|uv\.lock|requirements[^/]*\.txt)$/;

/** The error that names the project files which a stage read and which are not among its inputs; undefined: none. */
export function undeclaredInputs(reads: StageReads): UserError | undefined {
  const imported = new Set(reads.imported);
  const found = [...new Set([...reads.imported, ...reads.opened])]
    .filter((path) => !isDeclared(path, reads))
    .sort();
  if (found.length === 0) return undefined;
  const list = found.map((path) => `${imported.has(path) ? 'imports' : 'opens'} ${path}`).join(', ');
  return new UserError(
    `${reads.stage} ${list}, which ${found.length === 1 ? 'is not one of its inputs' : 'are not among its inputs'}`,
    {
      where: { file: posix.join(reads.projectPath, 'model.yaml') },
      why: 'a change of it would go unseen, and an old result would be served for new code or data',
      fix: `move the code, or add ${found.join(', ')} under train.inputs in model.yaml`,
    },
  );
}

function isDeclared(path: string, { sources, inputs }: StageReads): boolean {
  if (ALWAYS.test(path) || inputs.some((input) => isAtOrBelow(path, input))) return true;
  const isSource = path.endsWith('.py') && sources.folders.some((folder) => isAtOrBelow(path, folder));
  return isSource && !sources.excluded.some((excluded) => posix.normalize(excluded) === path);
}

function isAtOrBelow(path: string, place: string): boolean {
  const inner = posix.relative(place, path);
  return inner === '' || (!inner.startsWith('../') && inner !== '..');
}
