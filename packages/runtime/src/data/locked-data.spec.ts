import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { tempFolder, writeFiles } from '../testing/temp-project';
import { openData } from './data-identity';
import { lockData, lockLine } from './lock-data';

const TRAIN = 'x\n1\n';
const sha = (text: string) => createHash('sha256').update(text).digest('hex');

let root: string;
let outside: string;
let notes: string[];
beforeEach(() => {
  [root, outside] = [tempFolder(), tempFolder()];
  notes = [];
  writeFiles(root, { 'data/loans/dataset.yaml': '' });
});
afterEach(() => [root, outside].forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const place = () => ({
  workspaceRoot: root,
  projectRoot: join(root, 'data/loans'),
  cacheDir: join(root, '.cache'),
  onNote: (line: string) => void notes.push(line),
});
const lock = (...uris: string[]) => lockData({ ...place(), uris });
const open = (path: string) =>
  openData({
    ...place(),
    path,
    role: 'train',
    project: 'loans',
    declaredIn: { file: 'data/loans/dataset.yaml', line: 4 },
  });
const failure = (path: string) => open(path).then(JSON.stringify, String);
const lockPath = () => join(root, 'data/loans/data.lock.json');
const lockText = () => readFileSync(lockPath(), 'utf8');

describe('file://', () => {
  const uri = (name = 'train.csv') => `file://${outside}/${name}`;
  beforeEach(() => writeFileSync(join(outside, 'train.csv'), TRAIN));

  it('is locked, and then opened where it lies', async () => {
    const { written, entries, removed } = await lock(uri());
    expect({ written, removed }).toEqual({ written: true, removed: [] });
    expect(entries.map(lockLine)).toEqual([`new      ${uri()}  4 bytes, sha256 daff832f8020`]);
    expect(JSON.parse(lockText())).toEqual({
      schema: 'modelgate.data-lock/v1',
      files: [{ uri: uri(), bytes: 4, sha256: sha(TRAIN) }],
    });
    expect(await open(uri())).toEqual({
      file: join(outside, 'train.csv'),
      relative: uri(),
      sha256: sha(TRAIN),
      bytes: 4,
    });
  });

  it('is opened under the name that its percent-encoding stands for', async () => {
    writeFileSync(join(outside, 'day #1?.csv'), TRAIN);
    await lock(uri('day%20%231%3F.csv'));
    expect((await open(uri('day%20%231%3F.csv'))).file).toBe(join(outside, 'day #1?.csv'));
    await expect(lock(uri('day #1?.csv'))).rejects.toThrow('written as %3F and %23');
  });

  it('keeps the bytes of the lock where nothing changed, and takes out what is named no more', async () => {
    writeFileSync(join(outside, 'test.csv'), TRAIN);
    await lock(uri(), uri('test.csv'));
    const before = lockText();
    expect(await lock(uri('test.csv'), uri())).toMatchObject({ written: false });
    expect(lockText()).toBe(before);
    writeFileSync(join(outside, 'test.csv'), 'x\n2\n');
    const { entries } = await lock(uri(), uri('test.csv'));
    expect(entries.map(({ state }) => state)).toEqual(['same', 'changed']);
    expect(await lock(uri())).toMatchObject({ written: true, removed: [uri('test.csv')] });
    expect(lockText()).not.toContain('test.csv');
  });

  it('is refused where it has changed', async () => {
    await lock(uri());
    writeFileSync(join(outside, 'train.csv'), 'x\n2\n');
    expect(await failure(uri())).toBe(
      [
        `UserError: data/loans/data.lock.json:5  files.train: ${uri()} has changed since it was locked`,
        `  why: sha256 ${sha(TRAIN)}, now ${sha('x\n2\n')}`,
        '  fix: restore what was locked, or take what is there now: nx run loans:lock-data',
      ].join('\n'),
    );
  });

  it('is refused where it is gone, not locked, or in a lock that git does not see or that is damaged', async () => {
    expect(await failure(uri())).toBe(
      [
        `UserError: data/loans/dataset.yaml:4  files.train: ${uri()} is not locked`,
        '  why: there is no data/loans/data.lock.json, which holds the identity of data outside the workspace',
        '  fix: run: nx run loans:lock-data, then commit data/loans/data.lock.json',
      ].join('\n'),
    );
    await lock(uri());
    expect(await failure(uri('other.csv'))).toContain('why: data/loans/data.lock.json does not name it');
    execFileSync('git', ['init', '-q'], { cwd: root });
    writeFiles(root, { '.gitignore': '*.lock.json\n' });
    expect(await failure(uri())).toContain(
      'files.train: the lock data/loans/data.lock.json is ignored by .gitignore:1 (*.lock.json)',
    );
    rmSync(join(root, '.gitignore'));
    rmSync(join(outside, 'train.csv'));
    expect(await failure(uri())).toContain(`data/loans/data.lock.json:5  files.train: ${uri()} is gone`);
    await expect(lock(uri())).rejects.toThrow(`data/loans/dataset.yaml  ${uri()} is not there`);
    writeFileSync(lockPath(), lockText().replace(/"bytes": 4/, '"bytes": "4"'));
    expect(await failure(uri())).toContain(
      'data/loans/data.lock.json:6:16  files.0.bytes: expected a number',
    );
  });

  it.each([
    ['gs://bucket/key', 'expected a URI that begins with "file:///" or "s3://"'],
    ['s3://bucket', 'expected s3://<bucket>/<key>'],
    ['s3://bucket/folder/', 'expected the URI of one file, not of a folder or prefix'],
  ])('%s cannot be locked', async (bad, says) => {
    await expect(lock(bad)).rejects.toThrow(says);
  });

  it('needs something to lock', async () => {
    await expect(lock()).rejects.toThrow('data/loans/dataset.yaml  there is nothing to lock');
  });
});

describe('s3://', () => {
  const URI = 's3://bucket/raw/tr ain+1.csv';
  let server: Server;
  let requests: string[];
  /** What the server answers; null: nothing. */
  let object: { body: string; etag: string; version?: string; crc32?: string } | number;
  let cut: number | undefined;

  const answer = (response: ServerResponse, withBody: boolean) => {
    if (typeof object === 'number') {
      response.writeHead(object).end();
      return;
    }
    response.writeHead(200, {
      ETag: `"${object.etag}"`,
      'Content-Length': Buffer.byteLength(object.body),
      ...(object.version ? { 'x-amz-version-id': object.version } : {}),
      ...(object.crc32 ? { 'x-amz-checksum-crc32': object.crc32 } : {}),
    });
    if (!withBody) response.end();
    else if (cut === undefined) response.end(object.body);
    else response.write(object.body.slice(0, cut), () => response.destroy());
  };

  const environment = { ...process.env };
  beforeEach(async () => {
    [requests, object, cut] = [[], { body: TRAIN, etag: 'e1' }, undefined];
    server = createServer((request, response) => {
      requests.push(`${request.method} ${request.url}`);
      answer(response, request.method === 'GET');
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_MAX_ATTEMPTS: '1',
    });
  });
  afterEach(async () => {
    process.env = { ...environment };
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  });
  const fetched = () => join(root, '.modelgate/data', sha(TRAIN), 'tr ain+1.csv');

  it('is locked with one read, opened without another, and fetched where it is not here', async () => {
    await lock(URI);
    expect(JSON.parse(lockText())).toEqual({
      schema: 'modelgate.data-lock/v1',
      files: [{ uri: URI, bytes: 4, etag: 'e1', sha256: sha(TRAIN) }],
    });
    expect(await open(URI)).toEqual({ file: fetched(), relative: URI, sha256: sha(TRAIN), bytes: 4 });
    const path = '/bucket/raw/tr%20ain%2B1.csv';
    expect(requests).toEqual([`HEAD ${path}`, `GET ${path}?x-id=GetObject`]);
    expect(await lock(URI)).toMatchObject({ written: false, entries: [{ state: 'same' }] });
    expect(requests).toHaveLength(3);

    rmSync(join(root, '.modelgate'), { recursive: true });
    const both = await Promise.all([open(URI), open(URI)]);
    expect(both.map(({ file }) => file)).toEqual([fetched(), fetched()]);
    expect(requests).toHaveLength(4);
    expect(readdirSync(join(root, '.modelgate/data'))).toEqual([sha(TRAIN)]);
  });

  it('is fetched anew where the copy was changed', async () => {
    await lock(URI);
    writeFileSync(fetched(), 'x\n9\n');
    expect((await open(URI)).sha256).toBe(sha(TRAIN));
    expect(readFileSync(fetched(), 'utf8')).toBe(TRAIN);
  });

  it('is asked for the version that was locked', async () => {
    object = { body: TRAIN, etag: 'e1', version: 'v1' };
    await lock(URI);
    rmSync(join(root, '.modelgate'), { recursive: true });
    await open(URI);
    expect(requests.at(-1)).toContain('versionId=v1');
    expect(lockText()).toContain('"version_id": "v1",\n      "etag": "e1",\n      "sha256"');
  });

  it.each<[string, typeof object, string[]]>([
    [
      'other bytes',
      { body: 'x\n2\n', etag: 'e2' },
      [
        `files.train: ${URI} has changed since it was locked`,
        `sha256 ${sha(TRAIN)}, now ${sha('x\n2\n')}`,
        'etag e1, now e2',
        'nx run loans:lock-data',
      ],
    ],
    ['another size', { body: 'x\n', etag: 'e2' }, ['has changed since it was locked', 'bytes 4, now 2']],
    ['gone', 404, [`${URI} is gone: there is no such object`]],
    ['denied', 403, [`${URI} cannot be read: access is denied`, 's3:GetObject']],
    ['not served now', 503, [`${URI} cannot be read now`]],
  ])('is refused where it is %s, and nothing is left of it', async (_name, now, texts) => {
    await lock(URI);
    rmSync(join(root, '.modelgate'), { recursive: true });
    object = now;
    const message = await failure(URI);
    expect(message).toContain('data/loans/data.lock.json:5  ');
    for (const text of texts) expect(message).toContain(text);
    const left = existsSync(join(root, '.modelgate/data')) ? readdirSync(join(root, '.modelgate/data')) : [];
    expect(left).toEqual([]);
  });

  it('is taken with another ETag where the bytes are the same', async () => {
    await lock(URI);
    rmSync(join(root, '.modelgate'), { recursive: true });
    object = { body: TRAIN, etag: 'e2' };
    expect((await open(URI)).sha256).toBe(sha(TRAIN));
  });

  it('is refused where the connection breaks off or there is none', async () => {
    object = { body: TRAIN, etag: 'e1', crc32: 'pNA8FQ==' };
    await lock(URI);
    rmSync(join(root, '.modelgate'), { recursive: true });
    cut = 2;
    expect(await failure(URI)).toContain(
      `data/loans/data.lock.json:5  ${URI} cannot be read to its end\n  why: the connection broke off`,
    );
    expect(readdirSync(join(root, '.modelgate/data'))).toEqual([]);
    process.env['AWS_ENDPOINT_URL_S3'] = 'http://127.0.0.1:1';
    expect(await failure(URI)).toContain(`${URI} cannot be reached`);
  });

  it('is refused without credentials', async () => {
    await lock(URI);
    rmSync(join(root, '.modelgate'), { recursive: true });
    for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
    Object.assign(process.env, { AWS_REGION: 'eu-west-1', AWS_EC2_METADATA_DISABLED: 'true', HOME: outside });
    expect(await failure(URI)).toContain(`${URI} cannot be read: there are no credentials`);
  });

  it('leaves the lock as it was where an object cannot be read', async () => {
    await lock(URI);
    const before = lockText();
    object = 404;
    await expect(lock(URI)).rejects.toThrow(`data/loans/dataset.yaml  ${URI} is gone`);
    expect(lockText()).toBe(before);
  });

  it('says what to install where the SDK is missing', async () => {
    await lock(URI);
    rmSync(join(root, '.modelgate'), { recursive: true });
    jest.resetModules();
    jest.doMock('@aws-sdk/client-s3', () => {
      throw Object.assign(new Error("Cannot find module '@aws-sdk/client-s3'"), { code: 'MODULE_NOT_FOUND' });
    });
    const message = await failure(URI);
    jest.dontMock('@aws-sdk/client-s3');
    expect(message).toContain(
      `data/loans/data.lock.json:5  ${URI} needs the AWS SDK, and @aws-sdk/client-s3 is not installed`,
    );
    expect(message).toContain('fix: npm install --save-dev @aws-sdk/client-s3');
  });
});
