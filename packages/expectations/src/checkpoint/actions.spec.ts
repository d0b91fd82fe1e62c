import type { Json } from '../json';
import { httpReceiver, type HttpReceiver } from '../testing/http-receiver';
import { smtpReceiver, type SmtpReceiver } from '../testing/smtp-receiver';
import type { ValidationResult } from '../validation-result';
import { ciLink } from './ci-link';
import type { CheckpointOutcome } from './notice';
import { planActions } from './plan-actions';
import { readCheckpoint } from './read-checkpoint';
import { sendActions } from './send-actions';

let web: HttpReceiver;
let post: SmtpReceiver;
beforeAll(async () => {
  web = await httpReceiver();
  post = await smtpReceiver();
});
afterAll(async () => {
  await web.close();
  await post.close();
});
beforeEach(() => {
  web.received.length = 0;
  post.sessions.length = 0;
});

function resultWith(mean: number, success: boolean, severity?: 'warning'): ValidationResult {
  return {
    success,
    results: [
      {
        success,
        expectation_config: {
          type: 'expect_column_mean_to_be_between',
          kwargs: { column: 'age', max_value: 50 },
          meta: {},
          ...(severity ? { severity } : {}),
        },
        result: { observed_value: mean },
        exception_info: { raised_exception: false, exception_message: null, exception_traceback: null },
        meta: {},
      },
    ],
    suite_name: 'train',
    suite_parameters: {},
    statistics: {
      evaluated_expectations: 1,
      successful_expectations: Number(success),
      unsuccessful_expectations: Number(!success),
      success_percent: success ? 100 : 0,
    },
    meta: {},
  };
}

function outcomeOf(success: boolean, more: Partial<CheckpointOutcome> = {}): CheckpointOutcome {
  return {
    checkpoint: 'nightly',
    project: 'credit-risk',
    time: '2024-06-01T12:00:00.000Z',
    validations: [
      {
        data: 'data/train.csv',
        result: resultWith(success ? 40 : 61.5, success),
        previous: resultWith(41, true),
      },
    ],
    fresh: true,
    link: 'https://ci.example.com/runs/7',
    ...more,
  };
}

const failed = outcomeOf(false);
const passed = outcomeOf(true);

async function run(actions: Json[], outcome: CheckpointOutcome, env: Record<string, string> = {}) {
  const checkpoint = readCheckpoint(JSON.stringify({ name: 'nightly', actions }), { filePath: 'x.json' });
  return sendActions(planActions(checkpoint, outcome, env), {
    store: async () => 'stored',
    docs: async () => 'written',
  });
}

