import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { NotJson, parsePythonJson } from './python-json';

const golden = z
  .object({ taken: z.array(z.string()), refused: z.array(z.string()) })
  .parse(JSON.parse(readFileSync(join(__dirname, 'python-json.golden.json'), 'utf8')));

function parses(text: string): boolean {
  try {
    parsePythonJson(text);
    return true;
  } catch (error) {
    if (error instanceof NotJson) return false;
    throw error;
  }
}

describe('parsePythonJson', () => {
  it('takes what json.loads takes', () => {
    expect(golden.taken.filter((text) => !parses(text))).toEqual([]);
  });

  it('refuses what json.loads refuses', () => {
    expect(golden.refused.filter(parses)).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['{"a": [1, 2.5, "\\u0041\\n", null]}', { a: [1, 2.5, 'A\n', null] }],
    ['[NaN, Infinity, -Infinity]', [NaN, Infinity, -Infinity]],
    ['{"a": 1, "a": 2}', { a: 2 }],
  ])('reads %s', (text, value) => {
    expect(parsePythonJson(text)).toEqual(value);
  });

  it('takes __proto__ for a name like others', () => {
    const value = parsePythonJson('{"__proto__": 1}');
    expect(value === null || typeof value !== 'object' ? [] : Object.entries(value)).toEqual([
      ['__proto__', 1],
    ]);
  });

  it('names the place', () => {
    expect(() => parsePythonJson('[1, x]')).toThrow('no value at character 5');
  });
});
