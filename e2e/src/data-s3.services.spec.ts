import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { lockData, openData } from '@modelgate/runtime';
import { pythonTools } from './harness/python-tools';

const MOTO = ['moto[server]==5.2.5'];
const URI = 's3://bucket/raw/train set+1.csv';
const KEY = 'raw/train set+1.csv';
const TRAIN = 'x,target\n1,0\n';
const sha = (text: string | Buffer) => createHash('sha256').update(text).digest('hex');

let bin: string;
let server: ChildProcess;
let client: S3Client;
let root: string;
let notes: string[];

beforeAll(() => {
  bin = pythonTools(...MOTO);
}, 600_000);

afterEach(() => {
  server.kill('SIGKILL');
  client.destroy();
  rmSync(root, { recursive: true, force: true });
});

/** A server without any data; after so many calls it asks for rights that nobody has. */
async function start(freeCalls?: number): Promise<void> {
  const port = await freePort();
  server = spawn(join(bin, 'moto_server'), ['-H', '127.0.0.1', '-p', String(port)], {
    stdio: 'ignore',
    env: {
      ...process.env,
      ...(freeCalls === undefined ? {} : { INITIAL_NO_AUTH_ACTION_COUNT: String(freeCalls) }),
    },
  });
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_MAX_ATTEMPTS: '1',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
  });
  for (let left = 300; !(await answers(port)); left--) {
    if (left === 0) throw new Error('moto_server does not answer');
    await setTimeout(100);
  }
  client = new S3Client({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: 'bucket' }));
}

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'modelgate-s3-')));
  mkdirSync(join(root, 'data/loans'), { recursive: true });
  notes = [];
});

const place = () => ({
  workspaceRoot: root,
  projectRoot: join(root, 'data/loans'),
  cacheDir: join(root, '.cache'),
  onNote: (line: string) => void notes.push(line),
});
const put = (body: string | Buffer, Key = KEY) =>
  client.send(new PutObjectCommand({ Bucket: 'bucket', Key, Body: body }));
const lock = (...uris: string[]) => lockData({ ...place(), uris });
const open = (path = URI) =>
  openData({
    ...place(),
    path,
    role: 'train',
    project: 'loans',
    declaredIn: { file: 'data/loans/dataset.yaml', line: 4 },
  });
const failure = (path?: string) => open(path).then(JSON.stringify, String);
const lockText = () => readFileSync(join(root, 'data/loans/data.lock.json'), 'utf8');
const forget = () => rmSync(join(root, '.modelgate'), { recursive: true });

it('locks an object and opens what was locked', async () => {
  await start();
  await put(TRAIN);
  await lock(URI);
  expect(JSON.parse(lockText())).toEqual({
    schema: 'modelgate.data-lock/v1',
    files: [{ uri: URI, bytes: 13, etag: createHash('md5').update(TRAIN).digest('hex'), sha256: sha(TRAIN) }],
  });
  forget();
  const opened = await open();
  expect(opened).toEqual({
    file: join(root, '.modelgate/data', sha(TRAIN), 'train set+1.csv'),
    relative: URI,
    sha256: sha(TRAIN),
    bytes: 13,
  });
  expect(readFileSync(opened.file, 'utf8')).toBe(TRAIN);
});

it('refuses what was overwritten until it is locked anew, and other entries keep their bytes', async () => {
  await start();
  await put(TRAIN);
  await put(TRAIN, 'test.csv');
  await lock(URI, 's3://bucket/test.csv');
  const entryOf = (uri: string) =>
    new RegExp(`\\{[^{}]*${uri}[^{}]*\\}`).exec(lockText())?.[0] ?? 'not in the lock';
  const before = entryOf('s3://bucket/test.csv');
  await put('x,target\n1,1\n');
  forget();
  const message = await failure();
  expect(message).toContain(`files.train: ${URI} has changed since it was locked`);
  expect(message).toContain(`sha256 ${sha(TRAIN)}, now ${sha('x,target\n1,1\n')}`);
  expect(readdirSync(join(root, '.modelgate/data'))).toEqual([]);

  const { entries } = await lock(URI, 's3://bucket/test.csv');
  expect(entries.map(({ state }) => state)).toEqual(['changed', 'same']);
  expect(entryOf('s3://bucket/test.csv')).toBe(before);
  expect((await open()).sha256).toBe(sha('x,target\n1,1\n'));
});

it('opens the version that was locked, whatever came after it', async () => {
  await start();
  await client.send(
    new PutBucketVersioningCommand({ Bucket: 'bucket', VersioningConfiguration: { Status: 'Enabled' } }),
  );
  const { VersionId } = await put(TRAIN);
  await lock(URI);
  expect(JSON.parse(lockText()).files[0].version_id).toBe(VersionId);
  await put('x,target\n1,1\n');
  forget();
  expect((await open()).sha256).toBe(sha(TRAIN));
  forget();
  await client.send(new DeleteObjectCommand({ Bucket: 'bucket', Key: KEY, VersionId }));
  expect(await failure()).toContain(`${URI} is gone in the version that was locked`);
});

it('says what is wrong with an object that is gone, a bucket that does not exist, a server that is not there', async () => {
  await start();
  await put(TRAIN);
  await lock(URI);
  forget();
  await client.send(new DeleteObjectCommand({ Bucket: 'bucket', Key: KEY }));
  expect(await failure()).toContain(`data/loans/data.lock.json:5  ${URI} is gone: there is no such object`);
  await expect(lock('s3://no-such-bucket/train.csv')).rejects.toThrow(
    /s3:\/\/no-such-bucket\/train.csv is gone/,
  );
  server.kill('SIGKILL');
  expect(await failure()).toContain(`${URI} cannot be reached`);
  expect(existsSync(join(root, '.modelgate/data'))).toBe(false);
});

it('says where rights are missing', async () => {
  // The bucket, the object, the two calls that lock it.
  await start(4);
  await put(TRAIN);
  await lock(URI);
  forget();
  expect(await failure()).toContain(`${URI} cannot be read: access is denied`);
});

it('shows that it works on a large object, which only one of two fetches', async () => {
  await start();
  const body = Buffer.alloc(24 * 1024 * 1024, 'x,target\n');
  await put(body, 'large.csv');
  await lock('s3://bucket/large.csv');
  forget();
  notes.length = 0;
  const both = await Promise.all([open('s3://bucket/large.csv'), open('s3://bucket/large.csv')]);
  expect(both.map(({ sha256 }) => sha256)).toEqual([sha(body), sha(body)]);
  expect(notes.filter((line) => line.startsWith('fetching'))).toEqual([
    'fetching s3://bucket/large.csv (25 MB) ...',
  ]);
  expect(notes.filter((line) => line.startsWith('fetched'))).toHaveLength(1);
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((ready) => probe.listen(0, '127.0.0.1', ready));
  const { port } = probe.address() as AddressInfo;
  await new Promise((closed) => probe.close(closed));
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
