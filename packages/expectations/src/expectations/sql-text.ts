import { ExpectationError } from './expectation-error';

const PARTS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[^]*?\*\/|[^]/g;

/**
 * SQL without its comments, once with its texts and quoted names and once with blanks in their place; a semicolon at the
 * end is left out.
 * @throws ExpectationError that names the argument, for SQL that is more than one statement or whose quotes or
 * parentheses do not close, so that it could end what it is put into
 */
export function readSql(text: string, argument: string): { sql: string; bare: string } {
  let sql = '';
  let bare = '';
  for (const [part] of text.matchAll(PARTS)) {
    const comment = part.startsWith('--') || part.startsWith('/*');
    const quoted = part.length > 1 && !comment;
    if (part.startsWith("'") && /(^|[^\p{L}\p{N}_])[eE]$/u.test(sql)) refuseQuoting(argument);
    if (part === "'" || part === '"') throw new ExpectationError(`${argument}: there is no closing ${part}`);
    sql += comment ? ' ' : part;
    bare += comment || quoted ? ' ' : part;
  }
  const end = /[\s;]*$/;
  const trimmed = { sql: sql.replace(end, '').trimStart(), bare: bare.replace(end, '').trimStart() };
  if (trimmed.sql === '') throw new ExpectationError(`${argument}: expected SQL, got an empty text`);
  if (/\$\w*\$/.test(trimmed.bare)) refuseQuoting(argument);
  if (trimmed.bare.includes(';')) throw new ExpectationError(`${argument}: only one statement is allowed`);
  assertBalanced(trimmed.bare, argument);
  return trimmed;
}

/** Other quotes than these hide where a text ends. */
function refuseQuoting(argument: string): never {
  throw new ExpectationError(
    `${argument}: write texts in single quotes, without E before them and without $$`,
  );
}

function assertBalanced(bare: string, argument: string): void {
  const open: string[] = [];
  for (const sign of bare.match(/[()[\]]/g) ?? []) {
    if (sign === '(' || sign === '[') open.push(sign);
    else if (open.pop() !== (sign === ')' ? '(' : '[')) {
      throw new ExpectationError(`${argument}: there is no opening bracket for a ${sign}`);
    }
  }
  const [left] = open;
  if (left !== undefined)
    throw new ExpectationError(`${argument}: there is no closing bracket for a ${left}`);
}

/** Functions that read files, settings, sequences or other tables, or that wait. */
const FORBIDDEN =
  /\b(read_\w+|\w+_scan|glob|sniff_csv|query|query_table|getenv|current_setting|set_config|pg_\w+|lo_\w+|dblink\w*|nextval|setval|currval|txid_\w+|query_to_xml\w*|table_to_xml\w*|database_to_xml\w*)\s*\(/i;

/** @throws ExpectationError that names the argument and the function */
export function refuseReaders(bare: string, argument: string): void {
  const found = FORBIDDEN.exec(bare)?.[1];
  if (found !== undefined) {
    throw new ExpectationError(
      `${argument}: the function ${found} is not allowed: it reads more than the data`,
    );
  }
}
