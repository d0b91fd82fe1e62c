import { environmentLogLineSchema, type EnvironmentLogLine, type HistoryEntry } from '@modelgate/contracts';
import { errorCode, jsonOrUndefined, withPlace } from '@modelgate/store';
import { open, readFile } from 'node:fs/promises';

/**
 * Appends what the log of an environment lacks of its history: one line for the newest entry, and one for each that a
 * process killed after its swap left out.
 * @param host the machine that made the newest entry
 */
export async function completeLog(
  path: string,
  history: readonly HistoryEntry[],
  host: string,
): Promise<void> {
  const text = await readLog(path);
  const logged = lastSequence(text);
  const missing = history.flatMap((entry, index): EnvironmentLogLine[] => {
    if (entry.sequence <= logged) return [];
    const previous = history[index - 1]?.version ?? null;
    const isNewest = index === history.length - 1;
    return [{ ...entry, previous, ...(isNewest && { host }) }];
  });
  if (missing.length === 0) return;
  const lines = missing.map((line) => `${JSON.stringify(line)}\n`).join('');
  await withPlace('cannot write the log', path, async () => {
    const handle = await open(path, 'a');
    try {
      // A line that was cut off must not swallow the next one.
      await handle.appendFile(text === '' || text.endsWith('\n') ? lines : `\n${lines}`);
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
}

async function readLog(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    return withPlace('cannot read the log', path, () => Promise.reject(error));
  }
}

/** Sequence of the last whole line; 0 where there is none. */
function lastSequence(text: string): number {
  for (const line of text.split('\n').reverse()) {
    const found = environmentLogLineSchema.safeParse(jsonOrUndefined(line));
    if (found.success) return found.data.sequence;
  }
  return 0;
}
