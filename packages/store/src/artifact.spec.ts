import { UserError } from '@modelgate/contracts';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { artifactOf, manifestOf, readArtifact, sha256File, sha256Text, verifyArtifact } from './index';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'modelgate-artifact-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const ABC = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe('digests', () => {
  it.each([
    ['', EMPTY],
    ['abc', ABC],
  ])('of %j are those of the standard', async (text, sha256) => {
    write({ 'file.bin': text });
    expect(sha256Text(text)).toBe(sha256);
    expect(await sha256File(join(folder, 'file.bin'))).toEqual({ sha256, bytes: text.length });
  });

  it('of a missing file is a message that names it', async () => {
    await expect(sha256File(join(folder, 'gone'))).rejects.toThrow(
      /gone {2}cannot read the file\n.*does not exist/,
    );
  });
});

describe('manifestOf', () => {
  it('lists all files by code unit, with forward slashes, and the digest over the lines', async () => {
    write({ 'b/z.txt': 'abc', 'a.txt': '', 'B.txt': 'abc', 'b.txt': 'abc', 'é.txt': 'abc' });
    const { files, digest } = await manifestOf(folder);
    expect(files.map(({ path }) => path)).toEqual(['B.txt', 'a.txt', 'b.txt', 'b/z.txt', 'é.txt']);
    expect(files[1]).toEqual({ path: 'a.txt', bytes: 0, sha256: EMPTY });
    expect(digest).toBe(
      sha256Text(
        files.map((file) => `${file.sha256}  ${file.bytes}  ${file.path}\n`).reduce((a, b) => a + b, ''),
      ),
    );
  });

  it('sorts a character beyond the basic plane before U+FFFF, as UTF-16 does', async () => {
    write({ '\uff5e.txt': '', '\u{1f600}.txt': '' });
    expect((await manifestOf(folder)).files.map(({ path }) => path)).toEqual(['\u{1f600}.txt', '\uff5e.txt']);
  });

  it('takes the named files and folders only', async () => {
    write({ 'model/w.bin': '1', 'model/sub/v.bin': '2', 'entry.json': '{}', 'report.json': '{}' });
    const { files } = await manifestOf(folder, ['entry.json', 'model', 'model/w.bin']);
    expect(files.map(({ path }) => path)).toEqual(['entry.json', 'model/sub/v.bin', 'model/w.bin']);
  });

  it('is the same for the same bytes written at another time and in another order', async () => {
    write({ a: '1', b: '2' });
    const first = await manifestOf(folder);
    rmSync(join(folder, 'a'));
    write({ b: '2', a: '1' });
    expect(await manifestOf(folder)).toEqual(first);
  });

  it('follows a link that stays inside, and passes over what a killed process left', async () => {
    write({ 'real/a.txt': 'abc', '.modelgate-123-0123456789abcdef.tmp': 'half' });
    symlinkSync('real', join(folder, 'link'));
    expect((await manifestOf(folder)).files).toEqual([
      { path: 'link/a.txt', bytes: 3, sha256: ABC },
      { path: 'real/a.txt', bytes: 3, sha256: ABC },
    ]);
  });

  it.each<[string, (at: string) => void, RegExp]>([
    [
      'a link to a file outside',
      (at) => symlinkSync('/etc/hostname', join(at, 'x')),
      /x {2}the link leaves the folder/,
    ],
    [
      'a link to a folder outside',
      (at) => symlinkSync('..', join(at, 'x')),
      /x {2}the link leaves the folder/,
    ],
    ['a link to nowhere', (at) => symlinkSync('nothing', join(at, 'x')), /x {2}cannot read it\n.*ENOENT/],
    ['a link to its own folder', (at) => symlinkSync('.', join(at, 'x')), /x {2}the link runs in a circle/],
    ['a backslash in a name', (at) => writeFileSync(join(at, 'a\\b'), ''), /"a\\\\b" cannot be used/],
    ['a line break in a name', (at) => writeFileSync(join(at, 'a\nb'), ''), /control character/],
    [
      'a name that is not UTF-8',
      (at) => writeFileSync(Buffer.concat([Buffer.from(join(at, 'n')), Buffer.from([0xff])]), ''),
      /not valid Unicode/,
    ],
  ])('refuses %s', async (_name, make, message) => {
    make(folder);
    await expect(manifestOf(folder)).rejects.toThrow(message);
    await expect(manifestOf(folder)).rejects.toBeInstanceOf(UserError);
  });

  it.each([['../outside'], ['/etc/passwd'], ['a/../../b'], ['./a'], ['a//b']])(
    'refuses the path %s',
    async (path) => {
      await expect(manifestOf(folder, [path])).rejects.toThrow(/cannot be used in a manifest/);
    },
  );

  it('says which named path is missing', async () => {
    await expect(manifestOf(folder, ['model'])).rejects.toThrow(/model {2}cannot read it\n.*ENOENT/);
  });
});

