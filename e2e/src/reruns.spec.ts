import { workspace, type Workspace } from './harness';
import { CHANGES, REVISIONS, writeRevisions } from './changes';
import { modelsWithBaselines, rerun } from './models';

describe('what a change reruns', () => {
  let ws: Workspace;
  let revisions: string;
  const gate = (env: NodeJS.ProcessEnv = {}) =>
    ws.nx(['run-many', '-t', 'gate', '-p', 'credit-risk,churn'], { env });

  beforeAll(async () => {
    ws = workspace({ name: 'reruns' });
    await modelsWithBaselines(ws, ['credit-risk', 'churn']);
    revisions = ws.read(REVISIONS);
  });
  afterEach(() => {
    ws.git('checkout', '--quiet', '.');
    ws.git('clean', '--quiet', '-fd', '.');
    if (ws.read(REVISIONS) !== revisions) writeRevisions(ws, revisions);
  });
  afterAll(() => ws?.remove());

  it.each([{ what: 'nothing', reruns: '', make: () => undefined }, ...CHANGES])(
    '$what: $reruns',
    async ({ make, reruns, other = '', env }) => {
      await make(ws);
      const run = await gate(env?.(ws));
      expect({
        'credit-risk': rerun(run, 'credit-risk'),
        churn: rerun(run, 'churn'),
        output: rerun(run, 'credit-risk') === reruns && rerun(run, 'churn') === other ? '' : run.all,
      }).toEqual({ 'credit-risk': reruns, churn: other, output: '' });
    },
  );

  it('runs no Python stage with another interpreter than the hashed one', async () => {
    ws.write('.python-version', '3.99\n');
    const run = await gate();
    expect(run.code).not.toBe(0);
    expect(rerun(run, 'credit-risk')).toBe('S');
    expect(run.all).toContain('the cache key of this task holds Python 3.99');
  });
});
