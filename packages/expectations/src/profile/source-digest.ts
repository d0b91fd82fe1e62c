import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';

/** The digest of a file; of several, that of the lines of their digests in order. */
export async function sourceDigest(
  files: readonly { path: string }[],
): Promise<{ sha256: string; bytes: number }> {
  const digests: string[] = [];
  let bytes = 0;
  for (const { path } of files) {
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), async (chunks: AsyncIterable<Buffer>) => {
      for await (const chunk of chunks) {
        bytes += chunk.length;
        hash.update(chunk);
      }
    });
    digests.push(hash.digest('hex'));
  }
  const [only, ...others] = digests;
  if (only !== undefined && others.length === 0) return { sha256: only, bytes };
  const all = createHash('sha256').update(digests.map((digest) => `${digest}\n`).join(''));
  return { sha256: all.digest('hex'), bytes };
}
