import { statSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { NAME_PATTERN, UserError, type Task } from '@modelgate/contracts';
import { proposeName } from '../ml-model/model-name';
import { fromWorkspace } from '../workspace-path';

/** What the command line gives; Nx parses a number where a text looks like one. */
export interface AdoptModelOptions {
  path?: string | number;
  name?: string | number;
  task?: Task;
  data?: string;
  test?: string;
  target?: string | number;
  owner?: string;
}

export interface AdoptRequest {
  /** From the workspace, with forward slashes; `.` is the workspace itself. */
  root: string;
  /** Absolute. */
  folder: string;
  name: string;
  task: Task | undefined;
  target: string | undefined;
  owner: string | undefined;
  /** From the project's folder. */
  train: string | undefined;
  test: string | undefined;
}

/**
 * @param projectName the name that the project in that folder has already
 * @throws UserError where the folder is none, or an option cannot be met
 */
export function resolveRequest(
  options: AdoptModelOptions,
  workspaceRoot: string,
  cwd: string,
  projectName: (root: string) => string | undefined,
): AdoptRequest {
  const given = String(options.path ?? '');
  if (given === '')
    throw new UserError('a folder with the code of a model is needed', {
      fix: 'nx generate adopt-model models/credit',
    });
  const root = fromWorkspace(given, workspaceRoot, cwd);
  if (root === undefined) {
    throw new UserError(`${given} lies outside of the workspace`, {
      why: 'Nx finds projects in its workspace alone',
      fix: 'copy or clone the code into the workspace, or run nx init in the repository that holds it',
    });
  }
  const folder = join(workspaceRoot, root);
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) {
    throw new UserError(stat ? `${root} is a file, not a folder` : `there is no folder ${root}`, {
      fix: stat
        ? `name the folder of the project: nx generate adopt-model ${posix.dirname(root)}`
        : 'check the path',
    });
  }
  const inProject = (path: string | undefined) =>
    path && pathInProject(path, { root, workspaceRoot, cwd, folder });
  return {
    root,
    folder,
    name: nameOf(options, root, workspaceRoot, projectName(root)),
    task: options.task,
    target: options.target === undefined ? undefined : String(options.target),
    owner: options.owner,
    train: inProject(options.data),
    test: inProject(options.test),
  };
}

function nameOf(
  { name }: AdoptModelOptions,
  root: string,
  workspaceRoot: string,
  projectName: string | undefined,
): string {
  if (name === undefined && projectName !== undefined && NAME_PATTERN.test(projectName)) return projectName;
  const given = name === undefined ? basename(join(workspaceRoot, root)) : String(name);
  const proposal = proposeName(given);
  if (NAME_PATTERN.test(given)) return given;
  if (name === undefined && proposal !== undefined) return proposal;
  throw new UserError(`${JSON.stringify(given)} cannot be the name of a model`, {
    why: 'a name has only a-z, 0-9, ".", "_" and "-", and begins with a letter or a digit',
    fix: `nx generate adopt-model ${root} --name=${proposal ?? 'credit-risk'}`,
  });
}

/** A path that the user typed: from the project's folder where it is one there, else from where the user is. */
function pathInProject(
  given: string,
  { root, workspaceRoot, cwd, folder }: { root: string; workspaceRoot: string; cwd: string; folder: string },
): string {
  const fromProject = posix.normalize(given.split('\\').join('/')).replace(/\/$/, '');
  if (!posix.isAbsolute(given) && statSync(join(folder, fromProject), { throwIfNoEntry: false }))
    return fromProject;
  const inWorkspace = fromWorkspace(given, workspaceRoot, cwd);
  const inner = inWorkspace === undefined ? undefined : posix.relative(root, inWorkspace);
  if (inner === undefined || inner.startsWith('..')) {
    throw new UserError(`${given} is no file of ${root}`, {
      why: 'the data of a model stands in its folder, or in a data set of its own',
      fix: `put it there, or make a data set of it: nx generate dataset <name> --data=${given}`,
    });
  }
  return inner;
}
