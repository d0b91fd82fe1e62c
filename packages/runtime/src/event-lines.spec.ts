import type { StageEvent } from '@modelgate/contracts';
import { eventLines } from './event-lines';

function read(...chunks: string[]) {
  const events: StageEvent[] = [];
  const problems: string[] = [];
  const lines = eventLines(
    (event) => events.push(event),
    (problem) => problems.push(problem),
  );
  for (const chunk of chunks) lines.push(Buffer.from(chunk));
  return { events, problems };
}

describe('eventLines', () => {
  it('reads events that come in pieces', () => {
    expect(read('{"type":"ready"}\n{"type":"lo', 'ss","epoch":1,"loss":null}\n\n{"type":')).toEqual({
      events: [{ type: 'ready' }, { type: 'loss', epoch: 1, loss: null }],
      problems: [],
    });
  });

  it.each([
    ['hello\n', '"hello" is no JSON'],
    ['{"type":"nothing"}\n', '"{\\"type\\":\\"nothing\\"}" is no known event'],
  ])('stops at %j', (text, problem) => {
    expect(read(text, '{"type":"ready"}\n')).toEqual({ events: [], problems: [problem] });
  });

  it('gives up on a line that does not end', () => {
    expect(read(...Array.from({ length: 17 }, () => 'x'.repeat(1024 * 1024))).problems).toEqual([
      'a line without an end',
    ]);
  });
});
