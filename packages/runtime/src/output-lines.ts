import { StringDecoder } from 'node:string_decoder';

export interface OutputLimits {
  /** Lines and characters that are passed on; what comes after them is dropped. */
  lines: number;
  characters: number;
  /** The last lines that are kept for errors, dropped or not. */
  kept: number;
}

export const OUTPUT_LIMITS: OutputLimits = { lines: 10_000, characters: 1_000_000, kept: 50 };

/** Longer lines are cut: a program may print for ever without an end of line. */
const LONGEST_LINE = 8192;

export type OutputStream = 'stdout' | 'stderr';

export interface OutputLines {
  push(stream: OutputStream, chunk: Buffer): void;
  /** Passes on what came without an end of line. */
  end(): void;
  /** The last lines of both streams. */
  last(): string[];
}

/**
 * Cuts what a process prints into lines, passes them on up to a limit, says once that it drops the rest, and keeps
 * the last lines. Of a line that is overwritten with carriage returns (a progress bar) only its last state counts.
 */
export function outputLines(
  onLine: (line: string, stream: OutputStream) => void,
  mask: (text: string) => string,
  limits: OutputLimits = OUTPUT_LIMITS,
): OutputLines {
  const partial = { stdout: '', stderr: '' };
  const decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
  const kept: string[] = [];
  let lines = 0;
  let characters = 0;
  let dropping = false;

  const emit = (raw: string, stream: OutputStream) => {
    const line = mask(lastState(raw));
    kept.push(line);
    if (kept.length > limits.kept) kept.shift();
    if (dropping) return;
    lines += 1;
    characters += line.length;
    dropping = lines > limits.lines || characters > limits.characters;
    onLine(dropping ? '[the rest of what the model prints is not shown]' : line, stream);
  };

  return {
    push(stream, chunk) {
      // Once nothing is passed on, the end of a chunk is enough for the last lines.
      const text = decoders[stream].write(
        dropping && chunk.length > LONGEST_LINE ? chunk.subarray(-LONGEST_LINE) : chunk,
      );
      const parts = (partial[stream] + text).split('\n');
      partial[stream] = parts.pop() ?? '';
      for (const part of parts) emit(part, stream);
      while (partial[stream].length > LONGEST_LINE) {
        const state = lastState(partial[stream]);
        if (state.length <= LONGEST_LINE) partial[stream] = state;
        else {
          emit(state.slice(0, LONGEST_LINE), stream);
          partial[stream] = state.slice(LONGEST_LINE);
        }
      }
    },
    end() {
      for (const stream of ['stdout', 'stderr'] as const) {
        const rest = partial[stream] + decoders[stream].end();
        partial[stream] = '';
        if (rest !== '') emit(rest, stream);
      }
    },
    last: () => [...kept],
  };
}

function lastState(line: string): string {
  const text = line.endsWith('\r') ? line.slice(0, -1) : line;
  return text.slice(text.lastIndexOf('\r') + 1);
}
