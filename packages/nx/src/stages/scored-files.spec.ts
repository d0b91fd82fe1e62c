import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readNpy } from '@modelgate/gates';
import type { StageResult } from '@modelgate/contracts';
import type { StageRequestBody } from '@modelgate/runtime';
import { completeScores } from './scored-files';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'modelgate-scores-'));
  for (const folder of ['candidate', 'baseline']) mkdirSync(join(out, folder));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

function write(name: string, shape: number[], values: number[]): void {
  const size = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': ${size}, }\n`;
  const start = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length, 0]);
  const data = Buffer.from(Float64Array.from(values).buffer);
  writeFileSync(join(out, name), Buffer.concat([start, Buffer.from(header), data]));
}

function complete(
  score: NonNullable<StageRequestBody['score']>,
  found: Partial<StageResult>,
  task: StageRequestBody['task'] = 'binary-classification',
): Promise<void> {
  const request = {
    stage: 'score',
    project: 'm',
    task,
    root: out,
    path: [],
    entry: {},
    named: [],
    out,
    score,
  } as const;
  const result = {
    schema: 'modelgate.stage-result/v1',
    stage: 'score',
    imported: [],
    opened: [],
    notes: [],
    cpu_seconds: 0,
    peak_rss_bytes: 0,
  } as const;
  return completeScores(
    { ...request, path: [], named: [] },
    { ...result, imported: [], opened: [], notes: [], ...found },
  );
}

const CANDIDATE = { into: 'candidate' } as const;

describe('completeScores', () => {
  it('writes the classes, and takes missing predictions', async () => {
    write('truth.npy', [2], [0, 1]);
    write('candidate/predictions.npy', [2], [1, NaN]);
    await complete(CANDIDATE, { rows: 2, classes: ['no', 'yes'] });
    expect(JSON.parse(readFileSync(join(out, 'classes.json'), 'utf8'))).toEqual(['no', 'yes']);
  });

  it('has no classes of a regression', async () => {
    write('truth.npy', [2], [0.5, -1]);
    write('candidate/predictions.npy', [2], [7.5, NaN]);
    await complete(CANDIDATE, { rows: 2 }, 'regression');
    expect(existsSync(join(out, 'classes.json'))).toBe(false);
  });

  it('adds columns to the candidate for classes that the baseline alone knows', async () => {
    write('truth.npy', [2], [0, 1]);
    write('candidate/predictions.npy', [2], [0, 1]);
    write('candidate/probabilities.npy', [2, 2], [0.9, 0.1, 0.25, 0.75]);
    await complete(CANDIDATE, { rows: 2, classes: ['a', 'b'], probabilities: true });
    write('baseline/predictions.npy', [2], [2, 1]);
    await complete({ into: 'baseline', classes: ['a', 'b'] }, { rows: 2, classes: ['a', 'b', 'c'] });
    const widened = readNpy(readFileSync(join(out, 'candidate/probabilities.npy')));
    expect(widened.shape).toEqual([2, 3]);
    expect([...widened.data]).toEqual([0.9, 0.1, 0, 0.25, 0.75, 0]);
  });

  it.each<[string, () => void, Parameters<typeof complete>[0], Partial<StageResult>, string]>([
    ['no classes', () => undefined, CANDIDATE, { rows: 2 }, 'gives other classes than the request'],
    [
      'other classes than before',
      () => undefined,
      { into: 'baseline', classes: ['a', 'b'] },
      { rows: 2, classes: ['b', 'a'] },
      'the command of the baseline gives other classes than the request',
    ],
    ['no file', () => undefined, CANDIDATE, { rows: 2, classes: ['a', 'b'] }, 'wrote no truth.npy'],
    [
      'another number of rows',
      () => write('truth.npy', [3], [0, 1, 1]),
      CANDIDATE,
      { rows: 2, classes: ['a', 'b'] },
      'wrote truth.npy with the shape (3), not (2)',
    ],
    [
      'a label that is no class',
      () => {
        write('truth.npy', [1], [0]);
        write('candidate/predictions.npy', [1], [2]);
      },
      CANDIDATE,
      { rows: 1, classes: ['a', 'b'] },
      'wrote 2 into candidate/predictions.npy',
    ],
    [
      'probabilities of other classes',
      () => {
        write('truth.npy', [1], [0]);
        write('candidate/predictions.npy', [1], [0]);
        write('candidate/probabilities.npy', [1, 1], [0.5]);
      },
      CANDIDATE,
      { rows: 1, classes: ['a', 'b'], probabilities: true },
      'wrote candidate/probabilities.npy with the shape (1, 1), not (1, 2)',
    ],
  ])('refuses %s', async (_what, prepare, score, found, message) => {
    prepare();
    await expect(complete(score, found)).rejects.toThrow(`score of m: the command`);
    await expect(complete(score, found)).rejects.toThrow(message);
  });
});
