import type { Readable } from 'node:stream';

/** How an object is named among its versions, and how large it is. */
export interface ObjectState {
  bytes: number;
  etag?: string;
  versionId?: string;
}

/**
 * One place outside the workspace that data is read from.
 * Every method throws a UserError where the object is gone, or the place cannot be reached or refuses access.
 */
export interface ObjectSource {
  state(): Promise<ObjectState>;
  /** The bytes of the version that is given, or of the current one. */
  read(versionId?: string): Promise<{ state: ObjectState; body: Readable }>;
}
