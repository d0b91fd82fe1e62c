import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { oncePerRun } from './once-per-run';

const isAnswer = (value: unknown): value is string => typeof value === 'string';

describe('oncePerRun', () => {
  let folder: string;
  let asked: number;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'modelgate-once-'));
    asked = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const question = (run: string | undefined, key = 'commit') =>
    oncePerRun(folder, run, key, { ask: async () => `answer ${++asked}`, isAnswer });

  it('asks each question once in a run', async () => {
    expect([await question('a'), await question('a'), await question('a', 'other')]).toEqual([
      'answer 1',
      'answer 1',
      'answer 2',
    ]);
  });

  it('asks again in another run, and forgets the one before', async () => {
    await question('a');
    expect(await question('b')).toBe('answer 2');
    expect(readdirSync(folder)).toHaveLength(1);
  });

  it('asks every time where the run has no name', async () => {
    expect([await question(undefined), await question(undefined)]).toEqual(['answer 1', 'answer 2']);
  });
});
