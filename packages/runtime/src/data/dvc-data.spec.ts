import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { tempFolder, writeFiles, type Files } from '../testing/temp-project';
import { openData } from './data-identity';
import type { DataQuestion } from './data-question';

const TRAIN = 'x\n1\n';
const TRAIN_MD5 = 'dc3ba59be5d893be2c69ea202014fe78';
const pointer = (path: string, md5 = TRAIN_MD5, more = '  hash: md5\n') =>
  `outs:\n- md5: ${md5}\n  size: 4\n${more}  path: ${path}\n`;
/** A folder with a.csv of TRAIN and sub/b.csv of "x\r\n2\r\n". */
const PARTS_MD5 = '70bd4fc4fb68e90d03db8e854f08a290';
const PARTS: Files = {
  'models/toy/data/parts/a.csv': TRAIN,
  'models/toy/data/parts/sub/b.csv': 'x\r\n2\r\n',
};

let root: string;
let notes: string[];
beforeEach(() => {
  root = tempFolder();
  notes = [];
  execFileSync('git', ['init', '-q'], { cwd: root });
  mkdirSync(join(root, '.dvc'));
  writeFiles(root, { 'models/toy/data/.gitignore': '/train.csv\n/parts\n' });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const open = (path = 'data/train.csv', more: Partial<DataQuestion> = {}) =>
  openData({
    workspaceRoot: root,
    projectRoot: join(root, 'models/toy'),
    path,
    role: 'train',
    cacheDir: join(root, '.cache'),
    onNote: (line) => notes.push(line),
    env: { PATH: '/usr/bin:/bin' },
    ...more,
  });
const failure = async (path?: string, more?: Partial<DataQuestion>) =>
  String(await open(path, more).catch(String));

describe('a file with a pointer', () => {
  it.each(['data/train.csv', 'data/train.csv.dvc'])(
    'is opened as %s, though git ignores it',
    async (path) => {
      writeFiles(root, {
        'models/toy/data/train.csv': TRAIN,
        'models/toy/data/train.csv.dvc': pointer('train.csv'),
      });
      expect(await open(path)).toEqual({
        file: join(root, 'models/toy/data/train.csv'),
        relative: 'models/toy/data/train.csv',
        sha256: 'daff832f802000e645771a60983c76c963f6ee602a6230e45237bd360e91cc1a',
        bytes: 4,
      });
    },
  );

  it('may be named by a pointer of another name and folder', async () => {
    writeFiles(root, {
      'models/toy/raw/day 1.csv': TRAIN,
      'models/toy/data/latest.dvc': `wdir: ..\n${pointer('raw/day 1.csv')}`,
    });
    expect((await open('data/latest.dvc')).relative).toBe('models/toy/raw/day 1.csv');
  });

  it('is refused where its bytes are others', async () => {
    writeFiles(root, {
      'models/toy/data/train.csv': 'x\n2\n',
      'models/toy/data/train.csv.dvc': pointer('train.csv'),
    });
    expect(await failure()).toBe(
      [
        'UserError: models/toy/data/train.csv.dvc:2  data.train: models/toy/data/train.csv is not what its pointer names',
        `  why: the pointer has md5 ${TRAIN_MD5}, the data has 439fc2f3044c299f74ee93583153f2c2`,
        '  fix: dvc checkout models/toy/data/train.csv.dvc brings back the bytes of the pointer (dvc pull where they are not in its cache); ' +
          'dvc add models/toy/data/train.csv takes the new ones',
      ].join('\n'),
    );
  });

  it('of DVC 2 is taken with CRLF and with LF, one of DVC 3 is not', async () => {
    writeFiles(root, {
      'models/toy/data/train.csv': 'x\r\n1\r\n',
      'models/toy/data/train.csv.dvc': pointer('train.csv', TRAIN_MD5, ''),
    });
    expect((await open()).bytes).toBe(6);
    writeFiles(root, { 'models/toy/data/train.csv': TRAIN });
    expect((await open()).bytes).toBe(4);
    writeFiles(root, {
      'models/toy/data/train.csv': 'x\r\n1\r\n',
      'models/toy/data/train.csv.dvc': pointer('train.csv'),
    });
    expect(await failure()).toContain('is not what its pointer names');
  });
});

describe('a folder with a pointer', () => {
  const folderPointer = pointer('parts', `${PARTS_MD5}.dir`, '  nfiles: 2\n  hash: md5\n');

  it.each(['data/parts', 'data/parts.dvc'])('is opened as %s', async (path) => {
    writeFiles(root, { ...PARTS, 'models/toy/data/parts.dvc': folderPointer });
    const opened = await open(path);
    expect(opened).toMatchObject({
      file: join(root, 'models/toy/data/parts'),
      relative: 'models/toy/data/parts',
      bytes: 10,
    });
    expect(opened.files?.map(({ relative, bytes }) => [relative, bytes])).toEqual([
      ['models/toy/data/parts/a.csv', 4],
      ['models/toy/data/parts/sub/b.csv', 6],
    ]);
  });

  it('has the identity of the same folder in git', async () => {
    writeFiles(root, { ...PARTS, 'models/toy/data/parts.dvc': folderPointer });
    const { sha256 } = await open('data/parts');
    writeFiles(root, { 'models/toy/data/.gitignore': undefined, 'models/toy/data/parts.dvc': undefined });
    expect((await open('data/parts')).sha256).toBe(sha256);
  });

  it('may be given by a list of files', async () => {
    const list =
      'outs:\n- path: parts\n  hash: md5\n  files:\n' +
      `  - relpath: sub/b.csv\n    md5: c79817fce1564a65c8b2e694f7918c2e\n  - relpath: a.csv\n    md5: ${TRAIN_MD5}\n`;
    writeFiles(root, { ...PARTS, 'models/toy/data/parts.dvc': list });
    expect((await open('data/parts')).bytes).toBe(10);
  });

  it('is refused with what differs, where DVC still has the list', async () => {
    writeFiles(root, {
      ...PARTS,
      'models/toy/data/parts.dvc': folderPointer,
      [`.dvc/cache/files/md5/${PARTS_MD5.slice(0, 2)}/${PARTS_MD5.slice(2)}.dir`]: JSON.stringify([
        { md5: TRAIN_MD5, relpath: 'a.csv' },
        { md5: 'c79817fce1564a65c8b2e694f7918c2e', relpath: 'sub/b.csv' },
      ]),
      'models/toy/data/parts/a.csv': undefined,
      'models/toy/data/parts/sub/b.csv': 'x\n3\n',
      'models/toy/data/parts/c.csv': TRAIN,
    });
    const message = await failure('data/parts');
    expect(message).toContain(
      'models/toy/data/parts.dvc:2  data.train: models/toy/data/parts is not what its',
    );
    expect(message).toContain('missing: a.csv\n    changed: sub/b.csv\n    not in the pointer: c.csv\n');
  });

  it('of DVC 2 is taken with CRLF in its files', async () => {
    const lf = 'be59e7057686ba5eefa465d06043b24e';
    writeFiles(root, { ...PARTS, 'models/toy/data/parts.dvc': pointer('parts', `${lf}.dir`, '') });
    expect((await open('data/parts')).bytes).toBe(10);
  });
});

it.each<[string, Files, string, string[]]>([
  [
    'a pointer of several outputs',
    { 'models/toy/data/train.csv.dvc': `${pointer('train.csv')}- md5: ${TRAIN_MD5}\n  path: test.csv\n` },
    'data/train.csv',
    [
      'models/toy/data/train.csv.dvc:1  the pointer has 2 outputs: train.csv, test.csv',
      'dvc add train.csv; dvc add test.csv',
    ],
  ],
  [
    'a broken pointer',
    { 'models/toy/data/train.csv.dvc': 'outs:\n- md5: [\n' },
    'data/train.csv',
    ['models/toy/data/train.csv.dvc:3:1  not readable: '],
  ],
  [
    'a pointer that is none',
    { 'models/toy/data/train.csv.dvc': 'deps: []\n' },
    'data/train.csv',
    ['models/toy/data/train.csv.dvc:1:1  outs: is missing; expected a list of outputs'],
  ],
  [
    'a pointer with a digest that is none',
    { 'models/toy/data/train.csv.dvc': pointer('train.csv', 'abc') },
    'data/train.csv',
    ['models/toy/data/train.csv.dvc:2:8  outs.0.md5: expected 32 hex digits of an MD5'],
  ],
  [
    'a pointer without a digest',
    { 'models/toy/data/train.csv.dvc': 'outs:\n- path: train.csv\n  etag: abc\n' },
    'data/train.csv',
    ['models/toy/data/train.csv.dvc:1  the pointer names no MD5 of train.csv', 'dvc add train.csv'],
  ],
  [
    'a pointer with another kind of digest',
    { 'models/toy/data/train.csv.dvc': pointer('train.csv', TRAIN_MD5, '  hash: blake3\n') },
    'data/train.csv',
    ['the pointer names no MD5 of train.csv (hash: blake3)'],
  ],
  [
    'the pointer of another file',
    { 'models/toy/data/train.csv': TRAIN, 'models/toy/data/train.csv.dvc': pointer('old.csv') },
    'data/train.csv',
    [
      'models/toy/data/train.csv.dvc  data.train: the pointer is of models/toy/data/old.csv, not of models/toy/data/train.csv',
    ],
  ],
  [
    'a pointer that git ignores',
    {
      '.gitignore': '*.dvc\n',
      'models/toy/data/train.csv': TRAIN,
      'models/toy/data/train.csv.dvc': pointer('train.csv'),
    },
    'data/train.csv',
    ['data.train: the pointer models/toy/data/train.csv.dvc is ignored by .gitignore:1 (*.dvc)'],
  ],
  [
    'a file where the pointer has a folder',
    {
      'models/toy/data/train.csv': TRAIN,
      'models/toy/data/train.csv.dvc': pointer('train.csv', `${TRAIN_MD5}.dir`),
    },
    'data/train.csv',
    [
      'models/toy/data/train.csv is a file, and its pointer is of a folder',
      'dvc checkout models/toy/data/train.csv.dvc',
    ],
  ],
  [
    'a pointer that is not there',
    { 'models/toy/data/test.csv.dvc': pointer('test.csv') },
    'data/tset.csv.dvc',
    ['there is no file models/toy/data/tset.csv.dvc', 'did you mean "data/test.csv.dvc"?'],
  ],
  [
    'one file of a folder that DVC tracks',
    { ...PARTS, 'models/toy/data/parts.dvc': pointer('parts', `${PARTS_MD5}.dir`) },
    'data/parts/a.csv',
    [
      'is ignored by models/toy/data/.gitignore:2 (/parts)',
      'name the folder that DVC tracks with models/toy/data/parts.dvc',
    ],
  ],
  [
    'one file of a folder that DVC tracks and that is not there',
    { 'models/toy/data/parts.dvc': pointer('parts', `${PARTS_MD5}.dir`) },
    'data/parts/a.csv',
    ['DVC tracks a folder around it with the pointer models/toy/data/parts.dvc'],
  ],
  [
    'a pattern in a folder that DVC tracks and that is not there',
    { 'models/toy/data/parts.dvc': pointer('parts', `${PARTS_MD5}.dir`) },
    'data/parts/*.csv',
    ['DVC tracks the folder with models/toy/data/parts.dvc; name the folder itself'],
  ],
])('refuses %s', async (_name, files, path, texts) => {
  writeFiles(root, files);
  const message = await failure(path);
  for (const text of texts) expect(message).toContain(text);
});

describe('data that is not here', () => {
  const bin = () => join(root, 'bin');

  /** A program in the place of DVC: it appends its arguments to a file, then runs `script`. */
  function install(script: string): void {
    writeFiles(root, { 'bin/dvc': `#!/bin/sh\necho "$@" >> "${root}/calls"\n${script}\n` });
    chmodSync(join(bin(), 'dvc'), 0o755);
  }
  const calls = () => readFileSync(join(root, 'calls'), 'utf8').trimEnd().split('\n');

  beforeEach(() => writeFiles(root, { 'models/toy/data/train.csv.dvc': pointer('train.csv') }));

  it('is fetched, and only once by two who ask', async () => {
    install(`echo fetching; sleep 0.1; printf 'x\\n1\\n' > models/toy/data/train.csv`);
    const both = await Promise.all([
      open('data/train.csv', { programFolders: [bin()] }),
      open('data/train.csv', { programFolders: () => Promise.resolve([bin()]) }),
    ]);
    expect(both.map(({ bytes }) => bytes)).toEqual([4, 4]);
    expect(calls()).toEqual(['pull models/toy/data/train.csv.dvc']);
    expect(notes.filter((note) => !note.startsWith('waiting for'))).toEqual([
      'models/toy/data/train.csv is not here: dvc pull models/toy/data/train.csv.dvc',
      'fetching',
    ]);
  });

  it('is not judged while another process fetches it', async () => {
    install(
      `printf 'x' > models/toy/data/train.csv; sleep 0.5; printf 'x\\n1\\n' > models/toy/data/train.csv`,
    );
    const more = { programFolders: [bin()] };
    const first = open('data/train.csv', more);
    while (!existsSync(join(root, 'models/toy/data/train.csv'))) await setTimeout(5);
    expect((await open('data/train.csv', more)).bytes).toBe(4);
    expect((await first).bytes).toBe(4);
  });

  it('is fetched with the DVC of the nearest virtual environment', async () => {
    install(`printf 'x\\n1\\n' > models/toy/data/train.csv`);
    mkdirSync(join(root, '.venv'));
    execFileSync('mv', [bin(), join(root, '.venv/bin')]);
    expect((await open()).bytes).toBe(4);
  });

  it('is fetched from a repository that is a part of the workspace', async () => {
    install(`printf 'x\\n1\\n' > models/toy/data/train.csv`);
    mkdirSync(join(root, 'models/toy/.dvc'));
    await open('data/train.csv', { programFolders: [bin()] });
    expect(calls()).toEqual(['--cd models/toy pull data/train.csv.dvc']);
  });

  it('is an error with what DVC printed, where that fails', async () => {
    install('echo "ERROR: no remote" >&2; exit 255');
    const message = await failure('data/train.csv', { programFolders: [bin()] });
    expect(message).toContain(
      'models/toy/data/train.csv.dvc:2  data.train: models/toy/data/train.csv cannot be fetched: ' +
        'dvc pull models/toy/data/train.csv.dvc ended with exit code 255\n' +
        '  why: the last lines that it printed are\n    ERROR: no remote\n',
    );
  });

  it('is an error where DVC fetches something else, or nothing', async () => {
    install(`printf 'y' > models/toy/data/train.csv`);
    expect(await failure('data/train.csv', { programFolders: [bin()] })).toContain(
      'is not what its pointer names',
    );
    rmSync(join(root, 'models/toy/data/train.csv'));
    install('true');
    expect(await failure('data/train.csv', { programFolders: [bin()] })).toContain(
      'models/toy/data/train.csv is not here, and its pointer is of a file',
    );
  });

  it('is an error with the command, where there is no DVC', async () => {
    const message = await failure('data/train.csv', { env: { PATH: dirname(root) } });
    expect(message).toContain('data.train: models/toy/data/train.csv is not here, and DVC is not installed');
    expect(message).toContain('run: dvc pull models/toy/data/train.csv.dvc');
  });

  it('is an error where there is no DVC repository', async () => {
    rmSync(join(root, '.dvc'), { recursive: true });
    expect(await failure()).toContain('is not here, and its pointer lies in no DVC repository');
  });

  it('stops DVC when it is asked to', async () => {
    install('echo started; sleep 60');
    const stop = new AbortController();
    const message = await failure('data/train.csv', {
      programFolders: [bin()],
      signal: stop.signal,
      onNote: (line) => line === 'started' && stop.abort(),
    });
    expect(message).toContain('fetching models/toy/data/train.csv was stopped');
  });
});

it('takes pointers among the files of a folder and of a pattern for their data', async () => {
  writeFiles(root, {
    'models/toy/data/.gitignore': '/b.csv\n',
    'models/toy/data/a.csv': TRAIN,
    'models/toy/data/b.csv': TRAIN,
    'models/toy/data/b.csv.dvc': pointer('b.csv'),
  });
  for (const path of ['data', 'data/*.csv', 'data/*.csv.dvc']) {
    const { file, files } = await open(path);
    expect(file).toBe(join(root, 'models/toy', path.replace('.dvc', '')));
    expect(files?.map(({ relative }) => relative)).toEqual([
      'models/toy/data/a.csv',
      'models/toy/data/b.csv',
    ]);
  }
  writeFiles(root, { 'models/toy/data/b.csv': 'x\n2\n' });
  expect(await failure('data/*.csv')).toContain('models/toy/data/b.csv is not what its pointer names');
});
