import { UserError } from '@modelgate/contracts';
import { join, resolve } from 'node:path';

export interface StoreRoot {
  /** An absolute path. */
  root: string;
  /** Whether other machines can have it: it was named by MODELGATE_STORE. */
  shared: boolean;
}

/**
 * Where the store is: the folder that MODELGATE_STORE names (from the workspace, where it is relative), else
 * `.modelgate/store` in the workspace.
 * @throws UserError where MODELGATE_STORE is a URL
 */
export function defaultStoreRoot(
  workspaceRoot: string,
  env: Readonly<Record<string, string | undefined>>,
): StoreRoot {
  const named = env['MODELGATE_STORE']?.trim();
  if (!named) return { root: join(workspaceRoot, '.modelgate', 'store'), shared: false };
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]+):\/\//.exec(named)?.[1];
  if (scheme) {
    throw new UserError(`MODELGATE_STORE is not a folder but a URL (${scheme}://...)`, {
      why: 'a store is a folder; other kinds are not known',
      fix: 'set it to a folder that all machines mount, or unset it',
    });
  }
  return { root: resolve(workspaceRoot, named), shared: true };
}
