import { PIECE, textMd5 } from './text-md5';

/** What DVC gives these bytes: 2.58.2 (the first digest) and, where it differs, 3.67.1 for a pointer of DVC 2. */
const cases: [name: string, bytes: Buffer, digests: string[]][] = [
  ['text with CRLF', Buffer.from('x,y\r\n1,2\r\n'), ['344fd2323dd33d5c058b7cf27de029e8']],
  ['a CR without LF', Buffer.from('a\rb\r\n\r\n\r'), ['7cac26aba767a592243df4a0f24ed663']],
  ['bytes with a NUL', Buffer.from('a\0\r\n'), ['a200e344e12b35719025ffdb8b428ee8']],
  [
    'text that is mostly not ASCII',
    Buffer.from('привет\r\n'.repeat(10)),
    ['864c9b8888d24a346f8867d0b621e84e'],
  ],
  ['text with some umlauts', Buffer.from('größe,käse\r\n'.repeat(10)), ['7e8b3a5213073662919c1b08692f0846']],
  ['nothing', Buffer.alloc(0), ['d41d8cd98f00b204e9800998ecf8427e']],
  [
    'a CRLF that two pieces share',
    Buffer.from(`${'a'.repeat(PIECE - 1)}\r\nb\r\n`),
    ['deb8178cc400550795d42d701b97846d'],
  ],
  [
    'text with a second piece that is none',
    Buffer.concat([Buffer.from('a\r\n'.repeat(349_526)), Buffer.from('ff0d0a'.repeat(10), 'hex')]),
    ['ca934416ed09b2ffa7e8e62797a17797', '9e1c48b4626069d51003e141eb5a13df'],
  ],
  [
    'bytes with a second piece that is text',
    Buffer.concat([Buffer.from('fffe0d0a'.repeat(262_144), 'hex'), Buffer.from('a\r\n'.repeat(10))]),
    ['b17d00dc16474ed5233d3bbe87d9a37c', '6d20d376057ff7bee1e68846f9952dce'],
  ],
];

it.each(cases)('gives %s the digest of DVC 2', (_name, bytes, digests) => {
  const md5 = textMd5();
  for (let at = 0; at < bytes.length; at += PIECE) md5.update(bytes.subarray(at, at + PIECE));
  expect(md5.digests()).toEqual(digests);
});
