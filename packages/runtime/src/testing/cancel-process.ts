import { cancelOnExit } from '../cancel-on-exit';

/** Waits to be cancelled, and prints why it was. */
const waiting = setInterval(() => undefined, 1000);
const signal = cancelOnExit();
signal.addEventListener('abort', () => {
  clearInterval(waiting);
  const reason: unknown = signal.reason;
  console.log(reason instanceof Error ? reason.message : reason);
  process.exitCode = 0;
});
console.log('ready');
