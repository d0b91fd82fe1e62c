import { createReadStream } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { UserError } from '@modelgate/contracts';
import { codeOf, messageOf } from '../engine/error-message';
import type { Compression } from './data-format';
import type { FoundFile } from './find-files';
import { LONGEST_LINE, longLine } from './long-lines';

/**
 * DuckDB takes the end of a compressed file for the end of its rows, wherever it comes: a download that was cut off
 * would be a smaller table.
 * @throws UserError where the file ends before its compressed data do, or these are damaged
 */
export async function assertWhole(file: FoundFile, compression: Compression): Promise<void> {
  if (compression === 'none') return;
  const problem = await (compression === 'gzip' ? gzipProblem(file) : zstdProblem(file.path));
  if (problem === undefined) return;
  throw new UserError(`the file is cut off or damaged: ${problem}`, {
    where: { file: file.name },
    fix: 'fetch or write the file anew',
  });
}

/** A deflate stream tells its length nowhere: it has to be read. Its checksum is verified on the way. */
async function gzipProblem({ path, name }: FoundFile): Promise<string | undefined> {
  let since = 0;
  let longest = 0;
  const nowhere = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      const first = chunk.indexOf(0x0a);
      longest = Math.max(longest, since + (first === -1 ? chunk.length : first));
      since = first === -1 ? since + chunk.length : chunk.length - 1 - chunk.lastIndexOf(0x0a);
      done();
    },
  });
  try {
    await pipeline(createReadStream(path), createGunzip({ chunkSize: 1_048_576 }), nowhere);
    if (longest >= LONGEST_LINE) throw longLine(name, `one has ${longest} bytes`);
    return undefined;
  } catch (error) {
    if (codeOf(error)?.startsWith('Z_') !== true) throw error;
    return `its gzip data end with "${messageOf(error) ?? 'an error'}"`;
  }
}

/** Sizes of header fields by RFC 8878, section 3.1.1. */
const DICTIONARY_BYTES = [0, 1, 2, 4];
const CONTENT_SIZE_BYTES = [0, 2, 4, 8];

/** Frames and blocks tell their sizes, so that walking over them reads a few bytes of each. */
async function zstdProblem(path: string): Promise<string | undefined> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    let at = 0;
    while (at < size) {
      const end = await endOfFrame(file, at);
      if (end === undefined || end > size) return 'its zstd data end in the middle';
      at = end;
    }
    return undefined;
  } finally {
    await file.close();
  }
}

/** Where the frame at a place ends; undefined where it is none. */
async function endOfFrame(file: FileHandle, start: number): Promise<number | undefined> {
  const head = await bytesAt(file, start, 8);
  if (head.length < 5) return undefined;
  const magic = head.readUInt32LE(0);
  if ((magic & 0xfffffff0) >>> 0 === 0x184d2a50) {
    return head.length < 8 ? undefined : start + 8 + head.readUInt32LE(4);
  }
  if (magic !== 0xfd2fb528) return undefined;
  const descriptor = head[4] ?? 0;
  const singleSegment = (descriptor & 0x20) !== 0;
  const contentSize = descriptor >> 6;
  let at =
    start +
    5 +
    (singleSegment ? 0 : 1) +
    (DICTIONARY_BYTES[descriptor & 3] ?? 0) +
    (contentSize === 0 && singleSegment ? 1 : (CONTENT_SIZE_BYTES[contentSize] ?? 0));
  for (;;) {
    const block = await bytesAt(file, at, 3);
    if (block.length < 3) return undefined;
    const header = block.readUIntLE(0, 3);
    const isRunLength = ((header >> 1) & 3) === 1;
    at += 3 + (isRunLength ? 1 : header >> 3);
    if ((header & 1) === 1) return at + ((descriptor & 4) !== 0 ? 4 : 0);
  }
}

async function bytesAt(file: FileHandle, position: number, count: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(count), 0, count, position);
  return buffer.subarray(0, bytesRead);
}
