import { createServer, type Server } from 'node:http';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { runCheckpoints } from './run-checkpoints';

const ROOT = 'models/credit';
const FILE = `${ROOT}/checkpoints/nightly.yaml`;

let folder: string;
let server: Server;
let url: string;
const received: unknown[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push(JSON.parse(Buffer.concat(chunks).toString()));
      response.writeHead(request.url === '/broken' ? 500 : 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  url = `http://127.0.0.1:${address.port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));
beforeEach(() => {
  received.length = 0;
  folder = mkdtempSync(join(tmpdir(), 'checkpoints-'));
  write(`${ROOT}/model.yaml`, 'schema: modelgate.model/v1\nname: credit\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function checkpoint(...actions: object[]): void {
  write(FILE, JSON.stringify({ name: 'nightly', actions }));
}

function validated(success: boolean, time: string): void {
  const result = {
    success,
    suite_name: 'train',
    results: [
      {
        success,
        expectation_config: { type: 'expect_column_to_exist', kwargs: { column: 'age' }, meta: {} },
        result: {},
        exception_info: { raised_exception: false, exception_message: null, exception_traceback: null },
        meta: {},
      },
    ],
    meta: {},
  };
  const validations = [
    { suite: `${ROOT}/expectations/train.yaml`, data: 'train.csv', checkpoints: [FILE], result },
  ];
  write(
    `dist/${ROOT}/validate-data/validations.json`,
    JSON.stringify({ schema: 'modelgate.validations/v1', time, validations }),
  );
}

async function run(status: string, env: NodeJS.ProcessEnv = {}): Promise<string[]> {
  const lines: string[] = [];
  await runCheckpoints([{ name: 'credit', root: ROOT, status }], {
    workspaceRoot: folder,
    env,
    say: (line) => lines.push(line),
  });
  return lines;
}

describe('runCheckpoints', () => {
  it('tells of a fresh run and of a cache hit, and what changed since the run before', async () => {
    checkpoint({ type: 'webhook', url }, { type: 'webhook', name: 'fresh', url, fresh_runs_only: true });
    validated(true, '2024-06-01T00:00:00.000Z');
    await run('success');
    validated(false, '2024-06-02T00:00:00.000Z');
    await run('failure');
    const lines = await run('local-cache');
    expect(lines).toEqual([
      `credit, checkpoint nightly, webhook: done: sent to ${new URL(url).host}`,
      'credit, checkpoint nightly, fresh: skipped: the verdict is from the cache, and the action is for fresh runs only',
    ]);
    const change = '1 no longer met';
    expect(received).toMatchObject([
      { success: true, fresh: true },
      { success: true, fresh: true },
      { success: false, fresh: true, validations: [{ change }] },
      { success: false, fresh: true },
      { success: false, fresh: false, validations: [{ change }] },
    ]);
  });

  it('writes what became of the actions into a file, without secrets', async () => {
    checkpoint(
      { type: 'slack', slack_webhook: '${SLACK}' },
      { type: 'slack', name: 'unset', slack_webhook: '${NOBODY}' },
    );
    validated(true, '2024-06-01T00:00:00.000Z');
    await run('success', { SLACK: `${url}/broken` });
    const log = readFileSync(join(folder, `dist/${ROOT}/checkpoints/nightly.json`), 'utf8');
    expect(JSON.parse(log)).toMatchObject({
      checkpoint: FILE,
      fresh: true,
      actions: [
        { action: 'slack', outcome: 'failed', message: expect.stringContaining('answered 500') },
        { action: 'unset', outcome: 'skipped', message: '${NOBODY} is not set' },
      ],
    });
    expect(log).not.toContain('/broken');
  });

  it('keeps results and data docs once for each validation', async () => {
    checkpoint({ type: 'store_validation_result' }, { type: 'update_data_docs' });
    validated(true, '2024-06-01T00:00:00.000Z');
    const stored = `.modelgate/validations/${ROOT}/nightly/2024-06-01T00-00-00.000Z.json`;
    expect(await run('success')).toEqual([
      `credit, checkpoint nightly, store_validation_result: done: ${stored}`,
      `credit, checkpoint nightly, update_data_docs: done: dist/${ROOT}/data-docs/index.html`,
    ]);
    expect(JSON.parse(readFileSync(join(folder, stored), 'utf8'))).toMatchObject({ success: true });
    expect(existsSync(join(folder, `dist/${ROOT}/data-docs/index.html`))).toBe(true);
    expect((await run('local-cache'))[0]).toContain('is there already');
  });

  it('tells that the data could not be validated', async () => {
    checkpoint({ type: 'webhook', url, notify_on: 'failure' });
    await run('failure');
    expect(received).toMatchObject([
      { success: false, problem: 'validate-data has no result; its output says why' },
    ]);
  });

  it('says what is wrong with a checkpoint, and does not throw', async () => {
    write(FILE, 'actions: [{ type: slak }]\n');
    validated(true, '2024-06-01T00:00:00.000Z');
    expect((await run('success'))[0]).toContain(
      `credit: the checkpoints were not run: ${FILE}:1:19  there is no action "slak"`,
    );
  });
});
