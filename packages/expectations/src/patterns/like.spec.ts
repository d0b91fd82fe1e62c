import { isPlain, likeMatcher, likeParts, likePattern, likeRe2 } from './like';

function matches(text: string, pattern: string, escape?: string): boolean {
  const parts = likeParts(pattern, escape);
  return parts !== undefined && likeMatcher(parts)(text);
}

describe('LIKE as SQLite has it', () => {
  it.each([
    ['a', 'A', undefined, true],
    ['É', 'é', undefined, false],
    ['a\nb', 'a%b', undefined, true],
    ['a', 'a\\', undefined, false],
    ['50%', '50!%', '!', true],
    ['505', '50!%', '!', false],
    ['50%', '50!', '!', false],
    ['a_b', 'a!_b', '!', true],
    ['axb', 'a!_b', '!', false],
    ['🙂', '_', undefined, true],
    ['!', '!!', '!', true],
    ['', '%', undefined, true],
    ['', '_', undefined, false],
    ['a', '!a', '!', true],
    ['A', 'aa', 'a', true],
    ['a', 'aa', 'A', false],
    ['a.b', 'a.b', undefined, true],
    ['axb', 'a.b', undefined, false],
    ['a-b^c', 'a-b^c', undefined, true],
  ])('%j LIKE %j escaped by %j: %s', (text, pattern, escape, expected) => {
    expect(matches(text, pattern, escape)).toBe(expected);
  });

  it.each([
    ['1%_', undefined, true, '1%_', '\\A1(?s:.*)(?s:.)\\z'],
    ['a%', undefined, false, 'a%', '\\A[Aa](?s:.*)\\z'],
    ['1!%', '!', false, '1%', '\\A1\\x{25}\\z'],
    ['1\\', undefined, false, '1\\', '\\A1\\x{5c}\\z'],
    ['1!2', '!', true, '12', '\\A12\\z'],
  ])('%j escaped by %j in SQL', (pattern, escape, plain, again, re2) => {
    const parts = likeParts(pattern, escape) ?? [];
    expect([isPlain(parts), likePattern(parts), likeRe2(parts)]).toEqual([plain, again, re2]);
  });
});
