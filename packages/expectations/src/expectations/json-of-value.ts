import type { Dialect } from '../engine/dialect';
import { bytesOf, decoded } from '../patterns/bytes';
import { NotJson, parsePythonJson, type PythonJson } from '../patterns/python-json';
import type { Column } from '../table/column';

/** Reads the engine's text of a value of a column as JSON; an error where it is none, as every value but texts and bytes. */
export function jsonOfValue(column: Column, sql: Dialect): (text: string) => PythonJson | Error {
  if (column.family === 'bytes') {
    return (text) => {
      const found = jsonText(bytesOf(text, sql.name));
      return found === undefined ? new Error('it is not UTF-8, UTF-16 or UTF-32') : parsed(found);
    };
  }
  if (column.family === 'text' || column.family === 'empty') return parsed;
  return () => new Error(`the type is ${column.sqlType}, and only texts can be JSON`);
}

function parsed(text: string): PythonJson | Error {
  try {
    return parsePythonJson(text);
  } catch (error) {
    if (error instanceof NotJson) return error;
    throw error;
  }
}

/** Bytes of JSON begin with ASCII, from whose zeros the encoding is known; a byte order mark of UTF-8 is left out. */
function jsonText(bytes: Uint8Array): string | undefined {
  const [first, second] = bytes;
  if (first === 0xef && second === 0xbb && bytes[2] === 0xbf) return decoded(bytes.subarray(3));
  if (first === 0xff && second === 0xfe) return decoded(bytes.subarray(2), 'utf-16le');
  if (first === 0xfe && second === 0xff) return decoded(bytes.subarray(2), 'utf-16be');
  if (bytes.length >= 2 && first === 0) return decoded(bytes, 'utf-16be');
  if (bytes.length >= 2 && second === 0) return decoded(bytes, 'utf-16le');
  return decoded(bytes);
}
