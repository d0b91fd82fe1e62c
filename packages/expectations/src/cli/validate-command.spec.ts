import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { tempFolder } from '../testing/temp-folder';
import { runCommandLine } from './command-line';
import type { Surroundings } from './surroundings';

const temp = tempFolder();
const TIME = new Date('2026-03-01T10:00:00Z');

temp.write('train.csv', 'id,age\n1,30\n2,-5\n3,40\n');
temp.write('test.csv', 'id,age\n1,30\n');
temp.write(
  'suite.yaml',
  [
    'name: applications',
    'suite_parameters: { oldest: 100 }',
    'expectations:',
    '  - type: expect_column_values_to_be_between',
    '    kwargs: { column: age, min_value: 0, max_value: { $PARAMETER: oldest } }',
  ].join('\n'),
);
temp.write(
  'warning.yaml',
  'expectations:\n  - type: expect_column_values_to_be_between\n    severity: warning\n    kwargs: { column: age, min_value: 0 }\n',
);

temp.write('called.csv', 'PAR1, and so on');
temp.write('none.yaml', 'expectations: []\n');

interface Ran {
  code: number;
  out: string;
  err: string;
}

async function call(args: string[], more: Partial<Surroundings> = {}): Promise<Ran> {
  const ran = { code: 0, out: '', err: '' };
  ran.code = await runCommandLine(args, {
    cwd: temp.path,
    env: {},
    now: () => TIME,
    out: (text) => void (ran.out += text),
    err: (text) => void (ran.err += text),
    ...more,
  });
  return ran;
}

const validate = (...args: string[]) => call(['validate', ...args]);
const BOTH = ['--suite', 'suite.yaml', '--data', 'train.csv'];

describe('the command line', () => {
  it.each([
    ['--help', 0, /validate +evaluate suites over data/],
    ['--version', 0, /^\d+\.\d+\.\d+/],
  ])('%s', async (argument, code, text) => {
    expect(await call([argument])).toMatchObject({ code, out: expect.stringMatching(text), err: '' });
  });

  it('tells of a command with --help', async () => {
    const { code, out } = await validate('--help');
    expect(code).toBe(0);
    expect(out).toMatch(/--result-format FORMAT/);
  });

  it.each([
    ['no command', [], /^$/],
    ['another command', ['validat'], /^there is no command "validat"; did you mean validate\?\n {2}fix: /],
    [
      'no suite',
      ['validate', '--data', 'train.csv'],
      /^validate: --suite is missing\n {2}fix: add it, such as --suite expectations\/train\.yaml; /,
    ],
    ['no data', ['validate', '--suite', 'suite.yaml'], /^validate: --data is missing\n/],
    [
      'a misspelled option',
      ['validate', '--suit', 'x'],
      /^validate: there is no option --suit; did you mean --suite\?/,
    ],
    ['an option without a value', ['validate', '--suite', '--data'], /^validate: --suite has no value/],
    ['a flag with a value', ['validate', ...BOTH, '--json=x'], /^validate: --json takes no value/],
    [
      'an argument without a name',
      ['validate', 'train.csv'],
      /^validate: takes no argument without a name, got "train.csv"/,
    ],
    ['two forms', ['validate', ...BOTH, '--json', '--md'], /^validate: --json and --md are both given/],
    ['an output without a form', ['validate', ...BOTH, '--out', 'x'], /^validate: --out says where/],
    ['an option twice', ['validate', ...BOTH, '--out', 'x', '--out', 'y'], /^validate: --out is given twice/],
    [
      'a result format',
      ['validate', ...BOTH, '--result-format', 'sumary'],
      /no result format "sumary"\n {2}fix: did you mean SUMMARY\?/,
    ],
    ['a spelling', ['validate', ...BOTH, '--spelling', '2'], /there is no spelling "2"/],
    ['a parameter', ['validate', ...BOTH, '--parameter', 'oldest'], /--parameter oldest is no NAME=VALUE/],
    ['threads', ['validate', ...BOTH, '--threads', '0'], /--threads 0 is no number of threads/],
    ['a memory limit', ['validate', ...BOTH, '--memory-limit', 'much'], /--memory-limit much is no size/],
    [
      'a suite that is not there',
      ['validate', '--suite', 'suit.yaml', '--data', 'train.csv'],
      /^suit\.yaml {2}there is no such suite\n {2}fix: did you mean suite\.yaml\?/,
    ],
    [
      'a suite that is a folder',
      ['validate', '--suite', '.', '--data', 'train.csv'],
      /the suite cannot be read\n {2}why: it is a folder\n {2}fix: /,
    ],
    [
      'a database, without its password',
      ['validate', '--suite', 'suite.yaml', '--data', 'postgres://me:secret@host/db'],
      /^the command line reads files, and no database\n {2}fix: (?!.*secret)/,
    ],
    [
      'a Parquet file that is called CSV',
      ['validate', '--suite', 'suite.yaml', '--data', 'called.csv'],
      /^called\.csv {2}the file is not CSV, but Parquet\n/,
    ],
    ['data that is not there', ['validate', '--suite', 'suite.yaml', '--data', 'none.csv'], /none\.csv/],
    [
      'a previous result',
      ['validate', ...BOTH, '--previous', 'train.csv'],
      /^train\.csv {2}is no result of a validation/,
    ],
    [
      'an output that cannot be written',
      ['validate', ...BOTH, '--json', '--out', 'train.csv/x'],
      /the output cannot be written/,
    ],
  ])('ends a mistake in one message and 1: %s', async (_what, args, message) => {
    const { code, err } = await call(args);
    expect(code).toBe(1);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n {4}at /);
  });
});

