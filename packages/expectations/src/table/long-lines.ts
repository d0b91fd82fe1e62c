import { open } from 'node:fs/promises';
import { UserError } from '@modelgate/contracts';

/** A line of twice this length holds a whole window of it, wherever windows begin. */
const WINDOW = 8 * 1024 * 1024;
const READ = 64 * 1024;

/** The line of a text file that is as long as the reader takes for the end of the rows. */
export const LONGEST_LINE = 2 * WINDOW;

/**
 * DuckDB refuses lines of 2 MB and more, but takes one of its buffer's size for the end of the file: a file of one such line
 * would be an empty table. A few bytes of each window are read, more only where they hold no line break.
 * @throws UserError for a line of 16 MB or more
 */
export async function assertNoLongLine({
  path,
  name,
  bytes,
}: {
  path: string;
  name: string;
  bytes: number;
}): Promise<void> {
  if (bytes < LONGEST_LINE) return;
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(READ);
    for (let start = 0; start + WINDOW <= bytes; start += WINDOW) {
      let isBroken = false;
      for (let at = start; at < start + WINDOW && !isBroken; at += READ) {
        const { bytesRead } = await file.read(buffer, 0, READ, at);
        const read = buffer.subarray(0, bytesRead);
        isBroken = read.includes(0x0a) || read.includes(0x0d);
      }
      if (!isBroken) {
        throw longLine(
          name,
          `there is no line break in the ${WINDOW / 1024 / 1024} MB from byte ${start} on`,
        );
      }
    }
  } finally {
    await file.close();
  }
}

export function longLine(name: string, why: string): UserError {
  return new UserError('a line is longer than 2 MB', {
    where: { file: name },
    why,
    fix: 'look for a double quote that is not closed or for a missing line break',
  });
}
