import { pythonOutlineSchema, UserError, type PythonOutline } from '@modelgate/contracts';
import type { InterpreterQuestion } from './interpreter-choice';
import { Search } from './interpreter-search';
import { pythonFile } from './python-files';
import { runProcess } from './run-process';

export interface CodeReading {
  /** The Python whose grammar read the files. */
  python: { path: string; version: string };
  files: PythonOutline[];
}

/**
 * Reads what Python files define and import, with the parser of the project's interpreter, or of one on PATH where the
 * project has none yet. Nothing of the project is run, and no environment is made.
 *
 * @param files paths from the project's folder
 * @throws UserError where there is no Python
 */
export async function readCode(
  question: InterpreterQuestion,
  files: readonly string[],
): Promise<CodeReading> {
  const search = new Search(question, { versions: [], dependencies: [], files: [], lock: undefined });
  const given = search.named() ?? search.nearestVenv() ?? search.active();
  const base = given ? undefined : search.base();
  const python = given ? given.interpreter : base && { path: base.executable, version: base.version };
  if (!python) {
    throw new UserError('there is no Python to read the code with', {
      why: search.passedOver.join('; ') || 'there is no python3 and no python on PATH',
      fix: 'install Python (https://www.python.org/downloads), or name an interpreter in MODELGATE_PYTHON',
    });
  }
  const { stdout, stderr, exitCode } = await runProcess(
    python.path,
    ['-I', '-B', pythonFile('read_code.py')],
    {
      cwd: question.workspaceRoot,
      env: { ...question.env, PYTHONIOENCODING: 'utf-8', PYTHONUTF8: '1' },
      input: JSON.stringify({ root: question.projectRoot, files }),
      signal: question.signal,
    },
  );
  if (exitCode !== 0) throw new Error(`read_code.py ended with ${exitCode}: ${stderr}`);
  return {
    python: { path: python.path, version: python.version },
    files: pythonOutlineSchema.array().parse(JSON.parse(stdout)),
  };
}
