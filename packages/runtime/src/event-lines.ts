import { stageEventSchema, type StageEvent } from '@modelgate/contracts';

const LONGEST_EVENT = 16 * 1024 * 1024;

export interface EventLines {
  push(chunk: Buffer): void;
}

/** Reads the JSON lines of a stage's events. `onMalformed` gets the first line that is no event; then it stops reading. */
export function eventLines(
  onEvent: (event: StageEvent) => void,
  onMalformed: (problem: string) => void,
): EventLines {
  let rest: Buffer[] = [];
  let size = 0;
  let broken = false;

  const read = (line: string) => {
    if (broken || line.trim() === '') return;
    const event = parse(line);
    if (typeof event === 'string') {
      broken = true;
      onMalformed(event);
    } else onEvent(event);
  };

  return {
    push(chunk) {
      let part = chunk;
      for (let end = part.indexOf(0x0a); end >= 0 && !broken; end = part.indexOf(0x0a)) {
        read(Buffer.concat([...rest, part.subarray(0, end)]).toString('utf8'));
        rest = [];
        size = 0;
        part = part.subarray(end + 1);
      }
      if (broken) return;
      rest.push(part);
      size += part.length;
      if (size <= LONGEST_EVENT) return;
      broken = true;
      rest = [];
      onMalformed('a line without an end');
    },
  };
}

function parse(line: string): StageEvent | string {
  const shown = line.length > 100 ? `${line.slice(0, 100)}...` : line;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return `${JSON.stringify(shown)} is no JSON`;
  }
  const parsed = stageEventSchema.safeParse(value);
  return parsed.success ? parsed.data : `${JSON.stringify(shown)} is no known event`;
}
