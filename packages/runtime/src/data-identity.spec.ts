import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { openData } from './data-identity';
import { rememberedDigest } from './remembered-digest';
import { tempFolder, writeFiles, type Files } from './testing/temp-project';

let root: string;
beforeEach(() => (root = tempFolder()));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const git = (...args: string[]) => execFileSync('git', args, { cwd: root, stdio: 'pipe' });
const open = (path = 'data/train.csv') =>
  openData({
    workspaceRoot: root,
    projectRoot: join(root, 'models/toy'),
    path,
    role: 'train',
    cacheDir: join(root, '.cache'),
  });

describe('openData', () => {
  it('gives the identity of a file', async () => {
    writeFiles(root, { 'models/toy/data/train.csv': 'x\n1\n' });
    expect(await open()).toEqual({
      file: join(root, 'models/toy/data/train.csv'),
      relative: 'models/toy/data/train.csv',
      sha256: 'daff832f802000e645771a60983c76c963f6ee602a6230e45237bd360e91cc1a',
      bytes: 4,
    });
  });

  it.each<[string, Files, string, string[]]>([
    [
      'a missing file, with the one that was meant',
      { 'models/toy/data/trian.csv': 'x\n1\n' },
      'data/train.csv',
      [
        'models/toy/model.yaml  data.train: there is no file models/toy/data/train.csv',
        'the folder has trian.csv',
        'did you mean "data/trian.csv"?',
      ],
    ],
    ['a missing folder', {}, 'data/train.csv', ['the folder models/toy/data does not exist either']],
    [
      'a folder',
      { 'models/toy/data/a.csv': 'x\n1\n' },
      'data',
      ['models/toy/data is a folder, not a data file'],
    ],
    [
      'an empty file',
      { 'models/toy/data/train.csv': '' },
      'data/train.csv',
      ['models/toy/data/train.csv is empty (0 bytes)'],
    ],
    [
      'a header without rows',
      { 'models/toy/data/train.csv': 'x,target\r\n\n' },
      'data/train.csv',
      ['models/toy/data/train.csv has a header line and no rows'],
    ],
    [
      'a header without an end',
      { 'models/toy/data/train.csv': 'x,target' },
      'data/train.csv',
      ['and no rows'],
    ],
  ])('refuses %s', async (_name, files, path, texts) => {
    writeFiles(root, { 'models/toy/model.yaml': '', ...files });
    const error: unknown = await open(path).catch((reason: unknown) => reason);
    for (const text of texts) expect(String(error)).toContain(text);
  });

  it.each<[string, Files, string]>([
    ['.gitignore', { '.gitignore': '*.log\n*.csv\n' }, '.gitignore:2 (*.csv)'],
    ['a .gitignore of its folder', { 'models/toy/.gitignore': 'data/\n' }, 'models/toy/.gitignore:1 (data/)'],
    ['.nxignore', { '.nxignore': '# large\nmodels/toy/data\n' }, '.nxignore:2 (models/toy/data)'],
  ])('refuses what is ignored by %s, also where it was committed', async (_name, files, rule) => {
    git('init', '-q');
    writeFiles(root, { 'models/toy/data/train.csv': 'x\n1\n' });
    git('add', '-f', '.');
    writeFiles(root, files);
    await expect(open()).rejects.toThrow(
      `models/toy/model.yaml  data.train: models/toy/data/train.csv is ignored by ${rule}`,
    );
  });

  it('takes a file that a later rule takes in again', async () => {
    git('init', '-q');
    writeFiles(root, { '.gitignore': '*.csv\n!train.csv\n', 'models/toy/data/train.csv': 'x\n1\n' });
    expect((await open()).bytes).toBe(4);
  });

  it('refuses a file outside the workspace, also behind a link', async () => {
    const outside = tempFolder();
    writeFiles(outside, { 'train.csv': 'x\n1\n' });
    mkdirSync(join(root, 'models/toy/data'), { recursive: true });
    symlinkSync(join(outside, 'train.csv'), join(root, 'models/toy/data/train.csv'));
    await expect(open()).rejects.toThrow('models/toy/data/train.csv lies outside the workspace');
    rmSync(outside, { recursive: true });
    await expect(open()).rejects.toThrow('the path is a symbolic link to nothing');
  });
});

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
});
