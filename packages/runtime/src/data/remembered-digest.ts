import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { withPlace, type FileDigest } from '@modelgate/store';
import { smallCache } from '../small-cache';
import { PIECE, textMd5 } from './text-md5';

/** A file that was changed so recently could change again within the clock's grain, with equal size and time. */
const RACY_MS = 2000;
const AT_ONCE = 8;

/** How DVC names a file's bytes: since DVC 3, or as DVC 2 did. */
export type Md5Kind = 'md5' | 'md5-text';

export interface FileDigests extends FileDigest {
  /** Lower-case hex, where it was asked for. DVC 2 may have given a file one of two. */
  md5: string[];
}

export interface DigestOptions {
  /** What is remembered lies here; what is not readable there is made anew. */
  cacheDir: string;
  md5?: Md5Kind | undefined;
  now?: () => number;
}

/** SHA-256 and size of a file, computed only where its size, times or inode differ from the last time. */
export async function rememberedDigest(
  file: string,
  cacheDir: string,
  now: () => number = Date.now,
): Promise<FileDigest> {
  const [digest] = await rememberedDigests(file, [file], { cacheDir, now });
  if (!digest) throw new Error(`${file} has no digest`);
  return { sha256: digest.sha256, bytes: digest.bytes };
}

/**
 * Digests of files, in their order. Each is read only where its size, times or inode differ from the last time.
 * @param key under which they are remembered together
 */
export async function rememberedDigests(
  key: string,
  files: readonly string[],
  { cacheDir, md5, now = Date.now }: DigestOptions,
): Promise<FileDigests[]> {
  const cache = smallCache(cacheDir, 'data-digests');
  const known = recordOf(cache.get(key));
  const found = new Map<string, FileDigests>();
  const kept: Record<string, unknown> = {};
  let isNews = false;

  const visit = async (file: string): Promise<void> => {
    const before = await stampOf(file);
    const old = entryOf(known[file], before.stamp, md5);
    if (old && now() - before.changedMs > RACY_MS) {
      found.set(file, { ...old, bytes: before.bytes });
      kept[file] = known[file];
      return;
    }
    const digests = await digestsOf(file, md5);
    found.set(file, digests);
    const after = await stampOf(file);
    if (after.stamp !== before.stamp || now() - after.changedMs <= RACY_MS) return;
    kept[file] = {
      stamp: after.stamp,
      sha256: digests.sha256,
      ...(md5 === undefined ? {} : { [md5]: digests.md5 }),
    };
    isNews = true;
  };

  const waiting = [...new Set(files)];
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) await visit(file);
    }),
  );
  if (isNews) cache.set(key, kept);
  return files.flatMap((file) => found.get(file) ?? []);
}

async function digestsOf(file: string, kind: Md5Kind | undefined): Promise<FileDigests> {
  return withPlace('cannot read the file', file, async () => {
    const sha256 = createHash('sha256');
    const md5 = kind === 'md5' ? createHash('md5') : undefined;
    const text = kind === 'md5-text' ? textMd5() : undefined;
    let bytes = 0;
    const handle = await open(file, 'r');
    try {
      const buffer = Buffer.alloc(PIECE);
      for (;;) {
        const length = await fill(handle, buffer);
        if (length === 0) break;
        const piece = buffer.subarray(0, length);
        bytes += length;
        sha256.update(piece);
        md5?.update(piece);
        text?.update(piece);
      }
    } finally {
      await handle.close();
    }
    return {
      sha256: sha256.digest('hex'),
      bytes,
      md5: text ? text.digests() : md5 ? [md5.digest('hex')] : [],
    };
  });
}

/** Reads until the buffer is full or the file ends. */
async function fill(handle: Awaited<ReturnType<typeof open>>, buffer: Buffer): Promise<number> {
  let length = 0;
  while (length < buffer.length) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}

async function stampOf(file: string): Promise<{ stamp: string; changedMs: number; bytes: number }> {
  const { size, mtimeNs, ctimeNs, ino } = await withPlace('cannot read the file', file, () =>
    stat(file, { bigint: true }),
  );
  const changedNs = mtimeNs > ctimeNs ? mtimeNs : ctimeNs;
  return {
    stamp: `${size}:${mtimeNs}:${ctimeNs}:${ino}`,
    changedMs: Number(changedNs / 1_000_000n),
    bytes: Number(size),
  };
}

function recordOf(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === 'object' ? { ...value } : {};
}

function entryOf(
  value: unknown,
  stamp: string,
  kind: Md5Kind | undefined,
): { sha256: string; md5: string[] } | undefined {
  const { stamp: known, sha256, ...rest } = recordOf(value);
  const md5: unknown = kind === undefined ? [] : rest[kind];
  return known === stamp && isHex(sha256, 64) && Array.isArray(md5) && md5.every((one) => isHex(one, 32))
    ? { sha256, md5 }
    : undefined;
}

function isHex(value: unknown, length: number): value is string {
  return typeof value === 'string' && value.length === length && /^[0-9a-f]+$/.test(value);
}
