import type { Interpreter, StageEvent, StageRequest } from '@modelgate/contracts';

/** A stage request without what `runStage` fills in itself. Paths are absolute. */
export type StageRequestBody = Omit<StageRequest, 'schema' | 'result'>;

/** One run of the Python runner, or of the command that the request names. */
export interface StageRun {
  request: StageRequestBody;
  /** Needed where the request names no command. */
  interpreter?: Interpreter | undefined;
  /** The environment to start from; variables that look like credentials do not reach the stage. */
  env: NodeJS.ProcessEnv;
  /** The project's folder as a user types it, from the workspace: `models/credit-risk`. Places in messages begin with it. */
  projectPath: string;
  /** Names of credential variables that the stage may see (`secrets` of model.yaml); their values are masked in what it prints. */
  secrets?: readonly string[] | undefined;
  /** Threads of numeric libraries (`resources.threads` of model.yaml). */
  threads?: number | undefined;
  /** What Python's hashes of texts begin with. Default: the seed of the parameters, else 0. */
  hashSeed?: number | undefined;
  /** `resources.timeout` of model.yaml in milliseconds. Default: none. */
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
  onEvent?: ((event: StageEvent) => void) | undefined;
  /** A line that the model itself printed, without its end, masked and capped. */
  onLine?: ((line: string, stream: 'stdout' | 'stderr') => void) | undefined;
}
