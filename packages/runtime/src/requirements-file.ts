import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UserError } from '@modelgate/contracts';
import { errorCode } from '@modelgate/store';

/**
 * The requirements that a requirements.txt names, those of files that it includes with `-r` too, without options,
 * hashes, comments and local paths.
 * @throws UserError where an included file is missing
 */
export async function readRequirements(
  file: string,
  shown: string,
  seen = new Set<string>(),
): Promise<string[]> {
  if (seen.has(file)) return [];
  seen.add(file);
  const found: string[] = [];
  for (const { line, number } of logicalLines(await readFile(file, 'utf8'))) {
    const included = REQUIREMENT.exec(line)?.[1];
    if (included !== undefined) {
      const inner = join(dirname(file), included);
      try {
        found.push(...(await readRequirements(inner, included, seen)));
      } catch (error) {
        if (errorCode(error) !== 'ENOENT') throw error;
        throw new UserError(`there is no file ${included}`, { where: { file: shown, line: number } });
      }
    } else if (/^[A-Za-z0-9]/.test(line) && !isPath(line)) {
      found.push(line.replace(/\s+--hash[= ].*$/, '').trim());
    }
  }
  return found;
}

const REQUIREMENT = /^(?:-r\s*=?\s*|--requirement(?:\s+|=))(.+)$/;
const CONSTRAINT = /^(?:-c\s*=?\s*|--constraint(?:\s+|=))(.+)$/;

/** Every file that a requirements file includes with `-r` or `-c`, and those that these include; absolute. */
export async function includedFiles(file: string, seen = new Set<string>()): Promise<string[]> {
  for (const { line } of logicalLines(await readFile(file, 'utf8'))) {
    const included = REQUIREMENT.exec(line)?.[1] ?? CONSTRAINT.exec(line)?.[1];
    const inner = included === undefined ? undefined : join(dirname(file), included);
    if (inner === undefined || seen.has(inner)) continue;
    seen.add(inner);
    if (existsSync(inner)) await includedFiles(inner, seen);
  }
  return [...seen];
}

/** Lines without comments, joined where one ends with a backslash. */
function logicalLines(text: string): { line: string; number: number }[] {
  const lines: { line: string; number: number }[] = [];
  let open: { line: string; number: number } | undefined;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const bare = raw.replace(/(^|\s)#.*$/, '');
    const entry: { line: string; number: number } = open
      ? { line: open.line + bare, number: open.number }
      : { line: bare, number: index + 1 };
    open = undefined;
    if (entry.line.endsWith('\\')) open = { ...entry, line: entry.line.slice(0, -1) };
    else lines.push(entry);
  }
  if (open) lines.push(open);
  return lines.map(({ line, number }) => ({ line: line.trim(), number })).filter(({ line }) => line !== '');
}

/** `./lib`, `wheels/x.whl`, `https://...`: something to install that is not named by a package's name. */
function isPath(line: string): boolean {
  const [requirement = ''] = line.split(';');
  return !requirement.includes('@') && /[/\\]|:\/\//.test(requirement);
}
