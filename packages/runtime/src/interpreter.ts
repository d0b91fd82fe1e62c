import type { ChosenInterpreter, InterpreterQuestion } from './interpreter-choice';
import { Search } from './interpreter-search';
import { readDemands } from './project-demands';
import { smallCache } from './small-cache';

/**
 * Which Python runs a model: MODELGATE_PYTHON; else the nearest .venv from the project up to the workspace; else an
 * active virtual environment (conda's base is none); else the Python on PATH, where it satisfies what model.yaml,
 * pyproject.toml and requirements.txt ask; else `<project>/.venv`, made from those files with uv, or with venv and pip.
 * @throws UserError where there is none, the one that was named does not run, or one is too old
 */
export async function resolveInterpreter(question: InterpreterQuestion): Promise<ChosenInterpreter> {
  const search = new Search(
    question,
    await readDemands(question.workspaceRoot, question.projectRoot, question.requires, question.extras),
  );
  const { interpreter, because } =
    search.named() ??
    search.nearestVenv() ??
    search.active() ??
    (await search.onPath()) ??
    (await search.made());
  const why = `Python ${interpreter.version} at ${interpreter.path}: ${because}`;
  const memory = smallCache(question.cacheDir, 'python-choices');
  const identity = `${interpreter.path} ${interpreter.version}`;
  const news = memory.get(question.projectRoot) !== identity;
  if (news) memory.set(question.projectRoot, identity);
  return { interpreter, why, news };
}
