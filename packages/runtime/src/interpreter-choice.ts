import type { Interpreter } from '@modelgate/contracts';

export interface InterpreterQuestion {
  workspaceRoot: string;
  /** Absolute folder of the project. */
  projectRoot: string;
  env: NodeJS.ProcessEnv;
  /** `python.version` of model.yaml, for example ">=3.10". */
  requires?: string | undefined;
  /** `python.extras` of model.yaml: keys of optional dependencies in pyproject.toml. */
  extras?: readonly string[] | undefined;
  /** A folder of the workspace for what may be lost at any time. */
  cacheDir: string;
  /** Where long work is announced: that an environment is made, where, and how long it took. */
  onNote?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface ChosenInterpreter {
  interpreter: Interpreter;
  /** One line for people: which interpreter, and why this one. */
  why: string;
  /** Whether this project had another choice, or none, when it was asked last: then `why` is worth saying. */
  news: boolean;
}
