import { UserError, type Task } from '@modelgate/contracts';
import { projectRoot } from '../project-root';
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
  dataset?: string | number;
  target?: string | number;
  owner?: string;
}

export interface ModelRequest {
  name: string;
  /** From the workspace, with forward slashes. */
  root: string;
  task: SyntheticTask | undefined;
  data: string | undefined;
  /** The name of a data set, instead of `data`. */
  dataset: string | undefined;
  target: string | undefined;
  owner: string | undefined;
  /** Undefined: what this machine's Python suggests. */
  template: TemplateName | undefined;
}

/** @throws UserError where an option cannot be met */
export function resolveRequest(options: MlModelOptions, workspaceRoot: string, cwd: string): ModelRequest {
  const name = checkModelName(options.name);
  if (options.task === 'ranking') {
    throw new UserError('there is no template for the task "ranking"', {
      why: 'the templates have classification and regression',
      fix: 'write the model.yaml of a ranking model by hand, or take --task=regression for now',
    });
  }
  if (options.data !== undefined && options.dataset !== undefined) {
    throw new UserError('--data and --dataset both say where the data is', {
      fix: 'keep one of them: --data for files of this model, --dataset for a data set that models share',
    });
  }
  if (options.target !== undefined && options.data === undefined && options.dataset === undefined) {
    throw new UserError('--target names a column of --data, and there is no --data', {
      fix: `nx generate ml-model ${name} --data=<CSV or Parquet file> --target=${options.target}`,
    });
  }
  return {
    name,
    root: projectRoot({
      directory: options.directory,
      fallback: `models/${name}`,
      what: 'a model',
      workspaceRoot,
      cwd,
    }),
    task: options.task,
    data: options.data,
    dataset: options.dataset === undefined ? undefined : String(options.dataset),
    target: options.target === undefined ? undefined : String(options.target),
    owner: options.owner,
    template: options.template,
  };
}