describe('artifactOf', () => {
  it('refuses a path that stands twice', () => {
    const entry = { path: 'a', bytes: 0, sha256: EMPTY };
    expect(() => artifactOf([entry, entry])).toThrow('the path "a" stands in the manifest twice');
  });
});

describe('readArtifact', () => {
  const place = () => join(folder, 'artifact.json');

  it('gives back what was written', async () => {
    write({ 'model/w.bin': 'abc' });
    const artifact = await manifestOf(folder);
    writeFileSync(place(), JSON.stringify(artifact));
    expect(await readArtifact(place())).toEqual(artifact);
  });

  it.each([
    ['a changed size', (text: string) => text.replace('"bytes":3', '"bytes":4')],
    ['a changed path', (text: string) => text.replace('w.bin', 'v.bin')],
    ['a changed digest', (text: string) => text.replace(ABC, EMPTY)],
  ])('finds %s', async (_name, change) => {
    write({ 'model/w.bin': 'abc' });
    writeFileSync(place(), change(JSON.stringify(await manifestOf(folder))));
    await expect(readArtifact(place())).rejects.toThrow(/artifact\.json {2}the manifest is corrupt/);
  });

  it.each([
    ['no file', undefined, /cannot read the manifest/],
    ['half a file', '{"schema": "modelgate.art', /not readable/],
    ['another kind of file', '{"schema": "modelgate.model/v1"}', /expected "modelgate.artifact\/v1"/],
  ])('says so for %s', async (_name, text, message) => {
    if (text !== undefined) writeFileSync(place(), text);
    await expect(readArtifact(place())).rejects.toThrow(message);
  });
});

describe('verifyArtifact', () => {
  const filePath = 'dist/models/a/train/artifact.json';

  it('passes over files that the manifest does not list', async () => {
    write({ a: 'abc' });
    const artifact = await manifestOf(folder);
    write({ 'run-record.json': '{}' });
    await expect(verifyArtifact(folder, artifact, { filePath })).resolves.toBeUndefined();
  });

  it('names every file that is missing or differs, with both digests', async () => {
    write({ a: 'abc', b: 'abc', c: 'abc' });
    const artifact = await manifestOf(folder);
    rmSync(join(folder, 'a'));
    write({ b: 'abd' });
    const error: Error = await verifyArtifact(folder, artifact, { filePath }).then(fail, (e) => e);
    expect(error).toBeInstanceOf(UserError);
    expect(error.message).toContain(`${filePath}  2 of 3 files are not those of the manifest:`);
    expect(error.message).toContain('a: is missing');
    expect(error.message).toContain(`b: expected ${ABC} (3 bytes), found ${sha256Text('abd')} (3 bytes)`);
  });

  it('counts the rest of a long list', async () => {
    write(Object.fromEntries(Array.from({ length: 13 }, (_, index) => [`f${index}`, 'abc'])));
    const artifact = await manifestOf(folder);
    rmSync(folder, { recursive: true });
    await expect(verifyArtifact(folder, artifact, { filePath })).rejects.toThrow(
      /is missing\n {2}and 3 more/,
    );
  });
});

function fail(): never {
  throw new Error('expected an error');
}
