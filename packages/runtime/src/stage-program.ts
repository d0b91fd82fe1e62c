import { join } from 'node:path';
import { pythonFile } from './python-files';
import type { StageRun } from './stage-run';

export const RUNNER = pythonFile('modelgate_runner.py');

/**
 * The program that runs a stage, and its arguments: the command of the request, whose own path starts from the folder of
 * the code, else the runner in the interpreter.
 */
export function programOf(
  { request, interpreter }: Pick<StageRun, 'request' | 'interpreter'>,
  requestFile: string,
): { file: string; args: string[] } {
  if (request.command) {
    const [program = '', ...args] = request.command;
    const file = /[/\\]/.test(program) ? join(request.root, program) : program;
    return { file, args: [...args, requestFile] };
  }
  if (!interpreter)
    throw new Error(`${request.stage} of ${request.project} names neither a command nor a Python`);
  return { file: interpreter.path, args: ['-u', RUNNER, requestFile] };
}

/** A command as a user would type it. */
export function shownCommand(command: readonly string[]): string {
  return command.map((part) => (/^[\w./:@%+=,-]+$/.test(part) ? part : JSON.stringify(part))).join(' ');
}
