import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatPlace, placeOfKey } from '@modelgate/contracts';

/** A project file and a key of it at the beginning of a message: `models/toy/model.yaml  data.dataset: `. */
const KEY_OF_FILE = /^(?<file>(?:.*\/)?(?:model|dataset)\.yaml) {2}(?=(?<key>[a-z_]+(?:\.[a-z_]+)*): )/;

/**
 * Gives a message about a key of a project file the line on which it stands. Who finds such a mistake often has the value
 * alone: the inference of projects keeps no lines, and stages get a file that was checked.
 *
 * @returns the message as it is where it names a line already, or no such key
 */
export async function withLine(message: string, workspaceRoot: string): Promise<string> {
  const found = KEY_OF_FILE.exec(message);
  const { file, key } = found?.groups ?? {};
  if (found === null || file === undefined || key === undefined) return message;
  let text: string;
  try {
    text = await readFile(join(workspaceRoot, file), 'utf8');
  } catch {
    // The message tells what is wrong; that the file has gone since is no better news.
    return message;
  }
  const place = placeOfKey(text, key.split('.'), { filePath: file });
  return place === undefined ? message : `${formatPlace(place)}  ${message.slice(found[0].length)}`;
}