describe('actions of a checkpoint', () => {
  it('tells Slack what failed, what was observed, what changed and where the CI run is', async () => {
    const env = { SLACK: `${web.url}/services/T0/B0/secret` };
    const results = await run([{ type: 'slack', slack_webhook_url: '${SLACK}' }], failed, env);
    expect(results).toEqual([
      { action: 'slack', outcome: 'done', message: `sent to ${new URL(web.url).host}` },
    ]);
    const [{ path, headers, body } = { path: '', headers: {}, body: {} }] = web.received;
    expect([path, headers['content-type']]).toEqual(['/services/T0/B0/secret', 'application/json']);
    const text = JSON.stringify(body);
    for (const part of [
      'Data validation failed: credit-risk, nightly',
      'train over data/train.csv',
      '1 of 1 expectation not met',
      'expect_column_mean_to_be_between(age)',
      '61.5',
      'Since the last run: 1 no longer met',
      '<https://ci.example.com/runs/7|CI run>',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('tells Microsoft Teams as a card', async () => {
    await run([{ type: 'microsoft', teams_webhook: `${web.url}/teams` }], passed);
    expect(web.received[0]?.body).toMatchObject({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          content: {
            body: [
              { type: 'TextBlock', text: 'Data validation passed: credit-risk, nightly', color: 'good' },
              { text: 'train over data/train.csv: all 1 expectation met' },
              { text: 'Since the last run: 1 met with another value' },
            ],
            actions: [{ type: 'Action.OpenUrl', url: 'https://ci.example.com/runs/7' }],
          },
        },
      ],
    });
  });

  it('posts figures to a webhook, with headers from the environment', async () => {
    const action = { type: 'webhook', url: '$HOST/hook', headers: { Authorization: 'Bearer ${TOKEN}' } };
    await run([action], { ...failed, fresh: false }, { HOST: web.url, TOKEN: 'abcdef' });
    expect(web.received[0]?.headers['authorization']).toBe('Bearer abcdef');
    expect(web.received[0]?.body).toMatchObject({
      schema: 'modelgate.checkpoint-notice/v1',
      checkpoint: 'nightly',
      project: 'credit-risk',
      fresh: false,
      success: false,
      validations: [
        {
          suite: 'train',
          data: 'data/train.csv',
          success: false,
          failures: [{ expectation: 'expect_column_mean_to_be_between(age)', severity: 'critical' }],
        },
      ],
    });
  });

  it('sends e-mail by SMTP, with a login', async () => {
    const results = await run(
      [
        {
          type: 'email',
          name: 'mail',
          smtp_address: '127.0.0.1',
          smtp_port: post.port,
          sender_login: 'user',
          sender_password: '${PASSWORD}',
          sender_alias: 'gate@example.com',
          receiver_emails: 'a@example.com, b@example.com',
        },
      ],
      failed,
      { PASSWORD: 'password' },
    );
    expect(results).toEqual([
      { action: 'mail', outcome: 'done', message: 'sent to 2 addresses by 127.0.0.1' },
    ]);
    const [session = ''] = post.sessions;
    for (const part of [
      'MAIL FROM:<gate@example.com>',
      'RCPT TO:<b@example.com>',
      'Subject: Data validation failed: credit-risk, nightly',
      'expect_column_mean_to_be_between(age)',
    ]) {
      expect(session).toContain(part);
    }
  });

  it('reports an action that fails, without its secrets, and goes on', async () => {
    const results = await run(
      [
        { type: 'slack', name: 'answering', slack_webhook: '${SLACK}' },
        { type: 'webhook', name: 'closed', url: 'http://127.0.0.1:1/secret' },
        {
          type: 'email',
          name: 'unknown',
          smtp_address: '127.0.0.1',
          smtp_port: post.port,
          sender_login: 'user',
          sender_password: 'wrongword',
          receiver_emails: 'a@example.com',
        },
        { type: 'store_validation_result', name: 'store' },
      ],
      failed,
      { SLACK: `${web.url}/broken/T0/secret` },
    );
    expect(results.map(({ action, outcome }) => [action, outcome])).toEqual([
      ['answering', 'failed'],
      ['closed', 'failed'],
      ['unknown', 'failed'],
      ['store', 'done'],
    ]);
    expect(results[0]?.message).toContain('answered 500: no such place: ***');
    expect(results[1]?.message).toContain('bad port');
    expect(results[2]?.message).toContain('535');
    expect(JSON.stringify(results)).not.toMatch(/secret|wrongword/);
  });

  it.each<[string, Json, CheckpointOutcome, string]>([
    [
      'an unset variable',
      { type: 'slack', slack_webhook: '${SLACK_WEBHOOK}' },
      failed,
      '${SLACK_WEBHOOK} is not set',
    ],
    ['two', { type: 'webhook', url: '$A', headers: { x: '${B}' } }, failed, '${A}, ${B} are not set'],
    [
      'a passing run',
      { type: 'slack', slack_webhook: 'x', notify_on: 'failure' },
      passed,
      'notify_on: failure',
    ],
    [
      'a failing run',
      { type: 'slack', slack_webhook: 'x', notify_on: 'success' },
      failed,
      'notify_on: success',
    ],
    [
      'a failure of another severity',
      { type: 'slack', slack_webhook: 'x', notify_on: 'critical' },
      outcomeOf(false, { validations: [{ data: 'd', result: resultWith(61, false, 'warning') }] }),
      'notify_on: critical',
    ],
    [
      'a cache hit',
      { type: 'slack', slack_webhook: 'x', fresh_runs_only: true },
      { ...failed, fresh: false },
      'the verdict is from the cache, and the action is for fresh runs only',
    ],
    [
      'an address that is none',
      { type: 'slack', slack_webhook: 'hooks' },
      failed,
      'slack_webhook is no address that begins with https:// or http://',
    ],
    [
      'an action that is not done here',
      { type: 'pagerduty', api_key: 'x' },
      failed,
      'pagerduty is an action of Great Expectations that nothing is done for here',
    ],
    [
      'a result that there is not',
      { type: 'store_validation_result' },
      { ...failed, validations: [], problem: 'data/train.csv is not there' },
      'the data could not be validated, so there is no result',
    ],
    [
      'e-mail to nobody',
      { type: 'email', smtp_address: 'x', receiver_emails: ' ', sender_alias: 'a@x' },
      failed,
      'receiver_emails names nobody',
    ],
    [
      'e-mail of nobody',
      { type: 'email', smtp_address: 'x', receiver_emails: 'a@x' },
      failed,
      'neither sender_alias nor sender_login says who sends it',
    ],
  ])('skips for %s', async (_what, action, outcome, message) => {
    const results = await run([action], outcome);
    expect(results).toEqual([{ action: expect.any(String), outcome: 'skipped', message }]);
    expect(web.received).toEqual([]);
  });

  it('tells why data could not be validated, and that a verdict is from the cache', async () => {
    const problem = 'data/train.csv is not there';
    const action = { type: 'webhook', url: web.url, notify_on: 'failure' };
    await run([action], { ...failed, validations: [], problem });
    await run([{ type: 'slack', slack_webhook: web.url }], { ...passed, fresh: false });
    expect(web.received[0]?.body).toMatchObject({
      title: 'Data validation could not be done: credit-risk, nightly',
      problem,
    });
    expect(JSON.stringify(web.received[1]?.body)).toContain(
      'the data and its suites have not changed since 2024-06-01T12:00:00.000Z',
    );
  });
});

describe('ciLink', () => {
  it.each<[Record<string, string>, string | undefined]>([
    [{}, undefined],
    [
      { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'a/b', GITHUB_RUN_ID: '7' },
      'https://github.com/a/b/actions/runs/7',
    ],
    [{ CI_JOB_URL: 'https://gitlab.com/a/-/jobs/7' }, 'https://gitlab.com/a/-/jobs/7'],
    [{ BUILD_URL: 'https://jenkins/job/7/' }, 'https://jenkins/job/7/'],
    [{ BUILD_URL: 'none' }, undefined],
    [
      { SYSTEM_COLLECTIONURI: 'https://dev.azure.com/o/', SYSTEM_TEAMPROJECT: 'p q', BUILD_BUILDID: '7' },
      'https://dev.azure.com/o/p%20q/_build/results?buildId=7',
    ],
  ])('%j', (env, link) => {
    expect(ciLink(env)).toBe(link);
  });
});
