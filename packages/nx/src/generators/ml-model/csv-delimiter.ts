const DELIMITERS = [',', '\t', ';', '|'];

/**
 * What separates the cells of a CSV file whose columns are known: the delimiter that splits its first record into them.
 * Undefined where none does, which is the case where a name stands twice.
 */
export function delimiterOf(text: string, columns: readonly string[]): string | undefined {
  return DELIMITERS.find((delimiter) => {
    const header = headerOf(text, delimiter);
    return (
      header.length === columns.length &&
      header.every((name, index) => columns[index] === (name === '' ? `Unnamed: ${index}` : name))
    );
  });
}

/** The first record (RFC 4180: double quotes, doubled inside) after empty lines and a byte order mark. */
function headerOf(text: string, delimiter: string): string[] {
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let at = text.search(/[^\uFEFF\r\n]/); at >= 0 && at < text.length; at++) {
    const character = text.charAt(at);
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') field += text.charAt(++at);
      else quoted = false;
    } else if (character === '"' && field === '') {
      quoted = true;
    } else if (character === delimiter) {
      fields.push(field);
      field = '';
    } else if (character === '\n' || character === '\r') {
      break;
    } else {
      field += character;
    }
  }
  return [...fields, field];
}
