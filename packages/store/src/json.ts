/** The value of a JSON text, or undefined where it is none: cut off, or of another program. */
export function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
