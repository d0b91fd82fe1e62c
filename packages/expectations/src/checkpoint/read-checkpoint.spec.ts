import { UserError } from '@modelgate/contracts';
import { readCheckpoint } from './read-checkpoint';

const filePath = 'checkpoints/nightly.yaml';

const YAML_0 = `name: nightly
config_version: 1.0
class_name: Checkpoint
run_name_template: '%Y%m%d'
evaluation_parameters: { low: 0, high: 9 }
batch_request:
  datasource_name: files
  data_asset_name: applications
validations:
  - expectation_suite_name: train
  - expectation_suite_name: test
    batch_request:
      runtime_parameters: { path: data/test.csv }
    evaluation_parameters: { low: 1 }
action_list:
  - name: store_validation_result
    action: { class_name: StoreValidationResultAction }
  - name: tell_slack
    action:
      class_name: SlackNotificationAction
      slack_webhook: \${SLACK_WEBHOOK}
      notify_on: failure
      fresh_runs_only: true
      renderer: { module_name: great_expectations.render.renderer.slack_renderer, class_name: SlackRenderer }
  - name: measure
    action: { class_name: StoreMetricsAction, target_store_name: metrics }
  - name: own
    action: { class_name: OwnAction, module_name: plugins.own }
`;

const JSON_1 = JSON.stringify({
  name: 'nightly',
  id: '4a1',
  validation_definitions: [{ name: 'train definition', id: '1' }],
  actions: [
    { type: 'update_data_docs', name: 'docs', site_names: [] },
    { type: 'microsoft', name: 'teams', teams_webhook: '${TEAMS}', notify_on: 'critical' },
    { type: 'email', name: 'mail', smtp_address: 'localhost', smtp_port: '25', receiver_emails: 'a@x' },
    { type: 'webhook', url: 'https://example.com/hook' },
  ],
  result_format: 'SUMMARY',
});

describe('readCheckpoint', () => {
  it('reads the spelling of 0.x', () => {
    const { validations, actions, ...checkpoint } = readCheckpoint(YAML_0, { filePath });
    expect(checkpoint).toEqual({
      name: 'nightly',
      spelling: '0.x',
      place: { file: filePath, line: 1, column: 1 },
    });
    expect(validations).toEqual([
      {
        suite: 'train',
        data: { names: ['applications'] },
        parameters: { low: 0, high: 9 },
        place: { file: filePath, line: 10, column: 5 },
      },
      {
        suite: 'test',
        data: { path: 'data/test.csv', names: ['data/test.csv'] },
        parameters: { low: 1, high: 9 },
        place: { file: filePath, line: 11, column: 5 },
      },
    ]);
    expect(actions.map(({ name, kind, notifyOn, freshOnly }) => [name, kind, notifyOn, freshOnly])).toEqual([
      ['store_validation_result', 'store', 'all', false],
      ['tell_slack', 'slack', 'failure', true],
      ['measure', 'none', 'all', false],
      ['own', 'none', 'all', false],
    ]);
  });

  it('reads the spelling of 1.x with its validation definitions', () => {
    const definition = JSON.stringify({
      name: 'train definition',
      suite: { name: 'train', id: '2' },
      data: {
        datasource: { name: 'files' },
        asset: { name: 'applications' },
        batch_definition: { name: 'all' },
      },
    });
    const { spelling, validations, actions } = readCheckpoint(JSON_1, {
      filePath: 'gx/checkpoints/nightly',
      definition: (name) =>
        name === 'train definition'
          ? { text: definition, filePath: 'gx/validation_definitions/x' }
          : undefined,
    });
    expect(spelling).toBe('1.x');
    expect(validations.map(({ suite, data }) => [suite, data])).toEqual([
      ['train', { names: ['all', 'applications', 'files'] }],
    ]);
    expect(actions.map(({ name, kind, notifyOn }) => [name, kind, notifyOn])).toEqual([
      ['docs', 'docs', 'all'],
      ['teams', 'teams', 'critical'],
      ['mail', 'email', 'all'],
      ['webhook', 'webhook', 'all'],
    ]);
  });

  it.each<[string, string, [string, string | undefined][]]>([
    ['actions alone', 'action_list: []\n', []],
    ['one suite and no data', 'expectation_suite_name: train\n', [['train', undefined]]],
    [
      'data by their role',
      'validations: [{ expectation_suite_name: a, data: test }, { expectation_suite_name: b, data: data/x.csv }]\n',
      [
        ['a', 'test'],
        ['b', 'data/x.csv'],
      ],
    ],
    [
      'batches of the oldest spelling',
      'batches: [{ batch_kwargs: { path: data/x.csv, datasource: files }, expectation_suite_names: [a, b] }]\n',
      [
        ['a', 'data/x.csv'],
        ['b', 'data/x.csv'],
      ],
    ],
    [
      'definitions that stand in the checkpoint',
      'validation_definitions: [{ suite: { name: a }, data: test }]\n',
      [['a', 'test']],
    ],
  ])('reads %s', (_what, text, runs) => {
    const { validations } = readCheckpoint(text, { filePath });
    expect(validations.map(({ suite, data }) => [suite, data?.path])).toEqual(runs);
  });

  it('takes the stem of the file for a missing name, and the webhook of a SimpleCheckpoint', () => {
    const text = 'class_name: SimpleCheckpoint\nslack_webhook_url: ${SLACK}\nnotify_on: failure\n';
    const { name, actions } = readCheckpoint(text, { filePath });
    expect(name).toBe('nightly');
    expect(actions.map(({ kind, notifyOn }) => [kind, notifyOn])).toEqual([['slack', 'failure']]);
  });

  it.each([
    ['an empty file', '', ':1  the file is empty'],
    ['a list', '- a\n', ':1:1  expected a checkpoint, got ["a"]'],
    ['validations that are no list', 'validations: a\n', ':1:14  validations: expected a list, got "a"'],
    [
      'a validation without a suite',
      'validations:\n  - data: x\n',
      ':2:5  expectation_suite_name is missing; ',
    ],
    [
      'a definition that is not there',
      'validation_definitions:\n  - name: a\n',
      ':2:5  there is no validation definition "a": it belongs into validation_definitions/',
    ],
    [
      'an action without a type',
      'actions: [{ name: a }]\n',
      ':1:11  expected an action with class_name (0.x) or type (1.x), ',
    ],
    [
      'an unknown action',
      'actions: [{ type: slak }]\n',
      ':1:19  there is no action "slak"; did you mean "slack"?',
    ],
    [
      'an unknown notify_on',
      'actions: [{ type: slack, slack_webhook: x, notify_on: never }]\n',
      'notify_on: expected one of all, ',
    ],
    [
      'a slack action without its webhook',
      'actions: [{ type: slack }]\n',
      'slack action "slack": slack_webhook is missing; expected the address, such as ${SLACK_WEBHOOK}',
    ],
    [
      'a misspelled webhook',
      'actions: [{ type: slack, slack_webhok: x }]\n',
      'slack_webhook is missing; "slack_webhok" stands there instead',
    ],
    [
      'a slack token',
      'actions: [{ type: slack, slack_token: x }]\n',
      'a slack_token is not used: name the incoming webhook',
    ],
    [
      'a flag that is none',
      'actions: [{ type: update_data_docs, fresh_runs_only: 1 }]\n',
      'fresh_runs_only: expected true or false, got 1',
    ],
  ])('names the place of %s', (_what, text, message) => {
    const reading = () => readCheckpoint(text, { filePath });
    expect(reading).toThrow(UserError);
    expect(reading).toThrow(message);
  });
});
