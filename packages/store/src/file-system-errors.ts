import { UserError } from '@modelgate/contracts';

const REASONS: Record<string, { why: string; fix: string }> = {
  ENOSPC: { why: 'the disk is full (ENOSPC)', fix: 'free space on this disk, then repeat' },
  EDQUOT: { why: 'the disk quota is used up (EDQUOT)', fix: 'free space in this quota, then repeat' },
  EACCES: { why: 'permission denied (EACCES)', fix: 'give this user access to it, then repeat' },
  EPERM: {
    why: 'the operation is not permitted (EPERM)',
    fix: 'give this user access to it, or close the program that holds it, then repeat',
  },
  EROFS: { why: 'the file system is read-only (EROFS)', fix: 'choose a place that can be written' },
  ENOENT: { why: 'it does not exist (ENOENT)', fix: 'check the path' },
  ENOTDIR: { why: 'a part of the path is a file, not a folder (ENOTDIR)', fix: 'check the path' },
  EISDIR: { why: 'it is a folder, not a file (EISDIR)', fix: 'check the path' },
  EEXIST: { why: 'something else of that name is in the way (EEXIST)', fix: 'move it away, then repeat' },
  ENAMETOOLONG: { why: 'the name is too long (ENAMETOOLONG)', fix: 'use a shorter path' },
  ELOOP: { why: 'the symbolic links run in a circle (ELOOP)', fix: 'remove the link' },
  EFBIG: { why: 'the file is larger than the file system allows (EFBIG)', fix: 'choose another disk' },
  EIO: { why: 'the disk reports an error (EIO)', fix: 'check the disk' },
};

/** The code of a system error (`ENOENT`, ...), or undefined for any other value. */
export function errorCode(error: unknown): string | undefined {
  if (error === null || typeof error !== 'object' || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/**
 * A system error that the user can mend, as a UserError that names the place: disk full, no permission, read-only,
 * missing. Every other value is returned as it is.
 */
export function fileSystemError(error: unknown, what: string, path: string): unknown {
  const reason = REASONS[errorCode(error) ?? ''];
  return reason ? new UserError(what, { where: { file: path }, ...reason, cause: error }) : error;
}

/** Runs `action`; a system error of it is thrown as `fileSystemError` makes it. */
export async function withPlace<T>(what: string, path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw fileSystemError(error, what, path);
  }
}
