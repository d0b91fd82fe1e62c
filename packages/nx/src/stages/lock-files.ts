import { existsSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import { commandsOf, UserError, type Interpreter, type Model, type Stage } from '@modelgate/contracts';
import { environmentLock, foldersUp, requirementsFiles } from '@modelgate/runtime';
import { projectPath, type ProjectContext } from './stage-context';

/** More of them would be no remark, but a list. */
const MOST_NAMED = 3;

/** The stages whose results come from another one's run of the model. */
const JUDGED: { [stage in Stage]?: 'score' | 'measure' } = { evaluate: 'score', benchmark: 'measure' };

/**
 * The remark on the environment that a stage's results come from, be it that it ran Python itself or judges what did.
 * @param interpreter what the stage itself ran
 */
export async function environmentNotes(
  context: ProjectContext & { model?: Model },
  interpreter: Interpreter | undefined,
): Promise<string[]> {
  const judged = JUDGED[context.stage];
  const byPython = context.model && judged && commandsOf(context.model.command)[judged] === undefined;
  return interpreter || byPython ? lockNotes(context) : [];
}

/** The remark on an environment that nobody can make again; none where it is locked. */
export async function lockNotes(context: ProjectContext & { model?: Model }): Promise<string[]> {
  const { workspaceRoot, projectRoot } = context;
  try {
    const { locked, loose, described, unseen } = await environmentLock(
      workspaceRoot,
      projectPath(context, '.'),
      context.model?.python.extras,
      context.model?.train.inputs,
    );
    if (locked) return [];
    const [hidden] = unseen;
    if (described && loose.length === 0 && hidden !== undefined) {
      return [
        `the Python environment is not locked: no stage hashes ${hidden}, which a requirements file includes; name it requirements-${basename(hidden, '.txt')}.txt in ${projectRoot}, or add it under train.inputs in model.yaml`,
      ];
    }
    const named = loose.slice(0, MOST_NAMED).join(', ');
    const rest = loose.length > MOST_NAMED ? ` and ${loose.length - MOST_NAMED} more` : '';
    const why = described
      ? `${named}${rest} ${loose.length === 1 ? 'has' : 'have'} no exact version`
      : 'no pyproject.toml or requirements.txt says what it has';
    const requirements = posix.join(projectRoot, 'requirements.txt');
    return [
      `the Python environment is not locked: ${why}; uv lock --project ${projectRoot}, or exact versions in ${requirements} (pip freeze)`,
    ];
  } catch (error) {
    // Whoever chooses the interpreter tells of a file that cannot be read; a remark is no reason to fail.
    if (error instanceof UserError) return [];
    throw error;
  }
}

/** A file that describes the environment. */
export interface EnvironmentFile {
  name: string;
  /** Absolute. */
  from: string;
}

/** What describes the environment of a version: of each name the project's own file, else that of the nearest folder above. */
export function environmentFiles(context: ProjectContext): EnvironmentFile[] {
  const project = projectPath(context, '.');
  const plain = ['uv.lock', 'pyproject.toml'].flatMap((name) =>
    foldersUp(project, context.workspaceRoot).map((folder) => join(folder, name)),
  );
  const byName = new Map<string, string>();
  for (const from of [...plain, ...requirementsFiles(context.workspaceRoot, project)]) {
    const name = basename(from);
    if (!byName.has(name) && existsSync(from)) byName.set(name, from);
  }
  return [...byName].map(([name, from]) => ({ name, from }));
}
