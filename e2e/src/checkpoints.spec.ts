import { createServer, type Server } from 'node:http';
import { expectCode, workspace, type Workspace } from './harness';

const MODEL = 'models/credit-risk';

const CHECKPOINT = `name: nightly
config_version: 1.0
action_list:
  - name: slack
    action: { class_name: SlackNotificationAction, slack_webhook: '\${SLACK_WEBHOOK}', notify_on: all }
  - name: fresh
    action: { class_name: WebhookAction, url: '\${HOST}/fresh', fresh_runs_only: true }
  - name: broken
    action: { class_name: WebhookAction, url: '\${HOST}/broken' }
  - name: unset
    action: { class_name: SlackNotificationAction, slack_webhook: '\${NOBODY}' }
  - name: docs
    action: { class_name: UpdateDataDocsAction }
`;

/** A checkpoint's messages are sent by the hook after all tasks, whether the verdict is new or from the cache. */
describe('checkpoints', () => {
  let ws: Workspace;
  let server: Server;
  let host = '';
  const received: { path: string; text: string }[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push({ path: request.url ?? '', text: Buffer.concat(chunks).toString() });
        response.writeHead(request.url === '/broken' ? 500 : 200).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the receiver has no port');
    host = `http://127.0.0.1:${address.port}`;
    ws = workspace({ name: 'checkpoints' });
    expectCode(0, await ws.nx(['generate', 'ml-model', 'credit-risk']));
    ws.write(`${MODEL}/checkpoints/nightly.yaml`, CHECKPOINT);
    ws.commit('Add a model and a checkpoint');
  });
  beforeEach(() => received.splice(0));
  afterAll(async () => {
    await new Promise((resolve) => server.close(resolve));
    ws?.remove();
  });

  const validate = () =>
    ws.nx(['run', 'credit-risk:validate-data'], {
      env: { HOST: host, SLACK_WEBHOOK: `${host}/services/secret`, BUILD_URL: 'https://ci.example.com/7' },
    });
  const log = () => JSON.parse(ws.read(`dist/${MODEL}/checkpoints/nightly.json`));

  it('tells of a fresh run; an action that fails or lacks its variable changes no verdict', async () => {
    const run = expectCode(0, await validate());
    expect(received.map(({ path }) => path)).toEqual(['/services/secret', '/fresh', '/broken']);
    expect(received[0]?.text).toContain('Data validation passed: credit-risk, nightly');
    expect(received[0]?.text).toContain('<https://ci.example.com/7|CI run>');
    expect(log().actions.map((each: { outcome: string }) => each.outcome)).toEqual([
      'done',
      'done',
      'failed',
      'skipped',
      'done',
    ]);
    expect(run.all).toContain('${NOBODY} is not set');
    expect(run.all + JSON.stringify(log())).not.toContain('secret');
    expect(ws.read(`dist/${MODEL}/data-docs/index.html`)).toContain('<html');
  });

  it('tells of a verdict from the cache, but for an action that is for fresh runs only', async () => {
    const run = expectCode(0, await validate());
    expect(run.all).toContain('local cache');
    expect(received.map(({ path }) => path)).toEqual(['/services/secret', '/broken']);
    expect(received[0]?.text).toContain('the data and its suites have not changed since ');
  });

  it('tells what failed, and what changed since the run before', async () => {
    ws.write(
      `${MODEL}/expectations/train.yaml`,
      `${ws.read(`${MODEL}/expectations/train.yaml`)}  - type: expect_table_row_count_to_equal\n    kwargs: { value: 1 }\n`,
    );
    const run = await validate();
    expect(run.code).toBe(1);
    const [{ text } = { text: '' }] = received;
    expect(text).toContain('Data validation failed: credit-risk, nightly');
    expect(text).toContain('expect_table_row_count_to_equal');
    expect(text).toContain('Since the last run: 1 new');
  });
});
