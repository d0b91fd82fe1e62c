import type { Place } from '@modelgate/contracts';
import type { Json, JsonObject } from '../json';

/** Which suites are run over which data, and what is done with the results. */
export interface Checkpoint {
  name: string;
  /** Which of Great Expectations' spellings the file has. */
  spelling: '0.x' | '1.x';
  /** Empty: every suite there is, each over the data it is for. */
  validations: CheckpointValidation[];
  actions: CheckpointAction[];
  place: Place;
}

export interface CheckpointValidation {
  suite: string;
  /** Undefined: the training data. */
  data?: DataReference;
  /** Values of suite parameters. */
  parameters?: JsonObject;
  place: Place;
}

/** How a checkpoint names data: a path where it gives one, else the names of an asset and the like. */
export interface DataReference {
  path?: string;
  names: string[];
  /** Whether it was written for this engine, as `data`, and so has to be right. */
  exact?: boolean;
}

/** What can be done with the results of a checkpoint. */
export const ACTION_KINDS = ['store', 'docs', 'slack', 'email', 'teams', 'webhook', 'none'] as const;
export type ActionKind = (typeof ACTION_KINDS)[number];

/** `critical`, `warning` and `info`: failures whose gravest has this severity. */
export const NOTIFY_ON = ['all', 'failure', 'success', 'critical', 'warning', 'info'] as const;
export type NotifyOn = (typeof NOTIFY_ON)[number];

export interface CheckpointAction {
  name: string;
  /** `none`: one of Great Expectations' that nothing is done for here. */
  kind: ActionKind;
  /** What Great Expectations calls it: `SlackNotificationAction`, `slack`. */
  type: string;
  notifyOn: NotifyOn;
  /** Whether nothing is done where the verdict came from the cache. */
  freshOnly: boolean;
  /** Keys of the action as they stand, `${NAME}` included. */
  settings: Readonly<Record<string, Json>>;
  place: Place;
}
