/** In the order in which a tie between them is decided. */
const DELIMITERS = [',', '\t', ';', '|'];

/** How many lines vote on the delimiter. */
const VOTERS = 50;

/**
 * The delimiter of a CSV file by its first lines, the header first: the one that splits the header and most of the
 * lines after it into the same number of fields. A header that none of them splits is a file of one column.
 */
export function detectDelimiter(text: string): string {
  let best = { delimiter: ',', agreeing: 0, fields: 1 };
  for (const delimiter of DELIMITERS) {
    const [header, ...rest] = parseRecords(text, delimiter, VOTERS);
    const fields = header?.length ?? 1;
    if (fields === 1) continue;
    const agreeing = 1 + rest.filter((record) => record.length === fields).length;
    if (agreeing > best.agreeing || (agreeing === best.agreeing && fields > best.fields)) {
      best = { delimiter, agreeing, fields };
    }
  }
  return best.delimiter;
}

/** The names of the columns as pandas makes them: `Unnamed: 2` where there is none, `a.1` for the second `a`. */
export function headerNames(text: string, delimiter: string): string[] {
  const [header = []] = parseRecords(text, delimiter, 1);
  const plain = header.map((name, index) => (name === '' ? `Unnamed: ${index}` : name));
  const taken = new Set(plain);
  const seen = new Map<string, number>();
  return plain.map((name) => {
    if (!seen.has(name)) {
      seen.set(name, 0);
      return name;
    }
    let count = seen.get(name) ?? 0;
    let candidate: string;
    do candidate = `${name}.${++count}`;
    while (taken.has(candidate));
    seen.set(name, count);
    taken.add(candidate);
    return candidate;
  });
}

/** The first records of a CSV text (RFC 4180: double quotes, doubled inside; empty lines are no records). */
function parseRecords(text: string, delimiter: string, limit: number): string[][] {
  const records: string[][] = [];
  let fields: string[] = [];
  let field = '';
  let quoted = false;
  let fresh = true;
  const endRecord = () => {
    if (fields.length > 0 || !fresh) records.push([...fields, field]);
    fields = [];
    field = '';
    fresh = true;
  };
  for (let at = 0; at < text.length && records.length < limit; at++) {
    const character = text[at];
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[at + 1] === '"') field += text[++at];
      else quoted = false;
    } else if (character === '"' && field === '') {
      quoted = true;
      fresh = false;
    } else if (character === delimiter) {
      fields.push(field);
      field = '';
      fresh = false;
    } else if (character === '\n' || character === '\r') {
      endRecord();
    } else {
      field += character;
      fresh = false;
    }
  }
  if (records.length < limit) endRecord();
  return records;
}
