import { existsSync, realpathSync, statSync } from 'node:fs';
import { isAbsolute, posix, relative, resolve } from 'node:path';
import { commandsOf, UserError } from '@modelgate/contracts';
import { projectPath, type StageContext } from './stage-context';

/**
 * The code of a command lies in the project: nothing hashes what lies elsewhere in the workspace, and a baseline or a version
 * could not take it along.
 *
 * @throws UserError where a part of a command names such a file, or its program leaves the project
 */
export function assertCommandsInProject(
  context: Pick<StageContext, 'workspaceRoot' | 'projectRoot'> & {
    model: Pick<StageContext['model'], 'command' | 'python'>;
  },
): void {
  const { model, projectRoot } = context;
  for (const command of Object.values(commandsOf(model.command))) {
    const [program = ''] = command ?? [];
    const outside =
      leavesProject(program) && /[/\\]/.test(program)
        ? program
        : command?.find((part) => isForeign(context, part) || isForeign(context, valueOf(part)));
    if (outside === undefined) continue;
    throw new UserError(`command: ${outside} is not named by a path inside the project`, {
      where: { file: posix.join(projectRoot, 'model.yaml') },
      why: 'nothing hashes it, so a change of it would go unseen, and a baseline or a version would not hold it',
      fix: `move it below python.path (${model.python.path.join(', ')}), and name it by its path from the project's folder`,
    });
  }
}

/** What an option is set to: `--model=../shared/model.mjs`. */
function valueOf(part: string): string {
  return part.startsWith('-') && part.includes('=') ? part.slice(part.indexOf('=') + 1) : '';
}

/** Whether a part of a command is a file of the workspace that is no file of the project, or is named by an absolute path. */
function isForeign(context: Parameters<typeof assertCommandsInProject>[0], part: string): boolean {
  if (part === '' || !(isAbsolute(part) || leavesProject(part))) return false;
  const project = projectPath(context, '.');
  const file = resolve(project, part);
  if (!existsSync(file)) return false;
  // A folder that holds the project is a place to look from, and no code.
  if (!statSync(file).isFile() && isIn(file, project)) return false;
  const { workspaceRoot } = context;
  return isIn(workspaceRoot, file) || isIn(realpathSync(workspaceRoot), file);
}

function leavesProject(part: string): boolean {
  const path = posix.normalize(part.replaceAll('\\', '/'));
  return path === '..' || path.startsWith('../');
}

function isIn(folder: string, file: string): boolean {
  const inner = relative(folder, file);
  return inner !== '..' && !/^\.\.[/\\]/.test(inner) && !isAbsolute(inner);
}
