import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lastValidationsSchema, validateJson, type LastValidations } from '@modelgate/contracts';
import { readResultJson, type Run } from '@modelgate/expectations';
import { writeFileAtomic } from '@modelgate/store';

/** The run before the one of `time`; undefined where none is known. */
export async function recalled(folder: string, checkpoint: string, time: string): Promise<Run | undefined> {
  const memory = read(folder, checkpoint);
  const before = memory?.last.time === time ? memory.before : memory?.last;
  return (
    before && {
      time: before.time,
      validations: before.validations.map(({ data, result }) => ({
        data,
        result: readResultJson(JSON.stringify(result), { filePath: folder }),
      })),
    }
  );
}

/** Keeps a run as the last one; the same run again, from the cache, changes nothing. */
export async function remember(
  folder: string,
  checkpoint: string,
  { time, validations }: Run,
): Promise<void> {
  const memory = read(folder, checkpoint);
  if (memory?.last.time === time) return;
  const last = { time, validations: validations.map(({ data, result }) => ({ data, result })) };
  await mkdir(folder, { recursive: true });
  const content = {
    schema: 'modelgate.last-validations/v1',
    last,
    ...(memory ? { before: memory.last } : {}),
  };
  await writeFileAtomic(pathOf(folder, checkpoint), `${JSON.stringify(content)}\n`);
}

/** What cannot be read is forgotten: it only tells of the past. */
function read(folder: string, checkpoint: string): LastValidations | undefined {
  const path = pathOf(folder, checkpoint);
  if (!existsSync(path)) return undefined;
  try {
    return validateJson(lastValidationsSchema, readFileSync(path, 'utf8'), { filePath: path });
  } catch {
    return undefined;
  }
}

function pathOf(folder: string, checkpoint: string): string {
  return join(folder, `${fileName(checkpoint)}.last.json`);
}

/** The name of a checkpoint as that of a file. */
export function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}_.-]+/gu, '-').replace(/^\.+/, '') || 'checkpoint';
}
