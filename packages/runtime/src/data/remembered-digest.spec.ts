import { readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from '../testing/temp-project';
import { rememberedDigest, rememberedDigests } from './remembered-digest';

let root: string;
beforeEach(() => (root = tempFolder()));
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('rememberedDigest', () => {
  const file = () => join(root, 'data.csv');
  const cache = () => join(root, '.cache');
  const HOUR_AGO = new Date(Date.now() - 3_600_000);
  const later = () => Date.now() + 60_000;

  beforeEach(() => {
    writeFileSync(file(), 'one');
    utimesSync(file(), HOUR_AGO, HOUR_AGO);
  });

  /** Puts another digest into the memory, so that an answer from there can be told from a computed one. */
  function mark(): void {
    for (const name of readdirSync(join(cache(), 'data-digests'))) {
      const path = join(cache(), 'data-digests', name);
      writeFileSync(path, readFileSync(path, 'utf8').replace(/"sha256":"[0-9a-f]{8}/, '"sha256":"00000000'));
    }
  }

  it('computes once, and again when the file has changed', async () => {
    const first = await rememberedDigest(file(), cache(), later);
    mark();
    expect((await rememberedDigest(file(), cache(), later)).sha256).toMatch(/^00000000/);
    writeFileSync(file(), 'two');
    const second = await rememberedDigest(file(), cache(), later);
    expect(second.sha256).not.toMatch(/^00000000/);
    expect(second.sha256).not.toBe(first.sha256);
  });

  it('sees other bytes of equal size under the old modification time', async () => {
    await rememberedDigest(file(), cache(), later);
    mark();
    writeFileSync(file(), 'two');
    utimesSync(file(), HOUR_AGO, HOUR_AGO);
    expect((await rememberedDigest(file(), cache(), later)).sha256).not.toMatch(/^00000000/);
  });

  it('does not rely on a file that has just been changed', async () => {
    const now = new Date();
    utimesSync(file(), now, now);
    await rememberedDigest(file(), cache());
    expect(() => readdirSync(join(cache(), 'data-digests'))).toThrow('ENOENT');
  });

  it('computes again where the memory is damaged', async () => {
    const { sha256 } = await rememberedDigest(file(), cache(), later);
    for (const name of readdirSync(join(cache(), 'data-digests')))
      writeFileSync(join(cache(), 'data-digests', name), '{"st');
    expect((await rememberedDigest(file(), cache(), later)).sha256).toBe(sha256);
  });

  it('adds the MD5 to what it remembers, and keeps both', async () => {
    const { sha256 } = await rememberedDigest(file(), cache(), later);
    const options = { cacheDir: cache(), md5: 'md5', now: later } as const;
    const expected = [{ sha256, bytes: 3, md5: ['f97c5d29941bfb1b2fdab0874906ab82'] }];
    expect(await rememberedDigests(file(), [file()], options)).toEqual(expected);
    mark();
    expect(await rememberedDigests(file(), [file()], options)).toMatchObject([
      { sha256: expect.stringMatching(/^00000000/) as unknown, md5: expected[0]?.md5 },
    ]);
  });

  it('reads of many files only those that changed', async () => {
    const files = ['a', 'b', 'c'].map((name) => join(root, name));
    for (const path of files) {
      writeFileSync(path, path.slice(-1));
      utimesSync(path, HOUR_AGO, HOUR_AGO);
    }
    const options = { cacheDir: cache(), now: later };
    const first = await rememberedDigests(root, files, options);
    mark();
    writeFileSync(join(root, 'b'), 'x');
    const second = await rememberedDigests(root, files, options);
    expect(second.map(({ sha256 }, at) => sha256 === first[at]?.sha256)).toEqual([false, false, true]);
    expect(second[0]?.sha256).toMatch(/^00000000/);
    expect(second[1]?.sha256).toBe('2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881');
  });
});
