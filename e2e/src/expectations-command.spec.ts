import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { workspace, type Workspace } from './harness';

let ws: Workspace;
beforeAll(() => {
  ws = workspace({ name: 'expectations-command' });
  ws.write('train.csv', 'id,age\n1,30\n2,-5\n3,40\n');
});
afterAll(() => ws.remove());

/** The command as npm has linked it from the packed tarball. */
function call(...args: string[]) {
  const bin = join(ws.root, 'node_modules/.bin/modelgate-expectations');
  const { status, stdout, stderr } = spawnSync(bin, args, {
    cwd: ws.root,
    env: ws.environment(),
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe('modelgate-expectations, from the packed tarball', () => {
  it('proposes a suite that the data passes, and tells when other data does not', () => {
    expect(call('suggest', '--data', 'train.csv', '--out', 'suite.yaml').status).toBe(0);
    expect(call('validate', '--suite', 'suite.yaml', '--data', 'train.csv').status).toBe(0);
    const suite =
      'expectations:\n  - type: expect_column_min_to_be_between\n    kwargs: { column: age, min_value: 0 }\n';
    ws.write('strict.yaml', suite);
    const failed = call('validate', '--suite', 'strict.yaml', '--data', 'train.csv', '--docs', 'site');
    expect(failed).toMatchObject({
      status: 1,
      stdout: expect.stringMatching(/^FAILED train\.csv\/strict\//),
    });
    expect(existsSync(join(ws.root, 'site/index.html'))).toBe(true);
  });

  it('keeps a profile that data of the same kind does not drift from', () => {
    expect(call('profile', '--data', 'train.csv', '--out', 'train.json').status).toBe(0);
    expect(call('drift', '--data', 'train.csv', '--reference', 'train.json').status).toBe(0);
  });

  it('ends a mistake in one message', () => {
    expect(call('validate', '--suite', 'suit.yaml', '--data', 'train.csv')).toEqual({
      status: 1,
      stdout: '',
      stderr: expect.stringMatching(/^suit\.yaml {2}there is no such suite\n {2}fix: [^\n]*\n$/),
    });
  });
});
