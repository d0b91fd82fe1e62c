import { stat } from 'node:fs/promises';
import { sha256File, type FileDigest } from '@modelgate/store';
import { smallCache } from './small-cache';

/** A file that was changed so recently could change again within the clock's grain, with equal size and time. */
const RACY_MS = 2000;

/**
 * SHA-256 and size of a file, computed only where its size, times or inode differ from the last time. What is
 * remembered lies in `cacheDir`; what is not readable there is made anew.
 */
export async function rememberedDigest(
  file: string,
  cacheDir: string,
  now: () => number = Date.now,
): Promise<FileDigest> {
  const cache = smallCache(cacheDir, 'data-digests');
  const before = await stampOf(file);
  const known = digestOf(cache.get(file), before.stamp);
  if (known !== undefined && now() - before.changedMs > RACY_MS)
    return { sha256: known, bytes: before.bytes };

  const digest = await sha256File(file);
  const after = await stampOf(file);
  if (after.stamp === before.stamp && now() - after.changedMs > RACY_MS)
    cache.set(file, { stamp: after.stamp, sha256: digest.sha256 });
  return digest;
}

async function stampOf(file: string): Promise<{ stamp: string; changedMs: number; bytes: number }> {
  const { size, mtimeNs, ctimeNs, ino } = await stat(file, { bigint: true });
  const changedNs = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
  return {
    stamp: `${size}:${mtimeNs}:${ctimeNs}:${ino}`,
    changedMs: Number(changedNs / 1_000_000n),
    bytes: Number(size),
  };
}

function digestOf(value: unknown, stamp: string): string | undefined {
  if (value === null || typeof value !== 'object' || !('stamp' in value) || !('sha256' in value))
    return undefined;
  const { sha256 } = value;
  return value.stamp === stamp && typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256)
    ? sha256
    : undefined;
}
