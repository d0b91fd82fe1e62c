import { createHash } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256File, writeFileAtomic, type FileDigest } from '@modelgate/store';

/** A file that was changed so recently could change again within the clock's grain, with equal size and time. */
const RACY_MS = 2000;

/**
 * SHA-256 and size of a file, computed only where its size, modification time or inode differ from the last time.
 * What is remembered lies in one small file per data file in `cacheDir`; a file there that is not readable is made anew.
 */
export async function rememberedDigest(
  file: string,
  cacheDir: string,
  now: () => number = Date.now,
): Promise<FileDigest> {
  const before = await stampOf(file);
  const folder = join(cacheDir, 'data-digests');
  const memory = join(folder, `${createHash('sha256').update(file).digest('hex').slice(0, 32)}.json`);
  const remembered = await recall(memory);
  if (remembered?.stamp === before.stamp && now() - before.mtimeMs > RACY_MS)
    return { sha256: remembered.sha256, bytes: before.bytes };

  const digest = await sha256File(file);
  const after = await stampOf(file);
  if (after.stamp === before.stamp && now() - after.mtimeMs > RACY_MS) {
    await mkdir(folder, { recursive: true });
    await writeFileAtomic(memory, JSON.stringify({ file, stamp: after.stamp, sha256: digest.sha256 }));
  }
  return digest;
}

async function stampOf(file: string): Promise<{ stamp: string; mtimeMs: number; bytes: number }> {
  const { size, mtimeNs, ino } = await stat(file, { bigint: true });
  return { stamp: `${size}:${mtimeNs}:${ino}`, mtimeMs: Number(mtimeNs / 1_000_000n), bytes: Number(size) };
}

async function recall(memory: string): Promise<{ stamp: string; sha256: string } | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(memory, 'utf8'));
    if (value === null || typeof value !== 'object' || !('stamp' in value) || !('sha256' in value))
      return undefined;
    const { stamp, sha256 } = value;
    if (typeof stamp !== 'string' || typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256))
      return undefined;
    return { stamp, sha256 };
  } catch {
    return undefined;
  }
}