describe('validate', () => {
  it('says of a suite without expectations that nothing was checked', async () => {
    const { out } = await validate('--suite', 'none.yaml', '--data', 'train.csv');
    expect(out).toMatch(
      /^note train\.csv\/none: The suite has no expectations: nothing was checked\.\n0 of 0 /,
    );
  });

  it('exits 1 where the data fails, 0 where it passes or only warns', async () => {
    expect(await validate(...BOTH)).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^FAILED train\.csv.*-5/),
    });
    expect((await validate('--suite', 'suite.yaml', '--data', 'test.csv')).code).toBe(0);
    expect(await validate('--suite', 'warning.yaml', '--data', 'train.csv')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^WARNING /),
    });
  });

  it('prints a table on a terminal, and plain lines there in CI', async () => {
    const table = await call(['validate', ...BOTH], { width: 100, env: { NO_COLOR: '1' } });
    expect(table.out).toMatch(/^✖ applications over train\.csv/);
    const lines = await call(['validate', ...BOTH], { width: 100, env: { CI: 'true' } });
    expect(lines.out).toMatch(/^FAILED /);
  });

  it.each([
    ['--json', /^\{\n {2}"success": false,/],
    ['--html', /^<!doctype html>/],
    ['--md', /^### ❌ train\.csv: applications failed/],
    ['--junit', /^<\?xml/],
  ])('prints %s alone, or writes it beside the table', async (form, start) => {
    const { out } = await validate(...BOTH, form);
    expect(out).toMatch(start);
    const written = await validate(...BOTH, form, '--out', `reports/new/result${form}`);
    expect(written.out).toMatch(/^FAILED /);
    expect(readFileSync(join(temp.path, `reports/new/result${form}`), 'utf8')).toMatch(start);
  });

  it('evaluates every suite over all data, with parameters', async () => {
    const { out } = await validate(
      ...['--suite', 'suite.yaml', '--suite', 'warning.yaml', '--data', 'train.csv', '--data', 'test.csv'],
      ...['--parameter', 'oldest=20', '--json', '--spelling', '0.x', '--result-format', 'complete'],
    );
    const { run_results: results } = JSON.parse(out);
    expect(Object.keys(results)).toEqual([
      'applications/train.csv',
      'warning/train.csv',
      'applications/test.csv',
      'warning/test.csv',
    ]);
    expect(results['applications/train.csv'].results[0].result.unexpected_list).toEqual([30, -5, 40]);
    expect(results['applications/test.csv'].meta.expectation_suite_name).toBe('applications');
  });

  it('keeps runs as data docs, and compares with the last one', async () => {
    await validate('--suite', 'suite.yaml', '--data', 'train.csv', '--docs', 'docs');
    const second = await validate(
      '--suite',
      'suite.yaml',
      '--data',
      'train.csv',
      '--docs',
      'docs',
      '--parameter',
      'oldest=35',
    );
    expect(second.out).toContain('Since the last run: 1 still not met, with other figures.');
    expect(readdirSync(join(temp.path, 'docs/runs'))).toHaveLength(2);
    expect(second.err).toMatch(/^data docs: docs\/runs\/.*index\.html\n$/);
  });

  it('compares with a result file', async () => {
    await validate(...BOTH, '--json', '--out', 'previous.json');
    const { out } = await validate(...BOTH, '--previous', 'previous.json');
    expect(out).toContain('Since the last run: nothing changed.');
  });

  it('writes all failing rows, with the key columns', async () => {
    await validate(...BOTH, '--failing-rows', 'rows', '--key', 'id');
    expect(readdirSync(join(temp.path, 'rows'))).toEqual([
      '001-expect_column_values_to_be_between-age.parquet',
    ]);
  });
});

