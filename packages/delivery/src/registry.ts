import type { Bundle, EnvironmentState, HistoryEntry } from '@modelgate/contracts';

/** Who changes an environment, when, why and from where. */
export interface Actor {
  /** The instant, ISO 8601. */
  at: string;
  by: string;
  reason?: string;
  /** The machine that the change is made from. */
  host: string;
}

/** One change of an environment that is to be made. */
export interface Swap {
  model: string;
  environment: string;
  /** The sequence that the plan was made for: where another swap came in between, this one is refused. */
  expectedSequence: number;
  /** What is appended to the history; its `sequence` has to be `expectedSequence + 1`. */
  next: HistoryEntry;
  /** The machine that the change is made from, for the log. */
  host: string;
}

/** Where versions of models are kept, and which of them each environment runs. */
export interface Registry {
  /** The place, as people name it. */
  readonly root: string;
  /** Whether a version is here; says nothing about its bytes. */
  has(model: string, version: string): Promise<boolean>;
  /**
   * Stores a version under its digest, once: where it is here already, nothing is written.
   * @throws UserError where a file of the bundle has other bytes than its list says, or cannot be written
   */
  put(bundleDir: string, bundle: Bundle): Promise<void>;
  /** Reads every file of a stored version again. @throws UserError where one is missing or has other bytes */
  verify(model: string, version: string): Promise<Bundle>;
  /** Copies a version to a new folder and checks every byte. @throws UserError as `verify`, or where it is unknown */
  get(model: string, version: string, destination: string): Promise<Bundle>;
  /** What an environment runs; sequence 0 and no version where nothing was deployed yet. */
  readEnvironment(model: string, environment: string): Promise<EnvironmentState>;
  /**
   * Makes one change, or none: it is refused where the environment's sequence is not the expected one.
   * @throws UserError that says who deployed what and when in between
   */
  swapEnvironment(swap: Swap): Promise<EnvironmentState>;
}
