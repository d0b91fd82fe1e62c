import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSuite } from '../suite/read-suite';
import { tempFolder } from '../testing/temp-folder';
import { runCommandLine } from './command-line';

const folder = tempFolder();
const csv = (shift: number) =>
  `age,grade\n${Array.from({ length: 400 }, (_none, row) => `${20 + (row % 40) + shift},${'abc'[row % 3]}`).join('\n')}\n`;
folder.write('before.csv', csv(0));
folder.write('after.csv', csv(30));

async function command(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' };
  const code = await runCommandLine(args, {
    cwd: folder.path,
    env: {},
    now: () => new Date(0),
    out: (text) => (written.out += text),
    err: (text) => (written.err += text),
  });
  return { code, ...written };
}

describe('profile, then drift', () => {
  it('writes the same bytes wherever they go', async () => {
    const printed = await command('profile', '--data', 'before.csv');
    expect(printed.code).toBe(0);
    expect((await command('profile', '--data', 'before.csv', '--out', 'profiles/before.json')).code).toBe(0);
    expect(readFileSync(join(folder.path, 'profiles/before.json'), 'utf8')).toBe(printed.out);
    expect(printed.out).not.toContain(folder.path);
  });

  it.each([
    ['a profile', 'profiles/before.json'],
    ['data', 'before.csv'],
  ])('compares with %s', async (_what, reference) => {
    expect(await command('drift', '--reference', reference, '--data', 'before.csv')).toMatchObject({
      code: 0,
    });
    const { code, out } = await command('drift', '--reference', reference, '--data', 'after.csv');
    expect(code).toBe(1);
    expect(out.replace(/\s+/g, ' ')).toMatch(
      /"age" has drifted: PSI [\d.]+ is above 0\.\d+ \(auto: .*\); \d+ bins, 400 reference and 400 current values/,
    );
  });

  it('takes thresholds of all and of single columns', async () => {
    const { code, out } = await command(
      ...['drift', '--reference', 'before.csv', '--data', 'after.csv', '--json', '--column', 'age'],
      ...['--threshold', 'psi=off', '--threshold', 'age:mean_shift=9', '--threshold', 'null_rate=off'],
    );
    expect(code).toBe(0);
    const result: { columns: { column: string; measures: { distance: string; outcome: string }[] }[] } =
      JSON.parse(out);
    expect(result.columns.map(({ column }) => column)).toEqual(['age']);
    const judged = result.columns[0]?.measures.filter(({ outcome }) => outcome !== 'skipped');
    expect(judged).toMatchObject([{ distance: 'mean_shift', outcome: 'pass' }]);
  });

  it.each([
    ['an unknown distance', ['--threshold', 'pzi=1'], 'did you mean psi?'],
    ['no number', ['--threshold', 'psi=much'], '--threshold psi=much'],
    ['half a row', ['--min-rows', '0.5'], '--min-rows 0.5'],
    ['certainty', ['--confidence', '1'], '--confidence 1'],
    ['an unknown column', ['--column', 'agee'], 'did you mean "age"?'],
    ['no form', ['--out', 'x.json'], 'add --json, --html, --md or --junit'],
  ])('refuses %s', async (_what, args, message) => {
    const { code, err } = await command('drift', '--reference', 'before.csv', '--data', 'after.csv', ...args);
    expect([code, err]).toEqual([1, expect.stringContaining(message)]);
  });
});

describe('suggest', () => {
  it('writes a suite over several files', async () => {
    const data = ['--data', 'before.csv', '--data', 'after.csv'];
    expect((await command('suggest', ...data, '--name', 'ages', '--out', 's.yaml')).code).toBe(0);
    const suite = readSuite(readFileSync(join(folder.path, 's.yaml'), 'utf8'), { filePath: 's.yaml' });
    expect(suite.name).toBe('ages');
    expect(new Set(suite.expectations.map(({ severity }) => severity))).toEqual(new Set(['warning']));
    expect((await command('validate', '--suite', 's.yaml', '--data', 'after.csv')).code).toBe(0);
  });
});
