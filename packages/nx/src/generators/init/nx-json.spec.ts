import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { registerPlugin } from './nx-json';

const parse = (text: string): { plugins: unknown[]; targetDefaults: Record<string, unknown> } =>
  JSON.parse(text.replace(/\/\/.*$/gm, ''));

/** Every executor of the package: one that was forgotten would lose its inputs to a default for `test`. */
const shields = Object.keys(
  (JSON.parse(readFileSync(join(__dirname, '../../../executors.json'), 'utf8')) as { executors: object })
    .executors,
).map((name) => `@modelgate/nx:${name}`);

/** For an executor that no target has, so that Nx drops it. */
const shield = { executor: '@modelgate/nx:as-inferred' };

describe('registerPlugin', () => {
  it.each([
    ['an empty file', '{}', ['@modelgate/nx']],
    ['a list without it', '{ "plugins": ["@nx/jest/plugin"] }', ['@nx/jest/plugin', '@modelgate/nx']],
    ['its name', '{ "plugins": ["@modelgate/nx", "x"] }', ['@modelgate/nx', 'x']],
    [
      'its name with options',
      '{ "plugins": [{ "plugin": "@modelgate/nx", "options": { "environments": ["prod"] }, "include": ["models/**"] }] }',
      [{ plugin: '@modelgate/nx', options: { environments: ['prod'] }, include: ['models/**'] }],
    ],
  ])('lists the plugin once: %s', (_what, before, plugins) => {
    expect(parse(registerPlugin(before)).plugins).toEqual(plugins);
  });

  it('shields every executor, and leaves what is there', () => {
    const before = {
      targetDefaults: {
        train: { cache: false, inputs: ['default'] },
        '@modelgate/nx:judge': { dependsOn: ['lint'] },
        '@modelgate/nx:deploy': [{ cache: true }],
      },
    };
    const after = parse(registerPlugin(JSON.stringify(before))).targetDefaults;
    expect(after).toMatchObject(before.targetDefaults);
    expect(after['@modelgate/nx:stage']).toEqual(shield);
    expect(Object.keys(after)).toEqual(expect.arrayContaining(shields));
  });

  it.each([
    ['only filtered entries', [{ filter: { projects: ['a'] }, cache: false }], 2],
    ['no entries', [], 1],
    ['an entry for all', [{ filter: { projects: ['a'] } }, {}], 2],
  ])('makes a list match always: %s', (_what, entries, length) => {
    const before = JSON.stringify({ targetDefaults: { '@modelgate/nx:stage': entries } });
    const train = parse(registerPlugin(before)).targetDefaults['@modelgate/nx:stage'];
    expect(train).toHaveLength(length);
    expect(train).toContainEqual(entries.length === length ? {} : shield);
    expect(train).toEqual(expect.arrayContaining(entries));
  });

  it('keeps comments, indentation and line ends, and does nothing twice', () => {
    const before =
      '{\r\n\t// ours\r\n\t"defaultBase": "main",\r\n\t"plugins": [\r\n\t\t// keep\r\n\t\t"a"\r\n\t]\r\n}\r\n';
    const once = registerPlugin(before);
    expect(once).toContain('\t// ours\r\n');
    expect(once).toContain('// keep\r\n\t\t"a",');
    expect(once).toContain('\t"targetDefaults": {\r\n\t\t"@modelgate/nx:stage": {\r\n');
    expect(once.replace(/\r\n/g, '')).not.toContain('\n');
    expect(registerPlugin(once)).toBe(once);
  });

  it.each([
    ['{\n  "plugins": [,]\n}', 'nx.json:2:'],
    ['{ "plugins": {} }', 'nx.json  plugins: expected a list'],
    ['{ "targetDefaults": [] }', 'nx.json  targetDefaults: expected an object'],
  ])('refuses %s', (text, message) => {
    expect(() => registerPlugin(text)).toThrow(message);
  });
});
