import { modelWorkspace, thresholdModel, type ModelWorkspace } from '../../testing/model-workspace';
import { probableCauses } from './causes';
import { differingFiles, differingMetrics } from './compare';
import { repro } from './repro';

let ws: ModelWorkspace;
afterEach(() => ws.remove());

describe('two trainings', () => {
  it('are bitwise equal, and leave nothing but the report', async () => {
    ws = modelWorkspace(
      thresholdModel('    import random\n    return {"at": random.Random(seed).random() + 3}'),
    );
    const { success, report } = await ws.run('repro', repro);
    expect(success).toBe(true);
    expect(report?.summary).toMatch(/^bitwise equal: two trainings gave the artifact [0-9a-f]{12}$/);
    expect(ws.files('dist')).toEqual(
      ['junit.xml', 'report.html', 'report.json', 'report.md', 'run-record.json'].map(
        (name) => `models/toy/repro/${name}`,
      ),
    );
  });

  it('are metric equal where only bytes differ', async () => {
    ws = modelWorkspace(thresholdModel('    return {"at": 3, "made": time.time()}', 'import time'));
    const { success, report } = await ws.run('repro', repro);
    expect(success).toBe(true);
    expect(report?.summary).toMatch(/^metric equal: all \d+ metrics are equal, the bytes are not$/);
    expect(report?.gates[0]?.message).toMatch(/: model\/model.pkl$/);
    expect(report?.tables.map(({ title }) => title)).toEqual(['Files that differ', 'Metrics']);
    expect(report?.notes[0]).toBe(
      'a probable cause: models/toy/src/toy/train.py:3 has the clock: return {"at": 3, "made": time.time()}',
    );
  });

  it('are neither where chance decides, with what differs and the places of chance', async () => {
    ws = modelWorkspace(
      thresholdModel(
        '    return {"at": int.from_bytes(os.urandom(8), "big") % 10**12 / 10**12 * 6}',
        'import os',
      ),
    );
    // Thresholds of chance may give equal predictions: then the two are metric equal.
    let run = await ws.run('repro', repro);
    for (let again = 0; again < 20 && run.success; again += 1) run = await ws.run('repro', repro);
    expect(run.success).toBe(false);
    expect(run.report?.gates[0]?.message).toMatch(
      /^neither: \w+ by 0\.\d+ \(.*; other bytes in model\/model.pkl$/,
    );
    expect(run.report?.gates[0]?.fix).toMatch(
      /models\/toy\/src\/toy\/train.py:3 has random numbers of the system, which have no seed.*\n- threads add/,
    );
  });

  it('are neither where the order of a set decides, and a third training shows it', async () => {
    ws = modelWorkspace(
      thresholdModel('    return {"at": int(list({f"name {n}" for n in range(500)})[0].split()[1]) / 80}'),
    );
    let run = await ws.run('repro', repro);
    for (let seed = 8; seed < 30 && run.success; seed += 1) {
      ws.write({ 'models/toy/params.yaml': `schema: modelgate.params/v1\nepochs: 1\nseed: ${seed}\n` });
      run = await ws.run('repro', repro);
    }
    expect(run.success).toBe(false);
    expect(run.report?.gates[0]?.fix).toBe(
      'probable causes:\n- the order of a set, or hash() of a text, decides: with the same PYTHONHASHSEED the model is the same; sort what comes out of sets',
    );
  });
});

describe('what differs', () => {
  beforeEach(() => void (ws = modelWorkspace()));
  const file = (path: string, sha: string) => ({ path, bytes: 1, sha256: sha.repeat(64) });
  const artifact = (...files: ReturnType<typeof file>[]) => ({
    schema: 'modelgate.artifact/v1' as const,
    digest: 'd'.repeat(64),
    files,
  });

  it('is told by file', () => {
    const differing = differingFiles(
      artifact(file('a', '1'), file('b', '1'), file('c', '1')),
      artifact(file('a', '1'), file('b', '2'), file('d', '1')),
    );
    expect(differing.map(({ path, first, second }) => [path, !!first, !!second])).toEqual([
      ['b', true, true],
      ['c', true, false],
      ['d', false, true],
    ]);
  });

  it.each<[Record<string, number>, Record<string, number>, string[]]>([
    [{ a: 0.5 }, { a: 0.5 + 1e-13 }, []],
    [{ a: 0.5 }, { a: 0.5 + 2e-12 }, ['a']],
    [{ a: 1e6 }, { a: 1e6 + 5e-7 }, []],
    [{ a: NaN }, { a: NaN }, []],
    [{ a: NaN }, { a: 1 }, ['a']],
    [{ a: Infinity }, { a: Infinity }, []],
    [{ a: Infinity }, { a: 1 }, ['a']],
    [{ a: 1, b: 1, c: 1 }, { a: 1.1, b: 1.5 }, ['c', 'b', 'a']],
  ])('is told by metric: %j and %j', (first, second, names) => {
    expect(differingMetrics(first, second).map(({ name }) => name)).toEqual(names);
  });
});

describe('probable causes', () => {
  beforeEach(() => void (ws = modelWorkspace()));
  const causes = (text: string, more: Partial<Parameters<typeof probableCauses>[0]> = {}) =>
    probableCauses({
      notes: [],
      sources: [{ path: 'm.py', text }],
      threads: 1,
      equalWithSameHashSeed: false,
      ...more,
    });

  it.each([
    ['rng = np.random.default_rng()', 'a generator of random numbers without a seed'],
    ['rng = np.random.default_rng(seed)', undefined],
    ['np.random.seed()', 'a seed that is taken from the clock'],
    ['    import numpy as np', 'an import inside a function, after the generators were seeded'],
    ['import numpy as np  # default_rng()', undefined],
    ['name = uuid.uuid4()', 'random numbers of the system, which have no seed'],
  ])('%s', (line, says) => {
    expect(causes(line)).toEqual(says === undefined ? [] : [`m.py:1 has ${says}: ${line.trim()}`]);
  });

  it('are a seed that is not taken, and threads', () => {
    expect(
      causes('', { notes: ['pipeline:fit does not take batch_size, seed: left out'], threads: undefined }),
    ).toEqual([expect.stringContaining('takes no seed'), expect.stringContaining('resources.threads: 1')]);
  });
});
