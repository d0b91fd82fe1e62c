import { join } from 'node:path';
import { ks, momentsOf, wasserstein } from '@modelgate/gates';
import { profile } from '../profile/profile';
import { readProfile, renderProfile } from '../profile/render-profile';
import { writeParquet } from '../testing/parquet-file';
import { userErrorOf } from '../testing/run';
import { tempFolder } from '../testing/temp-folder';
import { compare, type CompareOptions } from './compare';
import type { Distance } from './distances';
import { driftGates, driftTable } from './drift-gates';
import type { ColumnDrift, DriftResult, Measure } from './drift-result';

const folder = tempFolder();

/** Numbers between 0 and 1 that look random and are the same every time. */
function numbers(count: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  });
}

const HEADER = 'age,income,grade,city,active';

function rows(count: number, seed: number, shift = 0, grades = 'abc'): string[] {
  const random = numbers(count * 5, seed);
  const at = (row: number, place: number) => random[row * 5 + place] ?? NaN;
  return Array.from({ length: count }, (_none, row) =>
    [
      Math.floor(20 + 40 * at(row, 0) + 40 * shift),
      at(row, 1) < 0.1 ? '' : (1000 * (at(row, 1) + shift)).toFixed(3),
      grades[Math.floor(at(row, 2) * grades.length)],
      `city ${Math.floor(at(row, 3) * 10)}`,
      at(row, 4) < 0.3 ? 'True' : 'False',
    ].join(','),
  );
}

const file = (name: string, lines: string[], header = HEADER) =>
  folder.write(name, [header, ...lines, ''].join('\n'));

const before = file('before.csv', rows(2000, 1));
const same = file('same.csv', rows(1000, 2));
const shifted = file('shifted.csv', rows(1000, 3, 0.4));

const ofColumn = (result: DriftResult, name: string): ColumnDrift => {
  const found = result.columns.find(({ column }) => column === name);
  if (!found) throw new Error(`no column ${name}`);
  return found;
};
const measureOf = (result: DriftResult, name: string, distance: Distance): Measure => {
  const found = ofColumn(result, name).measures.find((measure) => measure.distance === distance);
  if (!found) throw new Error(`no ${distance} of ${name}`);
  return found;
};
const withProfile = async (path: string, more: Partial<CompareOptions> = {}) =>
  compare({ data: { path }, reference: await profile({ data: { path: before } }), ...more });

