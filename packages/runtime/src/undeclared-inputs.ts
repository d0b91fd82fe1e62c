import { posix } from 'node:path';
import { UserError, type Library } from '@modelgate/contracts';
import { fileInProject, LIBRARIES } from './library-files';

export interface StageReads {
  /** The stage, as messages call it. */
  stage: string;
  /** What it imported and opened, from the project's folder (`StageResult`). */
  imported: readonly string[];
  opened: readonly string[];
  /**
   * The code that is among the inputs: all `.py` below `folders`, with `everyFile` all files, without `excluded`: files, and
   * folders, which end with a slash; with `exceptProse` without the `.md` files beside model.yaml. From the project's folder.
   */
  sources: {
    folders: readonly string[];
    excluded: readonly string[];
    everyFile?: boolean;
    exceptProse?: boolean;
  };
  /** `train.inputs` of model.yaml, and further files that the stage hashes: files and folders. */
  inputs: readonly string[];
  /** The project's folder as a user types it, from the workspace. */
  projectPath: string;
  /** Libraries of the workspace that the stage hashes: their Python files without tests, and their pyproject.toml. */
  libraries?: readonly Library[];
  /** The project's folder, absolute. */
  root?: string;
}

/** What every stage that runs Python hashes. */
const ALWAYS = /^(model\.yaml|pyproject\.toml|uv\.lock|requirements[^/]*\.txt)$/;

/** The error that names the files which a stage read and which are not among its inputs; undefined: none. */
export function undeclaredInputs(reads: StageReads): UserError | undefined {
  const named = (path: string) => fileInProject(path, reads.libraries, reads.root ?? '');
  const imported = new Set(reads.imported.map(named));
  const found = [...new Set([...reads.imported, ...reads.opened])]
    .filter((path) => !isDeclared(path, named(path), reads))
    .map(named)
    .sort();
  if (found.length === 0) return undefined;
  const list = found.map((path) => `${imported.has(path) ? 'imports' : 'opens'} ${path}`).join(', ');
  return new UserError(
    `${reads.stage} ${list}, which ${found.length === 1 ? 'is not one of its inputs' : 'are not among its inputs'}`,
    {
      where: { file: posix.join(reads.projectPath, 'model.yaml') },
      why: 'a change of it would go unseen, and an old result would be served for new code or data',
      fix: fixOf(found, reads),
    },
  );
}

/** Code of the workspace outside of the project is a library; every other file belongs under train.inputs. */
function fixOf(found: readonly string[], { projectPath, libraries = [], root = '' }: StageReads): string {
  const isForeign = (path: string) => {
    const folders = libraries.map((library) =>
      fileInProject(`${LIBRARIES}/${library.name}`, [library], root),
    );
    return path.startsWith('../') && !folders.some((folder) => isAtOrBelow(path, folder));
  };
  const foreign = found.filter(isForeign);
  const others = found.filter((path) => !isForeign(path));
  const fixes = [
    ...(foreign.length > 0
      ? [
          `declare the library that holds ${foreign.join(', ')} as a dependency in ${posix.join(projectPath, 'pyproject.toml')}, ` +
            'for example [tool.uv.sources]  name = { path = "../../libs/name" }',
        ]
      : []),
    ...(others.length > 0
      ? [`move the code, or add ${others.join(', ')} under train.inputs in model.yaml`]
      : []),
  ];
  return fixes.join('; ');
}

function isDeclared(path: string, inProject: string, reads: StageReads): boolean {
  const { sources, inputs } = reads;
  if (ALWAYS.test(path) || inputs.some((input) => isAtOrBelow(inProject, input))) return true;
  if (path !== inProject) return isOfLibrary(path, reads);
  const counts = sources.everyFile === true || path.endsWith('.py');
  const isSource = counts && sources.folders.some((folder) => isAtOrBelow(path, folder));
  if (sources.exceptProse === true && /^[^/]*\.md$/.test(path)) return false;
  return (
    isSource &&
    !sources.excluded.some((excluded) =>
      excluded.endsWith('/') ? isAtOrBelow(path, excluded) : posix.normalize(excluded) === path,
    )
  );
}

/** Whether `.libraries/<name>/...` is one of the files of that library that stages hash. */
function isOfLibrary(path: string, { libraries = [] }: StageReads): boolean {
  const [, name, ...parts] = path.split('/');
  const inner = parts.join('/');
  if (inner === 'pyproject.toml') return true;
  if (!inner.endsWith('.py') || parts.includes('tests')) return false;
  return libraries.some(
    (library) => library.name === name && library.path.some((folder) => isAtOrBelow(inner, folder)),
  );
}

/** Deep enough that no `..` of a path leads above it. */
const SOMEWHERE = `/${'folder/'.repeat(64)}`;

function isAtOrBelow(path: string, place: string): boolean {
  const inner = posix.relative(posix.join(SOMEWHERE, place), posix.join(SOMEWHERE, path));
  return inner === '' || (!inner.startsWith('../') && inner !== '..');
}
