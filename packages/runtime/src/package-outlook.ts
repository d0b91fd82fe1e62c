import { dirname } from 'node:path';
import { UserError } from '@modelgate/contracts';
import { missingRequirements } from './check-requirements';
import { findProgram } from './find-program';
import type { InterpreterQuestion } from './interpreter-choice';
import { Search, type Choice } from './interpreter-search';
import { readDemands } from './project-demands';
import { whyNotInstallable } from './installable';

/** Whether a project's Python has packages, or can have them. */
export interface PackageOutlook {
  /** `installable`: `<project>/.venv` would be made with them. `missing`: neither. */
  state: 'present' | 'installable' | 'missing';
  /** The reason, as a clause for people: `python3 on PATH has them`. */
  because: string;
}

/**
 * Whether the Python that a project would get has these packages (`scikit-learn>=1.4`), or whether an environment with
 * them can be made. Makes nothing; asks the package index only where that decides.
 */
export async function packageOutlook(
  question: InterpreterQuestion,
  packages: readonly string[],
): Promise<PackageOutlook> {
  try {
    return await outlook(question, packages);
  } catch (error) {
    // What is wrong with the interpreter is told by the first task that needs it.
    if (!(error instanceof UserError)) throw error;
    return { state: 'missing', because: error.message.split('\n')[0] ?? '' };
  }
}

async function outlook(question: InterpreterQuestion, packages: readonly string[]): Promise<PackageOutlook> {
  const demands = await readDemands(
    question.workspaceRoot,
    question.projectRoot,
    question.requires,
    question.extras,
  );
  const wanted = { ...demands, dependencies: [...demands.dependencies, ...packages] };
  const search = new Search(question, wanted);
  const given = search.named() ?? search.nearestVenv() ?? search.active();
  if (given) return outlookOf(given, search, packages);
  const onPath = await search.onPath();
  if (onPath) return { state: 'present', because: `${onPath.because}` };

  const { env } = question;
  const uv = findProgram('uv', env);
  const python = search.base()?.executable;
  const passedOver = search.passedOver.join('; ');
  if (uv === undefined && python === undefined)
    return { state: 'missing', because: passedOver || 'there is no Python' };
  const tool = {
    uv,
    python,
    place: { ...search.place, cwd: python ? dirname(python) : question.workspaceRoot },
  };
  const why = await whyNotInstallable(packages, tool);
  const venv = search.shown(`${question.projectRoot}/.venv`);
  return why === undefined
    ? { state: 'installable', because: `${uv === undefined ? 'pip' : 'uv'} can install them into ${venv}` }
    : { state: 'missing', because: [passedOver, why].filter((text) => text !== '').join('; ') };
}

async function outlookOf(
  { interpreter, because }: Choice,
  { place }: Search,
  packages: readonly string[],
): Promise<PackageOutlook> {
  const missing = await missingRequirements(interpreter.path, packages, place);
  return missing.length === 0
    ? { state: 'present', because: `${because} and has them` }
    : { state: 'missing', because: `${because} and lacks ${missing.join(', ')}` };
}
