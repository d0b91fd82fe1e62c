import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openData } from '@modelgate/runtime';
import { pythonTools } from './harness/python-tools';

const DVC_3 = ['dvc==3.67.1'];
// It asks for libraries without a limit, and some have changed since.
const DVC_2 = ['dvc==2.58.2', 'pathspec<0.12', 'dulwich<0.22', 'setuptools<81'];

const TRAIN = 'models/toy/data/train.csv';
const PARTS = 'models/toy/data/parts';
const files: Record<string, string> = {
  [TRAIN]: 'x,target\r\n1,0\r\n2,1\r\n',
  [`${PARTS}/b.csv`]: 'x,target\r\n3,0\r\n',
  [`${PARTS}/.hidden`]: 'h',
  [`${PARTS}/deep/ü😀 "q".csv`]: 'x,target\n4,1\n',
  [`${PARTS}/deep/\uffee.csv`]: 'x,target\n5,1\n',
  [`${PARTS}/deep/a.bin`]: 'a\0\r\n',
  [`${PARTS}/deep/left-out.log`]: 'not tracked',
  '.dvcignore': '*.log\n',
};

let home: string;
let root: string;
let notes: string[];

beforeEach(() => {
  home = realpathSync(mkdtempSync(join(tmpdir(), 'modelgate-dvc-')));
  root = join(home, 'workspace');
  notes = [];
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

function run(bin: string, program: string, ...args: string[]): string {
  const env = {
    ...process.env,
    PATH: `${bin}:${process.env.PATH}`,
    DVC_NO_ANALYTICS: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
  };
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: root, env, encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`${program} ${args.join(' ')}: ${error?.message ?? `${stdout}\n${stderr}`}`);
  return stdout;
}

/** A workspace whose data is tracked and pushed to a remote, which is a folder. */
function tracked(bin: string): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  run(bin, 'git', 'init', '-q');
  run(bin, 'dvc', 'init', '-q');
  writeFileSync(join(root, '.dvcignore'), '*.log\n');
  run(bin, 'dvc', 'remote', 'add', '-q', '-d', 'local', join(home, 'remote'));
  run(bin, 'dvc', 'add', '-q', TRAIN, PARTS);
  run(bin, 'dvc', 'push', '-q');
}

/** As after a clone. */
function forgetData(): void {
  for (const path of [TRAIN, PARTS, '.dvc/cache']) rmSync(join(root, path), { recursive: true, force: true });
}

const open = (path: string, bin?: string) =>
  openData({
    workspaceRoot: root,
    projectRoot: join(root, 'models/toy'),
    path,
    role: 'train',
    cacheDir: join(root, '.cache'),
    programFolders: bin === undefined ? [] : [bin],
    onNote: (line) => notes.push(line),
  });

