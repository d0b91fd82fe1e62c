import { outputLines } from './output-lines';

const LIMITS = { lines: 3, characters: 100, kept: 2 };

function shown(chunks: string[], limits = LIMITS, mask = (text: string) => text) {
  const lines: string[] = [];
  const output = outputLines((line) => lines.push(line), mask, limits);
  for (const chunk of chunks) output.push('stdout', Buffer.from(chunk, 'latin1'));
  output.end();
  return { lines, last: output.last() };
}

describe('outputLines', () => {
  it.each<[string, string[], string[]]>([
    ['lines that come in pieces', ['a', 'b\nc', 'd\n'], ['ab', 'cd']],
    ['a last line without an end', ['a\nb'], ['a', 'b']],
    ['Windows ends of line', ['a\r\nb\r\n'], ['a', 'b']],
    ['a progress bar: its last state', ['10 %\r20 %', '\r100 %\n'], ['100 %']],
    ['a character that is cut in two', ['\xc3', '\xa4\n'], ['ä']],
    [
      'what comes after the limit of lines',
      ['1\n2\n3\n4\n5\n'],
      ['1', '2', '3', '[the rest of what the model prints is not shown]'],
    ],
    [
      'what comes after the limit of characters',
      [`${'x'.repeat(101)}\n2\n`],
      ['[the rest of what the model prints is not shown]'],
    ],
  ])('%s', (_name, chunks, lines) => {
    expect(shown(chunks).lines).toEqual(lines);
  });

  it('keeps the last lines, dropped ones too', () => {
    expect(shown(['1\n2\n3\n4\n5\n']).last).toEqual(['4', '5']);
  });

  it('cuts a line that does not end', () => {
    const { lines } = shown(['x'.repeat(20_000)], { lines: 10, characters: 1e6, kept: 2 });
    expect(lines.map((line) => line.length)).toEqual([8192, 8192, 3616]);
  });

  it('masks whole lines, also where a secret comes in two pieces', () => {
    expect(shown(['the pass', 'word\n'], LIMITS, (text) => text.replace('password', '***')).lines).toEqual([
      'the ***',
    ]);
  });
});
