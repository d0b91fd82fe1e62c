import { UserError } from '@modelgate/contracts';
import { execFileSync, fork, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultStoreRoot, folderStore, manifestOf, sha256Text, writeFileAtomic } from './index';

let folder: string;
let source: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'modelgate-store-'));
  source = join(folder, 'source.bin');
  writeFileSync(source, 'abc');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const ABC = sha256Text('abc');
const root = () => join(folder, 'store');
const blob = (sha256 = ABC) => join(root(), 'sha256', sha256.slice(0, 2), sha256.slice(2));
const left = (place: string) => readdirSync(place).filter((name) => name.endsWith('.tmp'));

describe('folderStore', () => {
  it('stores a copy by digest, read-only, and gives back a file that can be written', async () => {
    const store = folderStore(root());
    expect(await store.has(ABC)).toBe(false);
    await store.put(ABC, source);
    expect(await store.has(ABC)).toBe(true);
    expect(statSync(blob()).mode & 0o777).toBe(0o444);
    expect(statSync(blob()).nlink).toBe(1);
    expect(statSync(blob()).ino).not.toBe(statSync(source).ino);
    const destination = join(folder, 'new', 'place', 'a.bin');
    await store.fetch(ABC, destination);
    expect(readFileSync(destination, 'utf8')).toBe('abc');
    expect(statSync(destination).mode & 0o200).toBe(0o200);
    expect(left(join(folder, 'new', 'place'))).toEqual([]);
  });

  it('a script that rewrites the source or a fetched file does not change the blob', async () => {
    const store = folderStore(root());
    await store.put(ABC, source);
    const destination = join(folder, 'fetched');
    await store.fetch(ABC, destination);
    writeFileSync(source, 'changed');
    writeFileSync(destination, 'changed');
    expect(readFileSync(blob(), 'utf8')).toBe('abc');
  });

  it('stores a source that is itself read-only or a hard link', async () => {
    chmodSync(source, 0o444);
    linkSync(source, join(folder, 'second'));
    await folderStore(root()).put(ABC, join(folder, 'second'));
    expect(statSync(blob()).nlink).toBe(1);
  });

  it('leaves a blob that is there alone, and replaces one that was cut off', async () => {
    const store = folderStore(root());
    await store.put(ABC, source);
    const before = statSync(blob()).ino;
    await store.put(ABC, source);
    expect(statSync(blob()).ino).toBe(before);
    truncateSync(blob(), 1);
    await store.put(ABC, source);
    expect(readFileSync(blob(), 'utf8')).toBe('abc');
  });

  it('refuses a file whose bytes are others than its digest says, and keeps nothing of it', async () => {
    await expect(folderStore(root()).put(sha256Text('other'), source)).rejects.toThrow(
      new RegExp(`source\\.bin {2}the file changed.*\n.*expected ${sha256Text('other')}, found ${ABC}`),
    );
    expect(existsSync(blob(sha256Text('other')))).toBe(false);
    expect(left(join(root(), 'sha256', sha256Text('other').slice(0, 2)))).toEqual([]);
  });

  it('says which blob is corrupt, and neither writes nor replaces the destination', async () => {
    const store = folderStore(root());
    await store.put(ABC, source);
    chmodSync(blob(), 0o644);
    writeFileSync(blob(), 'abX');
    const destination = join(folder, 'kept');
    writeFileSync(destination, 'old');
    const error: Error = await store.fetch(ABC, destination).then(unexpected, (e) => e);
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toContain(`${blob()}  the stored file is corrupt`);
    expect(error.message).toContain(`expected ${ABC}, found ${sha256Text('abX')}`);
    expect(error.message).toContain('fix: remove it');
    expect(readFileSync(destination, 'utf8')).toBe('old');
    expect(left(folder)).toEqual([]);
  });

  it('says which digest it has not, and where it looked', async () => {
    const attempt = folderStore(root()).fetch(ABC, join(folder, 'x'));
    await expect(attempt).rejects.toThrow(`${root()}  the store has no file with the SHA-256 ${ABC}`);
  });

  it('refuses a digest that is none: it would be a path', async () => {
    await expect(folderStore(root()).has('../../etc/passwd')).rejects.toThrow('not a SHA-256');
  });

  it('stores and fetches all files of a manifest, and tells which are missing', async () => {
    mkdirSync(join(folder, 'model', 'sub'), { recursive: true });
    writeFileSync(join(folder, 'model', 'a'), '1');
    writeFileSync(join(folder, 'model', 'sub', 'b'), '2');
    const artifact = await manifestOf(join(folder, 'model'));
    const store = folderStore(root());
    expect((await store.missing(artifact)).map(({ path }) => path)).toEqual(['a', 'sub/b']);
    await store.putAll(join(folder, 'model'), artifact);
    expect(await store.missing(artifact)).toEqual([]);
    await store.fetchAll(artifact, join(folder, 'again'));
    expect(await manifestOf(join(folder, 'again'))).toEqual(artifact);
  });

  it('removes what a process killed days ago left, and nothing that is under way', async () => {
    const place = join(blob(), '..');
    mkdirSync(place, { recursive: true });
    const [old, young] = ['.modelgate-1-0123456789abcdef.tmp', '.modelgate-2-0123456789abcdef.tmp'];
    for (const name of [old, young]) writeFileSync(join(place, name), 'half');
    utimesSync(join(place, old), 0, 0);
    await folderStore(root()).put(ABC, source);
    expect(left(place)).toEqual([young]);
  });

  it('says so where the root is a file', async () => {
    writeFileSync(root(), '');
    await expect(folderStore(root()).put(ABC, source)).rejects.toThrow(
      /cannot make the folder\n.*(ENOTDIR|EEXIST)/,
    );
  });

  it('holds one whole blob after many processes stored it at once', async () => {
    const text = 'x'.repeat(1 << 20);
    writeFileSync(source, text);
    const script = join(__dirname, 'testing', 'put.ts');
    const execArgv = [
      '--conditions=@modelgate/source',
      '--require',
      join(__dirname, '../../../tools/swc-register.cjs'),
    ];
    const children = [1, 2, 3].map(() => fork(script, [root(), sha256Text(text), source], { execArgv }));
    expect(await Promise.all(children.map(exitCode))).toEqual([0, 0, 0]);
    const place = blob(sha256Text(text));
    expect(readFileSync(place, 'utf8')).toBe(text);
    expect(left(join(place, '..'))).toEqual([]);
  });
});

