import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { withDuckDb } from '../engine/duckdb';
import { duckDb } from '../engine/dialects/duckdb';
import { PatternError, pythonPattern, type PythonPattern } from './python-pattern';

const golden = z
  .object({
    texts: z.array(z.string()),
    patterns: z.array(
      z.object({
        pattern: z.string(),
        refused: z.string().optional(),
        found: z.array(z.number()).optional(),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(__dirname, 'python-pattern.golden.json'), 'utf8')));

/** What Python takes and nothing here follows. */
const NOT_FOLLOWED: Record<string, RegExp> = {
  '(?(1)a|b)': /conditional groups/,
  '(a)(?(1)b|c)': /conditional groups/,
  '(a)|b\\1': /taken no part/,
  '(a)?\\1': /taken no part/,
  '(a)*\\1b': /taken no part/,
  '(?:(a)|b)\\1': /taken no part/,
  '(?!(a))\\1': /taken no part/,
  '(a)(?i:\\1)': /ignores case in a part/,
  '(?<=(?>a))b': /atomic group inside of a look-behind/,
  '\\N{BULLET}': /write the character itself/,
};

function read(pattern: string): PythonPattern | PatternError {
  try {
    return pythonPattern(pattern);
  } catch (error) {
    if (error instanceof PatternError) return error;
    throw error;
  }
}

describe('pythonPattern', () => {
  const followed = golden.patterns.filter(({ pattern }) => NOT_FOLLOWED[pattern] === undefined);

  it('refuses what Python refuses, and nothing else', () => {
    const refused = followed.filter(({ pattern }) => read(pattern) instanceof PatternError);
    expect(refused.map(({ pattern }) => pattern)).toEqual(
      followed.filter((each) => each.refused !== undefined).map(({ pattern }) => pattern),
    );
  });

  it.each(Object.entries(NOT_FOLLOWED))('says why it does not follow %s', (pattern, message) => {
    const found = read(pattern);
    expect(found instanceof PatternError ? found.message : 'followed').toMatch(message);
  });

  it.each([
    ['a(b', 'missing ), unterminated subpattern at position 1'],
    ['[z-a]', 'bad character range at position 1'],
    ['é\\q', 'bad escape \\q at position 1'],
    ['🙂**', 'multiple repeat at position 2'],
    ['(?(1)a|b)', 'conditional groups (?(...)...|...) are not followed at position 0'],
  ])('names the place in %s', (pattern, message) => {
    expect(read(pattern)).toMatchObject({ message });
  });

  it('finds in JavaScript what Python finds', () => {
    const differing = followed.flatMap(({ pattern, found }) => {
      const compiled = read(pattern);
      if (!found || compiled instanceof PatternError) return [];
      const here = golden.texts.flatMap((text, place) => (compiled.search(text) ? [place] : []));
      return differences(pattern, found, here);
    });
    expect(differing).toEqual([]);
  });

  it('finds in RE2 what Python finds', async () => {
    const patterns = followed.flatMap(({ pattern, found }) => {
      const compiled = read(pattern);
      return compiled instanceof PatternError || compiled.re2 === undefined || !found
        ? []
        : [{ pattern, found, re2: compiled.re2 }];
    });
    expect(patterns.length).toBeGreaterThan(200);
    const differing = await withDuckDb({ files: [] }, async (session) => {
      const values = golden.texts.map((text, place) => `(${place}, ${sqlText(text)})`).join(', ');
      const all: string[] = [];
      for (const { pattern, found, re2 } of patterns) {
        const rows = await session.rows(
          `SELECT i FROM (VALUES ${values}) AS t(i, x) WHERE ${duckDb.regexMatches('x', re2)} ORDER BY i`,
        );
        const here = rows.map(({ i }) => Number(i));
        all.push(...differences(pattern, found, here));
      }
      return all;
    });
    expect(differing).toEqual([]);
  });

  it('finds no end of a text in the middle of it', async () => {
    const found = await withDuckDb({ files: [] }, async (session) => {
      const all: string[] = [];
      for (const pattern of ['a^b', 'a\\Ab', 'a\\Zb', '(?:a)^b', '[a]^b', 'b^', '^ab^', '\\Zab']) {
        const { re2 = '' } = pythonPattern(pattern);
        const rows = await session.rows(
          `SELECT x FROM (VALUES ('ab'), ('cabc'), ('b')) AS t(x) WHERE ${duckDb.regexMatches('x', re2)}`,
        );
        all.push(...rows.map(({ x }) => `${pattern} finds ${String(x)}`));
      }
      return all;
    });
    expect(found).toEqual([]);
  });

  it.each([
    ['^[A-Z]{2}-\\d{4}$', undefined],
    ['\\bfoo\\b', 'word boundaries as Python has them (\\b)'],
    ['(?=a)', 'look-ahead'],
    ['(?<=a)b', 'look-behind'],
    ['(a)\\1', 'a reference to a group'],
    ['a++', 'an atomic group or a possessive repeat'],
    ['a$\\n', 'a $ that is not at the end'],
    ['a{1001}', 'a repetition of more than 1000 times'],
    ['\\w{300}', 'a pattern too large for RE2'],
  ])('says why %s is not for RE2', (pattern, why) => {
    expect(pythonPattern(pattern).notRe2).toBe(why);
  });

  /** A NUL character cannot stand in an SQL text. */
  function sqlText(text: string): string {
    return text.split('\x00').map(duckDb.text).join(' || chr(0) || ');
  }

  function differences(pattern: string, found: readonly number[], here: readonly number[]): string[] {
    const shown = (place: number) => JSON.stringify(golden.texts[place]);
    return [
      ...found.filter((place) => !here.includes(place)).map((place) => `${pattern} misses ${shown(place)}`),
      ...here.filter((place) => !found.includes(place)).map((place) => `${pattern} finds ${shown(place)}`),
    ];
  }
});
