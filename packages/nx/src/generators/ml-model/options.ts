import { UserError, type Task } from '@modelgate/contracts';
import { fromWorkspace } from '../workspace-path';
import { checkModelName } from './model-name';
import type { TemplateName } from './template-files';
import type { SyntheticTask } from './synthetic-data';

/** What the command line gives; Nx parses a number where a name is one. */
export interface MlModelOptions {
  name?: string | number;
  directory?: string;
  task?: Task;
  template?: TemplateName;
  data?: string;
  target?: string | number;
  owner?: string;
}

export interface ModelRequest {
  name: string;
  /** From the workspace, with forward slashes. */
  root: string;
  task: SyntheticTask | undefined;
  data: string | undefined;
  target: string | undefined;
  owner: string | undefined;
  /** Undefined: what this machine's Python suggests. */
  template: TemplateName | undefined;
}

/** Folders that Nx does not look into, or that hold outputs. */
const NO_PLACE = new Set(['node_modules', 'dist', '.git', '.nx', '.modelgate', '.venv']);

/** @throws UserError where an option cannot be met */
export function resolveRequest(options: MlModelOptions, workspaceRoot: string, cwd: string): ModelRequest {
  const name = checkModelName(options.name);
  if (options.task === 'ranking') {
    throw new UserError('there is no template for the task "ranking"', {
      why: 'the templates have classification and regression',
      fix: 'write the model.yaml of a ranking model by hand, or take --task=regression for now',
    });
  }
  if (options.target !== undefined && options.data === undefined) {
    throw new UserError('--target names a column of --data, and there is no --data', {
      fix: `nx generate ml-model ${name} --data=<CSV or Parquet file> --target=${options.target}`,
    });
  }
  return {
    name,
    root: projectRoot(options.directory, name, workspaceRoot, cwd),
    task: options.task,
    data: options.data,
    target: options.target === undefined ? undefined : String(options.target),
    owner: options.owner,
    template: options.template,
  };
}

function projectRoot(
  directory: string | undefined,
  name: string,
  workspaceRoot: string,
  cwd: string,
): string {
  if (directory === undefined || directory === '') return `models/${name}`;
  const root = fromWorkspace(directory, workspaceRoot, cwd);
  const refuse = (why: string) =>
    new UserError(`--directory: ${JSON.stringify(directory)} cannot be the folder of a model`, {
      why,
      fix: `take a folder of the workspace, for example --directory=models/${name}`,
    });
  if (root === undefined) throw refuse('it lies outside the workspace');
  const folder = root.split('/').find((part) => NO_PLACE.has(part));
  if (folder !== undefined) throw refuse(`Nx looks for no projects in ${folder}`);
  // eslint-disable-next-line no-control-regex
  if (/[\\\u0000-\u001f]/.test(root)) throw refuse('git has no backslashes and control characters in paths');
  return root;
}
