import { open } from 'node:fs/promises';

const NEWLINE = 0x0a;
const BLANKS = new Set([0x09, 0x0a, 0x0d, 0x20]);

/**
 * Whether a CSV file has anything but blanks after its first line. A quoted header that spans lines counts as rows,
 * which leaves the decision to the reader of the file.
 */
export async function hasRows(file: string): Promise<boolean> {
  const handle = await open(file, 'r');
  try {
    const buffer = Buffer.alloc(64 * 1024);
    let headerEnded = false;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return false;
      let part = buffer.subarray(0, bytesRead);
      if (!headerEnded) {
        const end = part.indexOf(NEWLINE);
        if (end < 0) continue;
        headerEnded = true;
        part = part.subarray(end + 1);
      }
      if (part.some((byte) => !BLANKS.has(byte))) return true;
    }
  } finally {
    await handle.close();
  }
}
