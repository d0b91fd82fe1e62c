import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { UserError, type Interpreter } from '@modelgate/contracts';
import { errorCode } from '@modelgate/store';
import { outputLines } from './output-lines';
import { normalizedName } from './python-libraries';
import { runProcess } from './run-process';
import { maskedText, stageEnv } from './stage-env';

/** One run of a program of a Python environment: a linter, a runner of tests. */
export interface ToolRun {
  /** How messages call it: `pytest of credit-risk`. */
  what: string;
  interpreter: Interpreter;
  /** What Python gets: `-m`, a module and its arguments, or a file and its arguments. */
  args: readonly string[];
  /** Absolute. */
  cwd: string;
  /** What it reads on its standard input. Default: nothing. */
  input?: string | undefined;
  /** The environment to start from; variables that look like credentials do not reach the program. */
  env: NodeJS.ProcessEnv;
  /** Folders in front of PYTHONPATH, absolute. */
  path?: readonly string[] | undefined;
  /** Variables that are set for it. */
  variables?: Record<string, string> | undefined;
  /** Names of credential variables that it may see; their values are masked in all that it prints. */
  secrets?: readonly string[] | undefined;
  threads?: number | undefined;
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
  /** A line that it printed, as it comes, masked. */
  onLine?: ((line: string) => void) | undefined;
}

export interface ToolEnd {
  exitCode: number;
  /** What it printed, masked. */
  stdout: string;
  stderr: string;
  mask: (text: string) => string;
}

/**
 * Runs a program of a Python environment to its end; whatever exit code it has is a result.
 * @throws UserError where it cannot be started, takes too long, is killed or stopped
 */
export async function runTool(run: ToolRun): Promise<ToolEnd> {
  const { env, masked } = stageEnv(run.env, { secrets: run.secrets, threads: run.threads });
  const mask = (text: string) => maskedText(text, masked);
  // The output is read by machines: colours that Nx asks its children for would be in the way.
  delete env['FORCE_COLOR'];
  env['NO_COLOR'] = '1';
  const path = [...(run.path ?? []), ...(env['PYTHONPATH'] ? [env['PYTHONPATH']] : [])];
  if (path.length > 0) env['PYTHONPATH'] = path.join(delimiter);
  const output = outputLines((line) => run.onLine?.(line), mask);
  const end = await runProcess(run.interpreter.path, run.args, {
    cwd: run.cwd,
    env: { ...env, ...run.variables },
    input: run.input,
    timeoutMs: run.timeoutMs,
    signal: run.signal,
    onOutput: (stream, chunk) => output.push(stream, chunk),
    endsGroup: true,
    endsWithParent: true,
  });
  output.end();
  if (run.signal?.aborted) throw new UserError(`${run.what} was stopped`);
  if (end.timedOut) {
    throw new UserError(`${run.what} ran longer than ${(run.timeoutMs ?? 0) / 1000} s and was stopped`, {
      why: ['the last lines that it printed are', ...output.last().slice(-5)].join('\n    '),
      fix: 'mend what hangs, or set a longer resources.timeout in model.yaml',
    });
  }
  if (end.exitCode === undefined) {
    throw new UserError(
      end.startError === undefined
        ? `${run.what} was killed by ${end.signal ?? 'the system'}`
        : `${run.what}: ${run.interpreter.path} cannot be started: ${end.startError}`,
    );
  }
  return { exitCode: end.exitCode, stdout: mask(end.stdout), stderr: mask(end.stderr), mask };
}

const VERSIONS = `
import json, sys
from importlib import metadata
found = {}
for name in sys.argv[1:]:
    try:
        found[name] = metadata.version(name)
    except metadata.PackageNotFoundError:
        pass
print(json.dumps(found))
`;

/** The versions of those of the packages that are installed in an environment. */
export async function installedVersions(
  interpreter: Interpreter,
  packages: readonly string[],
  place: { cwd: string; env: NodeJS.ProcessEnv; signal?: AbortSignal | undefined },
): Promise<Map<string, string>> {
  const end = await runProcess(interpreter.path, ['-c', VERSIONS, ...packages], place);
  if (end.exitCode !== 0) {
    throw new UserError(`${interpreter.path} cannot tell which packages it has`, {
      why: end.stderr.trim().split('\n').at(-1) ?? end.startError,
    });
  }
  return new Map(Object.entries(JSON.parse(end.stdout) as Record<string, string>));
}

/** Where pyproject.toml of a project lists a package beside its dependencies; undefined where it does not. */
export async function optionalListing(
  projectRoot: string,
  name: string,
): Promise<{ kind: 'extra' | 'group'; name: string } | undefined> {
  let text: string;
  try {
    text = await readFile(join(projectRoot, 'pyproject.toml'), 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const { parse } = await import('smol-toml');
  let document: unknown;
  try {
    document = parse(text);
  } catch {
    // Whoever makes or checks the environment tells what is wrong with it.
    return undefined;
  }
  const extra = listing(child(child(document, 'project'), 'optional-dependencies'), name);
  if (extra !== undefined) return { kind: 'extra', name: extra };
  const group = listing(child(document, 'dependency-groups'), name);
  return group === undefined ? undefined : { kind: 'group', name: group };
}

function listing(groups: unknown, name: string): string | undefined {
  return Object.entries(isTable(groups) ? groups : {}).find(
    ([, requirements]) =>
      Array.isArray(requirements) &&
      requirements.some(
        (requirement) =>
          typeof requirement === 'string' &&
          normalizedName(/^[\w.-]*/.exec(requirement.trim())?.[0] ?? '') === normalizedName(name),
      ),
  )?.[0];
}

function child(value: unknown, key: string): unknown {
  return isTable(value) ? value[key] : undefined;
}

function isTable(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
