/**
 * The message of something thrown. Errors of native code and of Node's core may belong to another realm, where
 * `instanceof Error` is false.
 */
export function messageOf(error: unknown): string | undefined {
  return error !== null &&
    typeof error === 'object' &&
    'message' in error &&
    typeof error.message === 'string'
    ? error.message
    : undefined;
}

/** Node's code of a failed system call: `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  return error !== null && typeof error === 'object' && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
}

/** The first line of a message. */
export function firstLineOf(error: unknown): string {
  return (messageOf(error) ?? String(error)).split('\n')[0] ?? '';
}
