const SIGNALS = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/** Time for the work to end in order before the process goes in any case. */
const GRACE_MS = 10_000;

let cancelled: AbortController | undefined;

/**
 * A signal that is aborted when this process is asked to end: by SIGINT, SIGTERM or SIGHUP, or because the process
 * that forked it has gone (a killed nx leaves its executors running). A second request ends the process at once. The
 * handlers are set up once, whoever asks.
 */
export function cancelOnExit(): AbortSignal {
  if (cancelled) return cancelled.signal;
  const controller = new AbortController();
  cancelled = controller;
  const cancel = (why: string, exitCode: number) => {
    if (controller.signal.aborted) process.exit(exitCode);
    setTimeout(() => process.exit(exitCode), GRACE_MS).unref();
    // Listening for the parent's end would by itself keep this process running.
    process.channel?.unref();
    controller.abort(new Error(why));
  };
  for (const [name, exitCode] of Object.entries(SIGNALS)) process.on(name, () => cancel(name, exitCode));
  if (process.connected) process.once('disconnect', () => cancel('the process that started it has ended', 1));
  return controller.signal;
}
