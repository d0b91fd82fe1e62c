import { NAME_PATTERN, UserError } from '@modelgate/contracts';
import { proposeName } from '../ml-model/model-name';
import { projectRoot } from '../project-root';

/** What the command line gives; Nx parses a number where a text looks like one. */
export interface DatasetOptions {
  name?: string | number;
  directory?: string;
  data?: string;
  test?: string;
  keys?: string | number | (string | number)[];
  owner?: string;
}

export interface DatasetRequest {
  name: string;
  /** From the workspace, with forward slashes. */
  root: string;
  data: string | undefined;
  test: string | undefined;
  keys: string[];
  owner: string | undefined;
}

/** @throws UserError where an option cannot be met */
export function resolveRequest(options: DatasetOptions, workspaceRoot: string, cwd: string): DatasetRequest {
  const name = checkName(options.name);
  if (options.test !== undefined && options.data === undefined) {
    throw new UserError('--test names an evaluation set, and there is no --data', {
      fix: `nx generate dataset ${name} --data=<training data> --test=${options.test}`,
    });
  }
  const { directory } = options;
  const fallback = `datasets/${name}`;
  return {
    name,
    root: projectRoot({ directory, fallback, what: 'a data set', workspaceRoot, cwd }),
    data: options.data,
    test: options.test,
    keys: keysOf(options.keys),
    owner: options.owner,
  };
}

function checkName(name: string | number | undefined): string {
  const given = name === undefined ? '' : String(name);
  if (given === '')
    throw new UserError('a data set needs a name', { fix: 'nx generate dataset applications' });
  if (NAME_PATTERN.test(given)) return given;
  throw new UserError(`${JSON.stringify(given)} cannot be the name of a data set`, {
    why: 'a name has only a-z, 0-9, ".", "_" and "-", and begins with a letter or a digit',
    fix: `nx generate dataset ${proposeName(given) ?? 'applications'}`,
  });
}

/** `--keys=a,b` and `--keys=a --keys=b` mean the same. */
function keysOf(keys: DatasetOptions['keys']): string[] {
  const given = (keys === undefined ? [] : [keys].flat()).flatMap((key) => String(key).split(','));
  return [...new Set(given.map((key) => key.trim()).filter((key) => key !== ''))];
}
