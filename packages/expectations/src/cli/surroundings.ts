/** What a command has of the process that it runs in. */
export interface Surroundings {
  /** Paths of arguments are relative to it. */
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  now(): Date;
  out(text: string): void;
  err(text: string): void;
  /** Characters in a line of the terminal; undefined where the output is none. */
  width?: number | undefined;
}

/** A subcommand: what it takes, and what it does. */
export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** What `--help` prints. */
  help: string;
  /**
   * @returns the exit code: 0 where everything passed, else 1
   * @throws UserError for every mistake
   */
  run(args: readonly string[], surroundings: Surroundings): Promise<number>;
}
