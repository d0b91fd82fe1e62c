import type { StageEvent } from '@modelgate/contracts';

export interface Progress {
  onEvent: (event: StageEvent) => void;
  /** Ends a line that is still being rewritten. */
  end: () => void;
}

export interface ProgressOptions {
  say: (line: string) => void;
  /** Where one line may be rewritten: a terminal. Undefined: plain lines, a few per stage. */
  rewrite: ((text: string) => void) | undefined;
  /** Milliseconds since any fixed instant. */
  now: () => number;
}

/** Plain lines come at each tenth of the way, and at the end. */
const PLAIN_STEPS = 10;

/** Shows what a long stage does: epoch, loss and the time that is left. */
export function showProgress({ say, rewrite, now }: ProgressOptions): Progress {
  const started = now();
  let open = false;
  let lastStep = 0;

  function show(text: string, done: number, total: number | undefined): void {
    if (rewrite) {
      rewrite(`\r\u001b[2K${text}`);
      open = true;
      return;
    }
    const step = total === undefined ? done : Math.floor((done / total) * PLAIN_STEPS);
    if (step <= lastStep) return;
    lastStep = step;
    say(text);
  }

  function onEvent(event: StageEvent): void {
    if (event.type === 'loss') {
      const of = event.epochs === undefined ? '' : `/${event.epochs}`;
      const loss = event.loss === null ? 'NaN' : event.loss.toPrecision(5);
      show(
        `epoch ${event.epoch}${of}  loss ${loss}${left(event.epoch, event.epochs)}`,
        event.epoch,
        event.epochs,
      );
    } else if (event.type === 'progress') {
      const of = event.total === undefined ? '' : `/${event.total}`;
      show(`${event.phase} ${event.done}${of}${left(event.done, event.total)}`, event.done, event.total);
    } else if (event.type === 'note') {
      end();
      say(event.message);
    }
  }

  function left(done: number, total: number | undefined): string {
    if (total === undefined || done <= 0 || done >= total) return '';
    const seconds = (((now() - started) / done) * (total - done)) / 1000;
    return seconds < 1 ? '' : `  ${formatSeconds(seconds)} left`;
  }

  function end(): void {
    if (open) rewrite?.('\n');
    open = false;
  }

  return { onEvent, end };
}

function formatSeconds(seconds: number): string {
  if (seconds < 60) return `${Math.round(seconds)} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}
