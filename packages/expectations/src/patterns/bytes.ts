/** Bytes as the engines write them as text: DuckDB escapes those that are no plain ASCII, PostgreSQL writes all in hex. */
export function bytesOf(text: string, engine: 'duckdb' | 'postgres'): Uint8Array {
  if (engine === 'postgres') return Buffer.from(text.slice(2), 'hex');
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const escaped = /^\\x([0-9A-Fa-f]{2})/.exec(text.slice(at, at + 4));
    if (escaped?.[1] === undefined) {
      bytes.push(text.charCodeAt(at));
    } else {
      bytes.push(parseInt(escaped[1], 16));
      at += 3;
    }
  }
  return Uint8Array.from(bytes);
}

/** The text of bytes; undefined where they are not of the encoding. */
export function decoded(
  bytes: Uint8Array,
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' = 'utf-8',
): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
