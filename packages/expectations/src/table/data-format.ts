import { open } from 'node:fs/promises';
import type { DataFormat } from '../data-source';

export type Compression = 'none' | 'gzip' | 'zstd';

const ENDINGS: readonly [pattern: RegExp, format: DataFormat][] = [
  [/\.(parquet|pq)$/i, 'parquet'],
  [/\.(csv|tsv|txt)(\.gz|\.zst)?$/i, 'csv'],
  [/\.(arrow|arrows|feather|ipc)$/i, 'arrow'],
  [/\.(jsonl|ndjson)(\.gz|\.zst)?$/i, 'jsonl'],
];

/** What messages call a format. */
export const FORMAT_NAME: Record<DataFormat, string> = {
  csv: 'CSV',
  parquet: 'Parquet',
  jsonl: 'JSON lines',
  arrow: 'Arrow',
};

/** The endings of data files, for messages. */
export const KNOWN_ENDINGS =
  '.csv, .tsv, .txt, .jsonl, .ndjson (each also .gz or .zst), .parquet, .pq, .arrow or .feather';

/** The format of a data file by the ending of its name; undefined where the name does not tell. */
export function formatOfName(name: string): DataFormat | undefined {
  return ENDINGS.find(([pattern]) => pattern.test(name))?.[1];
}

/** What a file is by its first bytes: content-addressed files have no ending. */
export interface Signature {
  /** undefined for compressed files, and for bytes that are no text and no Parquet. */
  format: DataFormat | 'json' | undefined;
  compression: Compression;
}

const LOOKED_AT = 4096;

export async function signatureOf(path: string): Promise<Signature> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LOOKED_AT), 0, LOOKED_AT, 0);
    const head = buffer.subarray(0, bytesRead);
    if (head[0] === 0x1f && head[1] === 0x8b) return { format: undefined, compression: 'gzip' };
    // One of sixteen skippable frames may come before the first frame of data.
    const magic = head.length >= 4 ? head.readUInt32LE(0) : 0;
    if (magic === 0xfd2fb528 || (magic & 0xfffffff0) >>> 0 === 0x184d2a50) {
      return { format: undefined, compression: 'zstd' };
    }
    if (head.subarray(0, 4).toString('latin1') === 'PAR1') return { format: 'parquet', compression: 'none' };
    if (/^(ARROW1|FEA1)/.test(head.subarray(0, 6).toString('latin1'))) {
      return { format: 'arrow', compression: 'none' };
    }
    if (head.includes(0)) return { format: undefined, compression: 'none' };
    const text = head
      .toString('utf8')
      .replace(/^\ufeff/, '')
      .trimStart();
    const format = /^\{\s*["}]/.test(text) ? 'jsonl' : /^\[\s*[[{\]]/.test(text) ? 'json' : 'csv';
    return { format, compression: 'none' };
  } finally {
    await file.close();
  }
}

/** The compression that the ending of a name claims. */
export function compressionOfName(name: string): Compression {
  return /\.gz$/i.test(name) ? 'gzip' : /\.zst$/i.test(name) ? 'zstd' : 'none';
}