describe.each([
  ['3', DVC_3],
  ['2', DVC_2],
])('with data that DVC %s tracks', (version, packages) => {
  let bin: string;
  let dvc3: string;
  beforeAll(() => {
    bin = pythonTools(...packages);
    dvc3 = pythonTools(...DVC_3);
  }, 600_000);
  beforeEach(() => tracked(bin));

  it('writes pointers of its own kind', () => {
    expect(readFileSync(join(root, `${TRAIN}.dvc`), 'utf8').includes('hash: md5')).toBe(version === '3');
  });

  it('opens the bytes that are there, fetches those that are not, and finds the same', async () => {
    const [file, folder] = [await open('data/train.csv'), await open('data/parts.dvc')];
    expect(notes).toEqual([]);
    expect(folder.files?.map(({ relative }) => relative.slice(PARTS.length + 1)).sort()).toEqual(
      ['.hidden', 'b.csv', 'deep/a.bin', 'deep/ü😀 "q".csv', 'deep/\uffee.csv'].sort(),
    );

    forgetData();
    // DVC 3 fetches what DVC 2 has pushed.
    const again = await Promise.all([open('data/train.csv', dvc3), open('data/parts', dvc3)]);
    expect(again).toEqual([file, folder]);
    expect(notes).toEqual(
      expect.arrayContaining([
        `${TRAIN} is not here: dvc pull ${TRAIN}.dvc`,
        expect.stringMatching(/^1 file (added|fetched)/),
      ]),
    );
  });

  it('fetches the file that is asked for, and nothing else', async () => {
    forgetData();
    await open('data/train.csv', dvc3);
    expect(existsSync(join(root, PARTS))).toBe(false);
  });

  it('follows the command of its message back to the pointer, or on to the new bytes', async () => {
    for (const [path, change] of [
      ['data/train.csv', () => appendFileSync(join(root, TRAIN), '3,1\r\n')],
      ['data/parts', () => rmSync(join(root, PARTS, 'b.csv'))],
    ] as const) {
      const before = await open(path);
      change();
      const message = await open(path).then(String, String);
      expect(message).toContain(`.dvc:2  data.train: models/toy/${path} is not what its pointer names`);
      const [, checkout = '', add = ''] =
        /fix: dvc (checkout \S+) .*; dvc (add \S+) takes/.exec(message) ?? [];
      run(dvc3, 'dvc', ...checkout.split(' '), '--force');
      expect(await open(path)).toEqual(before);
      change();
      run(bin, 'dvc', ...add.split(' '));
      expect((await open(path)).sha256).not.toBe(before.sha256);
    }
  });
});

describe('with DVC 3', () => {
  let bin: string;
  beforeAll(() => {
    bin = pythonTools(...DVC_3);
  }, 600_000);

  it('names what differs from a folder that DVC knows', async () => {
    tracked(bin);
    writeFileSync(join(root, PARTS, 'b.csv'), 'x,target\n9,9\n');
    writeFileSync(join(root, PARTS, 'c.csv'), 'x,target\n9,9\n');
    const message = await open('data/parts').then(String, String);
    expect(message).toContain('changed: b.csv\n    not in the pointer: c.csv\n');
  });

  it('gives the words of DVC where the remote does not have the bytes', async () => {
    tracked(bin);
    forgetData();
    rmSync(join(home, 'remote'), { recursive: true });
    const message = await open('data/train.csv', bin).then(String, String);
    expect(message).toContain(`dvc pull ${TRAIN}.dvc ended with exit code `);
    expect(message).toContain('    ERROR: failed to pull data from the cloud');
  });

  it('opens files that DVC links into its cache', async () => {
    tracked(bin);
    const [file, folder] = [await open('data/train.csv'), await open('data/parts')];
    forgetData();
    run(bin, 'dvc', 'config', 'cache.type', 'symlink');
    expect(await open('data/train.csv', bin)).toEqual(file);
    expect(await open('data/parts', bin)).toEqual(folder);
  });

  it('works in a repository that is a part of the workspace', async () => {
    mkdirSync(join(root, 'models/toy/data'), { recursive: true });
    writeFileSync(join(root, TRAIN), 'x\n1\n');
    run(bin, 'git', 'init', '-q');
    run(bin, 'dvc', '--cd', 'models/toy', 'init', '-q', '--subdir');
    run(bin, 'dvc', '--cd', 'models/toy', 'remote', 'add', '-q', '-d', 'local', join(home, 'remote'));
    run(bin, 'dvc', '--cd', 'models/toy', 'add', '-q', 'data/train.csv');
    run(bin, 'dvc', '--cd', 'models/toy', 'push', '-q');
    rmSync(join(root, TRAIN));
    rmSync(join(root, 'models/toy/.dvc/cache'), { recursive: true });
    expect((await open('data/train.csv', bin)).bytes).toBe(4);
    expect(notes[0]).toBe(`${TRAIN} is not here: dvc --cd models/toy pull data/train.csv.dvc`);
  });
});
