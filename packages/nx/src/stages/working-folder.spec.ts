import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOutput } from './stage-output';
import { makeWorkingFolder, withScratch } from './working-folder';

/** No process has this id: Linux and macOS count no further than 4,194,304. */
const DEAD = 99_999_999;

describe('working folders', () => {
  let parent: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), 'modelgate-working-'));
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  it('of killed processes are removed, those of living ones and other folders stay', async () => {
    const dead = `.train.${DEAD}.abcdef`;
    const living = `.train.${process.pid}.abcdef`;
    for (const name of [dead, living, '.hidden', 'train']) mkdirSync(join(parent, name));
    const made = await makeWorkingFolder(parent, 'score');
    expect(existsSync(made)).toBe(true);
    expect(readdirSync(parent)).toEqual(expect.arrayContaining([living, '.hidden', 'train']));
    expect(readdirSync(parent)).not.toContain(dead);
  });

  it('for scratch are gone after an error too', async () => {
    await expect(withScratch(parent, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(readdirSync(parent)).toEqual([]);
  });

  it('of an output show nothing until it is published, and nothing at all where it is discarded', async () => {
    const target = join(parent, 'train');
    mkdirSync(target);
    writeFileSync(join(target, 'old'), '');
    const first = await openOutput(target);
    writeFileSync(join(first.folder, 'new'), '');
    expect(existsSync(target)).toBe(false);
    await first.publish();
    expect(readdirSync(target)).toEqual(['new']);
    const second = await openOutput(target);
    await second.discard();
    expect(readdirSync(parent)).toEqual([]);
  });
});
