import { existsSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { UserError, type Interpreter } from '@modelgate/contracts';
import { missingRequirements } from './check-requirements';
import { findProgram, isProgram } from './find-program';
import type { InterpreterQuestion } from './interpreter-choice';
import { makeVenv } from './make-venv';
import type { ProjectDemands, VersionDemand } from './project-demands';
import {
  condaPython,
  foldersUp,
  namedPython,
  pythonsOnPath,
  venvPython,
  versionedPythonsOnPath,
  type PythonCommand,
} from './python-places';
import { probePython, type ProbedPython, type ProbePlace } from './python-probe';
import { OLDEST_PYTHON, satisfies } from './python-version';
import { demandsDigest, readMarker } from './venv-marker';

/** An interpreter, and the reason for it. */
export interface Choice {
  interpreter: Interpreter;
  because: string;
}

/** The places where a Python for a project may be, each asked by a method of its own. */
export class Search {
  /** What was looked at and not taken, with the reason. */
  readonly passedOver: string[] = [];
  readonly place: ProbePlace;

  constructor(
    private readonly question: InterpreterQuestion,
    private readonly demands: ProjectDemands,
  ) {
    const { projectRoot, env, cacheDir } = question;
    this.place = { cwd: existsSync(projectRoot) ? projectRoot : question.workspaceRoot, env, cacheDir };
  }

  named(): Choice | undefined {
    const { env, workspaceRoot } = this.question;
    const name = env['MODELGATE_PYTHON'];
    if (!name) return undefined;
    const path = namedPython(name, workspaceRoot, env);
    const shown = `MODELGATE_PYTHON names ${JSON.stringify(name)}`;
    if (path === undefined || !existsSync(path)) {
      throw new UserError(`${shown}, which does not exist`, {
        fix: 'set it to the path of a Python interpreter, or unset it',
      });
    }
    const found = probePython([path], this.place);
    if (!found) {
      throw new UserError(`${shown}, which does not run as a Python interpreter`, {
        fix: 'set it to the path of a Python interpreter, or unset it',
      });
    }
    this.assertVersion(found.version, shown, 'name another one, or unset it');
    return this.choice(found.executable, found.version, 'MODELGATE_PYTHON', 'MODELGATE_PYTHON names it');
  }

  nearestVenv(): Choice | undefined {
    const { projectRoot, workspaceRoot } = this.question;
    const folder = foldersUp(projectRoot, workspaceRoot).find((candidate) =>
      existsSync(join(candidate, '.venv')),
    );
    if (folder === undefined) return undefined;
    const venv = join(folder, '.venv');
    const shown = this.shown(venv);
    const marker = readMarker(venv);
    if (marker && folder === projectRoot) {
      // One that was made here before, and is not whole or not up to date.
      if (marker.state === 'making' || marker.demands !== demandsDigest(this.demands)) return undefined;
    }
    const found = isProgram(venvPython(venv)) ? probePython([venvPython(venv)], this.place) : undefined;
    if (!found) {
      throw new UserError(`${shown} holds no Python that runs`, {
        why: `${this.shown(venvPython(venv))} is missing, or what it was made from has gone`,
        fix: `remove ${shown} (a new one is made where it is needed), or name an interpreter in MODELGATE_PYTHON`,
      });
    }
    this.assertVersion(found.version, shown, `make ${shown} again with another Python`);
    return this.choice(
      venvPython(venv),
      found.version,
      `.venv of ${this.shown(folder)}`,
      `the nearest .venv is ${shown}`,
    );
  }

  active(): Choice | undefined {
    const { VIRTUAL_ENV, CONDA_PREFIX, CONDA_DEFAULT_ENV } = this.question.env;
    const candidates: [name: string, prefix: string | undefined, python: string][] = [
      ['VIRTUAL_ENV', VIRTUAL_ENV, venvPython(VIRTUAL_ENV ?? '')],
      [
        'CONDA_PREFIX',
        CONDA_DEFAULT_ENV === 'base' ? undefined : CONDA_PREFIX,
        condaPython(CONDA_PREFIX ?? ''),
      ],
    ];
    for (const [name, prefix, python] of candidates) {
      if (!prefix) continue;
      const found = probePython([python], this.place);
      const fault = found ? this.versionFault(found.version) : 'there is no Python that runs';
      if (found && fault === undefined)
        return this.choice(python, found.version, name, `${name} is active (${prefix})`);
      this.passedOver.push(`${name} (${prefix}): ${fault}`);
    }
    return undefined;
  }

  async onPath(): Promise<Choice | undefined> {
    const seen = new Set<string>();
    for (const command of pythonsOnPath(this.question.env)) {
      const found = this.fitting(command);
      if (!found || seen.has(realpathSync(found.executable))) continue;
      seen.add(realpathSync(found.executable));
      const missing = await missingRequirements(found.executable, this.demands.dependencies, this.place);
      if (missing.length === 0) {
        const has = this.demands.dependencies.length > 0 ? ' and has all dependencies' : '';
        return this.choice(
          found.executable,
          found.version,
          'PATH',
          `it is ${command.join(' ')} on PATH${has}`,
        );
      }
      this.passedOver.push(`${command.join(' ')}: lacks ${listed(missing)}`);
    }
    return undefined;
  }

  async made(): Promise<Choice> {
    const { workspaceRoot, projectRoot, env, cacheDir, onNote, signal } = this.question;
    const uv = findProgram('uv', env);
    const base = this.base();
    if (base === undefined && uv === undefined) throw this.noPython();
    const order = { workspaceRoot, projectRoot, demands: this.demands, uv, env, cacheDir, onNote, signal };
    const python = await makeVenv({ ...order, base: base && [base.executable] });
    const found = probePython([python], this.place);
    if (!found) throw new Error(`${python} was made and does not run`);
    const shown = this.shown(join(projectRoot, '.venv'));
    const reason =
      this.passedOver.length > 0 ? ` because no other Python fits (${this.passedOver.join('; ')})` : '';
    return this.choice(
      python,
      found.version,
      `.venv of ${this.shown(projectRoot)}`,
      `${shown} was made for it${reason}`,
    );
  }

  /** The first Python on PATH from which an environment can be made. */
  base(): ProbedPython | undefined {
    const { env } = this.question;
    for (const command of pythonsOnPath(env)) {
      const found = this.fitting(command);
      if (found) return found;
    }
    for (const command of versionedPythonsOnPath(env)) {
      const found = probePython(command, this.place);
      if (found && this.versionFault(found.version) === undefined) return found;
    }
    return undefined;
  }

  private fitting(command: PythonCommand): ProbedPython | undefined {
    const found = probePython(command, this.place);
    const fault = found ? this.versionFault(found.version) : 'it does not run';
    const text = `${command.join(' ')}: ${fault}`;
    if (fault !== undefined && !this.passedOver.includes(text)) this.passedOver.push(text);
    return fault === undefined ? found : undefined;
  }

  private noPython(): UserError {
    const asked = [...new Set(this.demands.versions.map(({ specifier }) => specifier))].join(' and ');
    const wanted = asked === '' ? `Python ${OLDEST_PYTHON} or newer` : `a Python that is ${asked}`;
    return new UserError(`there is no Python that can run ${this.shown(this.question.projectRoot)}`, {
      why:
        this.passedOver.length > 0 ? this.passedOver.join('; ') : 'there is no python3 and no python on PATH',
      fix: `install ${wanted} (https://www.python.org/downloads), or uv, which fetches one; or name an interpreter in MODELGATE_PYTHON`,
    });
  }

  private assertVersion(version: string, what: string, fix: string): void {
    const fault = this.versionFault(version);
    if (fault === undefined) return;
    const where = this.failing(version)?.where;
    throw new UserError(`${what}: ${fault}`, { ...(where ? { where } : {}), fix });
  }

  /** Why a version will not do, or undefined where it does. */
  private versionFault(version: string): string | undefined {
    if (satisfies(version, `>=${OLDEST_PYTHON}`) === false)
      return `Python ${version} is older than ${OLDEST_PYTHON}, the oldest that modelgate runs`;
    const demand = this.failing(version);
    return demand && `Python ${version} is not ${demand.specifier}, which ${demand.where.file} asks for`;
  }

  private failing(version: string): VersionDemand | undefined {
    return this.demands.versions.find(({ specifier, where }) => {
      const holds = satisfies(version, specifier);
      if (holds !== undefined) return !holds;
      throw new UserError(`Python version ${JSON.stringify(specifier)} cannot be read`, {
        where,
        fix: 'write a version specifier such as ">=3.10" or ">=3.10,<3.13"',
      });
    });
  }

  private choice(path: string, version: string, chosenBy: string, because: string): Choice {
    return { interpreter: { path, version, chosen_by: chosenBy }, because };
  }

  shown(path: string): string {
    const inner = relative(this.question.workspaceRoot, path).split('\\').join('/');
    return inner === '' ? 'the workspace' : inner.startsWith('..') ? path : inner;
  }
}

function listed(texts: readonly string[]): string {
  return texts.slice(0, 5).join(', ') + (texts.length > 5 ? `, and ${texts.length - 5} more` : '');
}
