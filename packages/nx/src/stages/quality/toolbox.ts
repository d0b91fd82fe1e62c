import { join, posix, relative, resolve } from 'node:path';
import { durationMs, UserError, type Interpreter, type QualityStage } from '@modelgate/contracts';
import { installedVersions, optionalListing, runTool, type ToolEnd } from '@modelgate/runtime';
import { existsSync } from 'node:fs';
import { chooseInterpreter } from '../python-stage';
import { projectPath, type StageContext } from '../stage-context';

/** The Python environment of a model with the tools in it. */
export interface Toolbox {
  interpreter: Interpreter;
  /** Versions by package. */
  installed: ReadonlyMap<string, string>;
  /** A folder outside the project for what a tool remembers. */
  memory: (tool: string) => string;
  run: (tool: string, args: readonly string[], more?: RunOptions) => Promise<ToolEnd>;
}

interface RunOptions {
  /** Whether it imports the code of the project. Default: it does. */
  imports?: boolean;
  variables?: Record<string, string>;
  /** Whether what it prints is shown. Default: it is. */
  quiet?: boolean;
}

const TOOLS = ['ruff', 'flake8', 'mypy', 'pytest', 'pytest-cov', 'coverage'];

export async function openToolbox(context: StageContext): Promise<Toolbox> {
  const interpreter = await chooseInterpreter(context);
  const { env, signal, model, projectName } = context;
  const cwd = projectPath(context, '.');
  const installed = await installedVersions(interpreter, TOOLS, { cwd: context.workspaceRoot, env, signal });
  return {
    interpreter,
    installed,
    memory: (tool) => resolve(context.workspaceRoot, context.cacheDir, 'tools', tool, context.projectRoot),
    run: (tool, args, { imports = true, variables = {}, quiet = false } = {}) =>
      runTool({
        what: `${tool} of ${projectName}`,
        interpreter,
        args,
        cwd,
        env,
        path: imports ? importPath(context) : [],
        variables,
        secrets: model.secrets,
        threads: model.resources.threads,
        timeoutMs: durationMs(model.resources.timeout),
        signal,
        ...(quiet ? {} : { onLine: context.say }),
      }),
  };
}

/** The folders that the code of a project is imported from: its own, then those of the workspace's libraries. */
export function importPath(context: StageContext): string[] {
  return [
    ...context.model.python.path.map((path) => projectPath(context, path)),
    ...context.libraries.flatMap(({ root, path }) => path.map((folder) => join(root, folder))),
  ];
}

/** The one message about a tool that is not there. */
export async function missingTool(
  context: StageContext,
  stage: QualityStage,
  tool: string,
  { interpreter }: Toolbox,
  why = `"quality" lists ${stage}`,
): Promise<UserError> {
  const shown = relative(context.workspaceRoot, interpreter.path).split('\\').join('/');
  const python = shown.startsWith('..') ? interpreter.path : shown;
  return new UserError(
    `${stage} of ${context.projectName}: ${tool} is not installed in Python ${interpreter.version} at ${python}`,
    {
      where: { file: posix.join(context.projectRoot, 'model.yaml') },
      why,
      fix: await installation(context, tool, python),
    },
  );
}

async function installation(context: StageContext, tool: string, python: string): Promise<string> {
  const { projectRoot } = context;
  if (existsSync(projectPath(context, 'uv.lock'))) {
    return `uv add --dev ${tool} --project ${projectRoot}, then uv sync --project ${projectRoot}`;
  }
  const listed = await optionalListing(projectPath(context, '.'), tool);
  const pip = `${python} -m pip install`;
  if (listed?.kind === 'extra') {
    const asked = `python.extras: [${listed.name}] in model.yaml`;
    return `${pip} -e "${projectRoot}[${listed.name}]"; in an environment that modelgate makes: ${asked}`;
  }
  const group = `${posix.join(projectRoot, 'pyproject.toml')}`;
  if (listed) return `${pip} --group ${group}:${listed.name}`;
  return `${pip} ${tool}; for others too, list it in an extra of ${group}: [project.optional-dependencies] dev = ["${tool}"]`;
}

/** A tool that came to no verdict: wrong settings, a defect of its own. */
export function brokenTool(context: StageContext, tool: string, end: ToolEnd): UserError {
  const lines = `${end.stdout}\n${end.stderr}`.trim().split('\n').slice(-5);
  return new UserError(`${tool} of ${context.projectName} ended with exit code ${end.exitCode}`, {
    why: ['the last lines that it printed are', ...lines].join('\n    '),
    fix: `mend what it says; the settings of ${tool} are read from ${context.projectRoot} and the folders above it`,
  });
}
