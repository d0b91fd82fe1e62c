import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Text } from '@modelgate/store';
import type { ProjectDemands } from './project-demands';

export const MARKER = 'modelgate.json';

/** What a virtual environment that this package makes says of itself; one without it belongs to the user. */
export interface VenvMarker {
  /** `making`: nothing to rely on, whoever made it may have been killed. */
  state: 'making' | 'ready';
  /** Digest of the demands that were installed. */
  demands: string;
}

export function readMarker(venv: string): VenvMarker | undefined {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(join(venv, MARKER), 'utf8'));
  } catch (error) {
    // A marker that was cut off in the middle of being written belongs to a making that did not end.
    return error instanceof SyntaxError ? { state: 'making', demands: '' } : undefined;
  }
  if (value === null || typeof value !== 'object' || !('state' in value) || !('demands' in value))
    return undefined;
  const { state, demands } = value;
  return typeof demands === 'string' ? { state: state === 'ready' ? 'ready' : 'making', demands } : undefined;
}

/** Equal demands have equal digests: what is to be installed, and for which Python. */
export function demandsDigest(demands: ProjectDemands): string {
  const { dependencies, lock, versions } = demands;
  return sha256Text(JSON.stringify([dependencies, lock ?? '', versions.map(({ specifier }) => specifier)]));
}
