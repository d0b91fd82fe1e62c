import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { withPlace } from './file-system-errors';

export interface FileDigest {
  /** Lower-case hex. */
  sha256: string;
  bytes: number;
}

/**
 * SHA-256 and size of a file, read as a stream.
 * @throws UserError where the file is missing or cannot be read
 */
export async function sha256File(path: string): Promise<FileDigest> {
  return withPlace('cannot read the file', path, async () => {
    const hash = createHash('sha256');
    let bytes = 0;
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
      const part: Buffer = chunk;
      hash.update(part);
      bytes += part.length;
    }
    return { sha256: hash.digest('hex'), bytes };
  });
}

/** SHA-256 of bytes, or of a text in UTF-8, as lower-case hex. */
export function sha256Text(text: string | Uint8Array): string {
  return createHash('sha256').update(text).digest('hex');
}
