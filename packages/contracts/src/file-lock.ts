import * as z from 'zod';

/** A lock file: the process that holds it. Processes of several machines may meet at one. */
export const fileLockSchema = z.strictObject({
  pid: z.int(),
  host: z.string(),
  /** Process ids mean something within one of these only; empty where the platform has none. */
  pid_namespace: z.string(),
  at: z.string(),
  /** For whom, where others are to be told. */
  by: z.string().optional(),
  /** Differs for any two locks. */
  token: z.string(),
});
export type FileLock = z.infer<typeof fileLockSchema>;