describe('compare with a stored profile', () => {
  it('finds nothing between data and itself', async () => {
    const result = await withProfile(before);
    expect(result.success).toBe(true);
    for (const { measures } of result.columns) {
      for (const { distance, value, bounds } of measures) {
        expect([distance, bounds ? bounds.lower : value]).toEqual([distance, 0]);
      }
    }
  });

  it('passes other data of the same kind', async () => {
    const result = await withProfile(same);
    expect(result.success).toBe(true);
    expect(result.columns.map(({ column }) => column)).toEqual(['age', 'income', 'grade', 'city', 'active']);
    const judged = result.columns.flatMap(({ measures }) => measures.filter(({ threshold }) => threshold));
    expect(judged.every(({ outcome }) => outcome === 'pass')).toBe(true);
    expect(judged.map(({ distance }) => distance)).toEqual(
      ['age', 'income']
        .flatMap(() => ['psi', 'null_rate'])
        .concat(...Array(3).fill(['psi', 'null_rate', 'new_categories'])),
    );
  });

  it('catches a shift, and says column, distance, threshold, rule, bins and sizes', async () => {
    const result = await withProfile(shifted, { thresholds: { wasserstein: 0.25 } });
    expect(result.success).toBe(false);
    const failed = driftGates(result).filter(({ outcome }) => outcome === 'fail');
    expect(failed.map(({ id }) => id)).toEqual([
      'drift/psi(age)',
      'drift/wasserstein(age)',
      'drift/psi(income)',
      'drift/wasserstein(income)',
    ]);
    expect(failed[0]?.message).toMatch(
      /^"age" has drifted: PSI \d\.\d+ is above 0\.1 \(auto: the practical floor; sampling noise reaches 0\.0\d+\); \d+ bins, 2000 reference and 1000 current values$/,
    );
    expect(failed[1]?.message).toMatch(/is above 0\.25 \(as set\); 2000 reference and 1000 current values$/);
    expect(failed[0]).toMatchObject({ effect: 'fail', evidence: 'aggregate', margin: { value: 0.1 } });
  });

  it('tells new categories and judges their share', async () => {
    const result = await withProfile(file('grades.csv', rows(1000, 4, 0, 'abcz')));
    expect(ofColumn(result, 'grade').new_categories).toEqual([{ value: 'z', count: expect.any(Number) }]);
    const gate = driftGates(result).find(({ id }) => id === 'drift/new_categories(grade)');
    expect(gate).toMatchObject({ outcome: 'fail', details: { new_categories: ['z'] } });
    expect(gate?.message).toMatch(/share of new categories 0\.2\d+ is above 0\.01 .*: "z" \(2\d\d rows\);/);
    expect(measureOf(result, 'grade', 'l_infinity').value).toBeCloseTo(0.25, 1);
  });

  it('judges the share of missing values up and down', async () => {
    const none = rows(1000, 5).map((line) => line.replace(/^(\d+),,/, '$1,5,'));
    const result = await withProfile(file('none.csv', none), { thresholds: { psi: 'off' } });
    const measure = measureOf(result, 'income', 'null_rate');
    expect(measure.outcome).toBe('fail');
    expect(measure.value).toBeCloseTo(-0.1, 1);
  });

  it('raises the threshold to the sampling noise of small samples', async () => {
    const result = await withProfile(file('small.csv', rows(110, 6)), { confidence: 0.99 });
    const { threshold } = measureOf(result, 'age', 'psi');
    const { bins } = ofColumn(result, 'age');
    expect(threshold).toMatchObject({ rule: 'sampling_noise', floor: 0.1 });
    expect(bins).toBeGreaterThan(10);
    expect(threshold?.value).toBeGreaterThan(0.2);
    expect(result.success).toBe(true);
  });

  it('decides nothing with few rows', async () => {
    const result = await withProfile(file('few.csv', rows(50, 7, 0.4)));
    expect(result.success).toBe(true);
    const gates = driftGates(result);
    expect(new Set(gates.map(({ outcome }) => outcome))).toEqual(new Set(['inconclusive']));
    expect(gates[0]).toMatchObject({
      effect: 'warn',
      message: expect.stringMatching(
        /2000 of the reference and 50 of the data, and a verdict needs 100 of both/,
      ),
    });
    expect(driftGates(result, { onInconclusive: 'fail' })[0]?.effect).toBe('fail');
    expect((await withProfile(file('few.csv', rows(50, 7, 0.4)), { minRows: 50 })).success).toBe(false);
  });

  it('decides KS outside of its bracket and not inside', async () => {
    const result = await withProfile(shifted);
    const { bounds, outcome } = measureOf(result, 'income', 'ks');
    if (!bounds) throw new Error('bins bracket it');
    expect(outcome).toBe('skipped');
    const judged = async (limit: number) =>
      measureOf(await withProfile(shifted, { thresholds: { ks: limit } }), 'income', 'ks').outcome;
    expect(await judged(bounds.lower - 0.01)).toBe('fail');
    expect(await judged((bounds.lower + bounds.upper) / 2)).toBe('inconclusive');
    expect(await judged(bounds.upper)).toBe('pass');
    const gates = driftGates(
      await withProfile(shifted, { thresholds: { ks: (bounds.lower + bounds.upper) / 2 } }),
    );
    expect(gates.find(({ id }) => id === 'drift/ks(income)')?.message).toMatch(
      /is between 0\.\d+ and 0\.\d+, and allowed are 0\.\d+ \(as set\)/,
    );
  });

  it('tells columns that are new, missing or of another type', async () => {
    const lines = rows(300, 8).map((line) => line.replace(/^\d+,[^,]*,/, 'old,'));
    const result = await withProfile(
      file(
        'columns.csv',
        lines.map((line) => `${line},1`),
        'age,grade,city,active,more',
      ),
    );
    expect(result.columns.map(({ column, status }) => [column, status])).toEqual([
      ['age', 'type_changed'],
      ['income', 'missing'],
      ['grade', 'compared'],
      ['city', 'compared'],
      ['active', 'compared'],
      ['more', 'new'],
    ]);
    const gates = driftGates(result).filter(({ id }) => id.startsWith('drift/columns'));
    expect(gates.map(({ outcome, effect }) => [outcome, effect])).toEqual([
      ['fail', 'fail'],
      ['fail', 'fail'],
      ['inconclusive', 'warn'],
    ]);
    expect(gates[0]?.message).toContain('was BIGINT in the profile and is VARCHAR in');
    expect(gates[1]?.message).toContain('lacks the column "income"');
  });

  it('reads a profile that went through a file', async () => {
    const text = renderProfile(await profile({ data: { path: before } }));
    const reference = readProfile(text, { filePath: 'before.json' });
    expect(await compare({ data: { path: shifted }, reference })).toEqual(await withProfile(shifted));
  });

  it('compares the named columns with thresholds of their own', async () => {
    const result = await withProfile(shifted, {
      columns: ['age', 'grade'],
      exclude: ['grade'],
      thresholds: { null_rate: 'off' },
      byColumn: { age: { psi: 9, mean_shift: 0.5 } },
    });
    const gates = driftGates(result);
    expect(gates.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['drift/psi(age)', 'pass'],
      ['drift/mean_shift(age)', 'fail'],
    ]);
  });

  it.each(['columns', 'exclude'] as const)('refuses an unknown name in %s', async (key) => {
    const message = await userErrorOf(withProfile(same, { [key]: ['agee'] }));
    expect(message).toContain('neither the profile nor the data has a column "agee" to compare');
    expect(message).toContain('did you mean "age"?');
  });

  it('gives the same result every time', async () => {
    expect(await withProfile(shifted)).toEqual(await withProfile(shifted));
  });
});