describe('on a full disk', () => {
  let disk: string;
  let mounted = false;
  beforeEach(() => {
    disk = join(folder, 'disk');
    mkdirSync(disk);
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], { stdio: 'ignore' });
      mounted = true;
    } catch {
      console.log('skipped: this user cannot mount a small tmpfs, so a full disk cannot be made');
    }
  });
  afterEach(() => {
    if (mounted) execFileSync('umount', [disk]);
    mounted = false;
  });

  it('put, fetch and writeFileAtomic say so and leave nothing', async () => {
    if (!mounted) return;
    const text = 'x'.repeat(256 * 1024);
    const sha256 = sha256Text(text);
    writeFileSync(source, text);
    const full = /disk is full \(ENOSPC\)\n {2}fix: free space/;
    await expect(folderStore(disk).put(sha256, source)).rejects.toThrow(full);
    const store = folderStore(root());
    await store.put(sha256, source);
    await expect(store.fetch(sha256, join(disk, 'a'))).rejects.toThrow(full);
    await expect(writeFileAtomic(join(disk, 'a'), text)).rejects.toThrow(full);
    expect(readdirSync(disk)).toEqual(['sha256']);
    expect(readdirSync(join(disk, 'sha256', sha256.slice(0, 2)))).toEqual([]);
  });
});

describe('writeFileAtomic', () => {
  it('replaces a file whole', async () => {
    await writeFileAtomic(source, 'new');
    expect(readFileSync(source, 'utf8')).toBe('new');
    expect(readdirSync(folder)).toEqual(['source.bin']);
  });

  it.each([
    ['the folder is missing', () => join(folder, 'none', 'a'), /cannot write the file\n.*ENOENT/],
    ['the destination is a folder', () => folder, /cannot write the file\n.*(EISDIR|EEXIST|EPERM)/],
  ])('says so where %s, and leaves nothing', async (_name, place, message) => {
    await expect(writeFileAtomic(place(), 'x')).rejects.toThrow(message);
    expect(left(folder)).toEqual([]);
    expect(left(join(folder, '..')).filter((name) => name.includes(`-${process.pid}-`))).toEqual([]);
  });
});

describe('defaultStoreRoot', () => {
  it.each([
    [undefined, join('/srv', '.modelgate', 'store'), false],
    ['  ', join('/srv', '.modelgate', 'store'), false],
    ['/mnt/models', '/mnt/models', true],
    ['shared/models', '/srv/shared/models', true],
  ])('of MODELGATE_STORE=%j is %s', (value, place, shared) => {
    expect(defaultStoreRoot('/srv', { MODELGATE_STORE: value })).toEqual({ root: place, shared });
  });

  it('refuses a URL without repeating it: it may hold a password', () => {
    const attempt = () => defaultStoreRoot('/srv', { MODELGATE_STORE: 's3://user:secret@bucket' });
    expect(attempt).toThrow('MODELGATE_STORE is not a folder but a URL (s3://...)');
    expect(attempt).not.toThrow(/secret/);
  });
});

function exitCode(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.on('exit', resolve));
}

function unexpected(): never {
  throw new Error('expected an error');
}
