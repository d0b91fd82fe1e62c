import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { openData } from './data-identity';
import type { Declaration } from './data-question';
import { tempFolder, writeFiles, type Files } from '../testing/temp-project';

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
      'a folder without files',
      { 'models/toy/data/.gitkeep': '' },
      'data',
      ['models/toy/model.yaml  data.train: the folder models/toy/data has no files'],
    ],
    [
      'a pattern that nothing matches',
      { 'models/toy/data/a.csv': 'x\n1\n' },
      'data/*.parquet',
      ['models/toy/model.yaml  data.train: no file matches models/toy/data/*.parquet'],
    ],
    [
      'a folder of empty files',
      { 'models/toy/data/a.csv': '' },
      'data',
      ['models/toy/data is empty (0 bytes)'],
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
      'a header without rows among the files of a folder',
      { 'models/toy/data/a.csv': 'x\n1\n', 'models/toy/data/b.csv': 'x\n' },
      'data',
      ['models/toy/data/b.csv has a header line and no rows', 'fix: put rows into it, or take it away'],
    ],
    [
      'a header without rows among those of a pattern',
      { 'models/toy/data/a.csv': 'x\n1\n', 'models/toy/data/b.csv': 'x\n' },
      'data/*.csv',
      ['models/toy/data/b.csv has a header line and no rows'],
    ],
    [
      'an empty CSV file among others',
      { 'models/toy/data/a.csv': 'x\n1\n', 'models/toy/data/b.csv': '' },
      'data',
      ['models/toy/data/b.csv is empty (0 bytes)'],
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

  (process.platform === 'win32' ? it.skip : it).each(['data/train.csv', 'data', 'data/*.csv'])(
    'refuses a pipe, which would never come to an end: %s',
    async (path) => {
      mkdirSync(join(root, 'models/toy/data'), { recursive: true });
      execFileSync('mkfifo', [join(root, 'models/toy/data/train.csv')]);
      await expect(open(path)).rejects.toThrow(
        'models/toy/model.yaml  data.train: models/toy/data/train.csv is neither a file nor a folder',
      );
    },
  );

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

  it.each([
    ['linked/train.csv', 'models/toy/linked/train.csv', 'models/shared', '../shared/train.csv'],
    ['linked', 'models/toy/linked', 'models/shared', '../shared'],
    ['linked/', 'models/toy/linked', 'models/shared', '../shared'],
    ['linked/*.csv', 'models/toy/linked', 'models/shared', '../shared'],
    ['linked/deep/*.csv', 'models/toy/linked/deep', 'models/shared/deep', '../shared/deep'],
  ])('refuses %s behind a link to a folder', async (path, shown, real, name) => {
    writeFiles(root, {
      'models/toy/model.yaml': '',
      'models/shared/train.csv': 'x\n1\n',
      'models/shared/deep/a.csv': 'x\n1\n',
    });
    symlinkSync('../shared', join(root, 'models/toy/linked'));
    const message = String(await open(path).catch((error: unknown) => error));
    expect(message).toContain(`data.train: ${shown} lies behind a link to a folder (${real})`);
    expect(message).toContain(`fix: name where it really is: "${name}"`);
  });

  it('takes a link that is the file itself, in a workspace that is behind a link', async () => {
    writeFiles(root, { 'w/models/toy/data/real.csv': 'x\n1\n' });
    symlinkSync('real.csv', join(root, 'w/models/toy/data/train.csv'));
    symlinkSync('w', join(root, 'link'));
    for (const path of ['data/train.csv', 'data', 'data/*.csv']) {
      const workspaceRoot = join(root, 'link');
      const projectRoot = join(workspaceRoot, 'models/toy');
      const opened = await openData({ workspaceRoot, projectRoot, path, role: 'train', cacheDir: root });
      expect(opened.relative).toBe(`models/toy/${path}`);
    }
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

describe('openData of several files', () => {
  const files: Files = {
    'models/toy/data/a.csv': 'x\n1\n',
    'models/toy/data/b.csv': 'x\n2\n',
    'models/toy/data/b.json': '{}\n',
    'models/toy/data/deep/c.csv': 'x\n3\n',
    'models/toy/data/.hidden.csv': 'x\n',
    'models/toy/data/.cache/d.csv': 'x\n',
  };
  const names = async (path: string) =>
    ((await open(path)).files ?? []).map(({ relative }) => relative.replace('models/toy/data/', ''));

  beforeEach(() => writeFiles(root, files));

  it.each<[string, string[]]>([
    ['data', ['a.csv', 'b.csv', 'b.json', 'deep/c.csv']],
    ['data/', ['a.csv', 'b.csv', 'b.json', 'deep/c.csv']],
    ['data/*.csv', ['a.csv', 'b.csv']],
    ['data/**/*.csv', ['a.csv', 'b.csv', 'deep/c.csv']],
    ['data/*/?.csv', ['deep/c.csv']],
    ['data/[b-z].{csv,json}', ['b.csv', 'b.json']],
    ['../toy/data/a*', ['a.csv']],
  ])('%s', async (path, expected) => expect(await names(path)).toEqual(expected));

  it('gives one identity over paths and bytes, which other names or bytes change', async () => {
    const { sha256, ...first } = await open('data/*.csv');
    expect(first).toMatchObject({
      file: join(root, 'models/toy/data/*.csv'),
      relative: 'models/toy/data/*.csv',
      bytes: 8,
    });
    // The digest of an artifact that has these two files.
    expect(sha256).toBe('d2799b01acb5d0832717610617de311429976dd4f9f78de489c2aaf0003d947c');
    writeFiles(root, { 'models/toy/data/deep/c.csv': 'x\n4\n' });
    expect((await open('data/*.csv')).sha256).toBe(sha256);
    writeFiles(root, { 'models/toy/data/a.csv': undefined, 'models/toy/data/aa.csv': 'x\n1\n' });
    const renamed = (await open('data/*.csv')).sha256;
    expect(renamed).not.toBe(sha256);
    writeFiles(root, { 'models/toy/data/b.csv': 'x\n4\n' });
    expect((await open('data/*.csv')).sha256).not.toBe(renamed);
  });

  it('takes a file for a file, whatever is in its name', async () => {
    writeFiles(root, { 'models/toy/data/[1].csv': 'x\n1\n' });
    expect((await open('data/[1].csv')).files).toBeUndefined();
  });

  it('refuses one among them that git does not see', async () => {
    git('init', '-q');
    writeFiles(root, { '.gitignore': 'deep\n' });
    await expect(open('data')).rejects.toThrow(
      'data.train: models/toy/data/deep/c.csv is ignored by .gitignore:1 (deep)',
    );
    expect(await names('data/*.csv')).toEqual(['a.csv', 'b.csv']);
  });

  it('refuses a link to a folder among them', async () => {
    symlinkSync('deep', join(root, 'models/toy/data/link'));
    await expect(open('data/**/*.csv')).rejects.toThrow(
      'models/toy/data/link is a symbolic link to a folder',
    );
  });
});

it('names the place that declares the data', async () => {
  const message = (declaredIn: Declaration) =>
    openData({
      workspaceRoot: root,
      projectRoot: join(root, 'data/loans'),
      path: 'test.csv',
      role: 'test',
      cacheDir: join(root, '.cache'),
      declaredIn,
    }).catch(String);
  expect(await message({ file: 'data/loans/dataset.yaml', line: 5 })).toContain(
    'data/loans/dataset.yaml:5  files.test: there is no file data/loans/test.csv',
  );
  expect(await message({ file: 'models/toy/model.yaml', key: 'data.dataset' })).toContain(
    'models/toy/model.yaml  data.dataset: there is no file',
  );
});
