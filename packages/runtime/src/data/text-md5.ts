import { createHash, type Hash } from 'node:crypto';

/** DVC reads files in pieces of this size, and looks at each by itself. */
export const PIECE = 1 << 20;
const LOOKED_AT = 512;
const CR = 0x0d;
const LF = 0x0a;
const BLANKS = new Set([0x08, 0x09, 0x0a, 0x0c, 0x0d]);

/**
 * The MD5 that DVC 2 gives a file: of text with LF for CRLF, of anything else as it is. Releases differ in whether the
 * first piece of a file decides that it is text, or each piece for itself; where that matters there are two answers.
 * Feed it pieces of `PIECE` bytes: a CRLF that two of them share stays as it is.
 */
export function textMd5(): { update(piece: Buffer): void; digests(): string[] } {
  const byStart = createHash('md5');
  let byPiece: Hash | undefined;
  let startIsText: boolean | undefined;
  return {
    update(piece) {
      const isText = looksLikeText(piece.subarray(0, LOOKED_AT));
      startIsText ??= isText;
      if (isText !== startIsText) byPiece ??= byStart.copy();
      byStart.update(startIsText ? withoutCr(piece) : piece);
      byPiece?.update(isText ? withoutCr(piece) : piece);
    },
    digests: () => [byStart.digest('hex'), ...(byPiece ? [byPiece.digest('hex')] : [])],
  };
}

/** DVC's rule: no NUL, and at most 30 % of the bytes outside printable ASCII and blanks. */
export function looksLikeText(start: Uint8Array): boolean {
  if (start.includes(0)) return false;
  const others = start.filter((byte) => (byte < 0x20 || byte > 0x7e) && !BLANKS.has(byte)).length;
  return others <= start.length * 0.3;
}

/** A copy with LF for CRLF. */
function withoutCr(piece: Buffer): Buffer {
  if (!piece.includes('\r\n')) return piece;
  const out = Buffer.allocUnsafe(piece.length);
  let length = 0;
  for (let at = 0; at < piece.length; at++) {
    if (piece[at] === CR && piece[at + 1] === LF) continue;
    out[length++] = piece[at] ?? 0;
  }
  return out.subarray(0, length);
}