describe('validate --checkpoint', () => {
  for (const folder of ['checkpoints', 'expectations'])
    mkdirSync(join(temp.path, 'gx', folder), { recursive: true });
  temp.write(
    'gx/expectations/ages.yaml',
    'expectations:\n  - type: expect_column_values_to_be_between\n    kwargs: { column: age, min_value: 0 }\n',
  );

  it('evaluates what it names and does what its actions say, whatever becomes of them', async () => {
    const bodies: string[] = [];
    const server = createServer((request, response) => {
      request.on('data', (chunk) => bodies.push(String(chunk))).on('end', () => response.end('ok'));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    temp.write(
      'gx/checkpoints/nightly.yaml',
      [
        'name: nightly',
        'config_version: 1.0',
        'validations:',
        '  - expectation_suite_name: ages',
        '    data: train.csv',
        'action_list:',
        '  - name: store',
        '    action: { class_name: StoreValidationResultAction }',
        '  - name: docs',
        '    action: { class_name: UpdateDataDocsAction }',
        '  - name: slack',
        '    action: { class_name: SlackNotificationAction, slack_webhook: "${HOOK}", notify_on: failure }',
        '  - name: other',
        '    action: { class_name: SlackNotificationAction, slack_webhook: "${UNSET}", notify_on: all }',
      ].join('\n'),
    );
    try {
      const { code, out, err } = await call(['validate', '--checkpoint', 'gx/checkpoints/nightly.yaml'], {
        env: { HOOK: `http://127.0.0.1:${port}/secret` },
      });
      expect(code).toBe(1);
      expect(out).toMatch(/^FAILED train\.csv\/ages\/.*stands at gx\/expectations\/ages\.\w+:2:5/);
      expect(bodies.join('')).toContain('expect_column_values_to_be_between(age)');
      expect(err).toMatch(/checkpoint nightly, slack: done: sent to 127\.0\.0\.1/);
      expect(err).toMatch(/checkpoint nightly, other: skipped: \$\{UNSET\} is not set/);
      expect(err).not.toContain('/secret');
      expect(existsSync(join(temp.path, '.modelgate/data-docs/index.html'))).toBe(true);
    } finally {
      server.close();
    }
  });

  it.each([
    [
      'of a suite that is nowhere',
      'expectation_suite_name: none\n    data: train.csv',
      /there is no suite "none"/,
    ],
    ['without data', 'expectation_suite_name: ages', /does not say where its data is/],
  ])('refuses one %s', async (_what, validation, message) => {
    temp.write('gx/checkpoints/bad.yaml', `name: bad\nconfig_version: 1\nvalidations:\n  - ${validation}\n`);
    const { code, err } = await call(['validate', '--checkpoint', 'gx/checkpoints/bad.yaml']);
    expect(code).toBe(1);
    expect(err).toMatch(message);
  });
});