describe('compare with other data', () => {
  const values = (lines: string[], place: number) =>
    lines.flatMap((line) => {
      const text = line.split(',')[place] ?? '';
      return text === '' ? [] : [Number(text)];
    });

  it.each([
    ['age', 0],
    ['income', 1],
  ] as const)('measures KS and Wasserstein of %s by rows where it has to', async (column, place) => {
    const [reference, current] = [values(rows(2000, 1), place), values(rows(1000, 3, 0.4), place)];
    const exact = ks({ reference, current });
    const result = await compare({
      data: { path: shifted },
      reference: { path: before },
      thresholds: { ks: exact, wasserstein: 0.25 },
    });
    const measure = measureOf(result, column, 'ks');
    expect(measure.value).toBeCloseTo(exact, 12);
    expect(measureOf(result, column, 'wasserstein').value).toBeCloseTo(
      wasserstein({ reference, current }),
      9,
    );
    expect(measure.p_value).toBeLessThan(1e-9);
    expect(driftGates(result)[0]?.evidence).toBe('rows');
  });

  it('measures the shift of the mean as numpy', async () => {
    const [reference, current] = [
      momentsOf(values(rows(2000, 1), 0)),
      momentsOf(values(rows(1000, 3, 0.4), 0)),
    ];
    const result = await compare({ data: { path: shifted }, reference: { path: before } });
    const wanted = (current.mean - reference.mean) / reference.deviation;
    expect(measureOf(result, 'age', 'mean_shift').value).toBeCloseTo(wanted, 9);
  });

  it('does not read rows where the bins settle it', async () => {
    const result = await compare({
      data: { path: shifted },
      reference: { path: before },
      thresholds: { ks: 0.01 },
    });
    expect(measureOf(result, 'income', 'ks')).toMatchObject({ outcome: 'fail', value: null });
  });

  it('of constants, infinities, empty columns and none at all has no undefined verdict', async () => {
    const make = async (name: string, constant: number) => {
      const path = join(folder.path, name);
      await writeParquet(
        path,
        `SELECT ${constant} AS constant, CASE WHEN i = 0 THEN 'inf'::DOUBLE ELSE i END AS endless, NULL::DOUBLE AS nothing,
          'id' || i AS id, [i] AS list, DATE '2024-01-01' + i::INTEGER AS day, (i % 2)::TINYINT AS bit FROM range(500) AS t(i)`,
      );
      return path;
    };
    const [one, two] = [await make('one.parquet', 7), await make('two.parquet', 8)];
    const all = {
      mean_shift: 'auto',
      wasserstein: 'auto',
      ks: 'auto',
      jensen_shannon: 'auto',
      l_infinity: 'auto',
    } as const;
    const result = await compare({ data: { path: two }, reference: { path: one }, thresholds: all });
    const brief = driftGates(result).filter(({ outcome }) => outcome !== 'pass');
    expect(brief.map(({ id, outcome }) => [id, outcome])).toEqual([
      ['drift/psi(constant)', 'fail'],
      ['drift/jensen_shannon(constant)', 'fail'],
      ['drift/wasserstein(constant)', 'inconclusive'],
      ['drift/ks(constant)', 'fail'],
      ['drift/mean_shift(constant)', 'inconclusive'],
      ['drift/wasserstein(endless)', 'inconclusive'],
      ['drift/mean_shift(endless)', 'inconclusive'],
    ]);
  });

  it('has a row per compared column in its table', async () => {
    const { columns, rows: lines } = driftTable(await withProfile(shifted));
    expect(columns.slice(0, 3)).toEqual(['column', 'psi', 'jensen_shannon']);
    expect(lines).toHaveLength(5);
    expect(lines.every((line) => line.length === columns.length)).toBe(true);
  });
});
