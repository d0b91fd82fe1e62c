import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { PYTHON } from './testing/temp-project';

describe('the runner', () => {
  it("passes its own tests, and keeps to Python 3.9's syntax", () => {
    const run = () =>
      execFileSync(PYTHON.path, ['-B', join(__dirname, 'testing/runner_test.py')], { stdio: 'pipe' });
    expect(run).not.toThrow();
  });
});
