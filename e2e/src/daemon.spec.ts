import { expectCode, workspace, type Workspace } from './harness';
import { QUICK_MEASURE, rerun } from './models';

/** What users have: the daemon, and plugins in processes of their own. */
const AS_USERS = { NX_DAEMON: 'true', NX_ISOLATE_PLUGINS: 'true' };
const MODEL = 'models/credit-risk';

describe('with the daemon and isolated plugins', () => {
  let ws: Workspace;

  beforeAll(async () => {
    ws = workspace({ name: 'daemon' });
    expectCode(0, await ws.nx(['generate', 'ml-model', 'credit-risk'], { env: AS_USERS }));
    ws.write(`${MODEL}/measure.yaml`, QUICK_MEASURE);
    ws.commit('Add a model');
    expectCode(0, await ws.nx(['run', 'credit-risk:gate'], { env: AS_USERS }));
  });
  afterAll(async () => {
    await ws?.nx(['daemon', '--stop'], { env: AS_USERS });
    ws?.remove();
  });

  it('serves everything from the cache', async () => {
    expect(
      rerun(expectCode(0, await ws.nx(['run', 'credit-risk:gate'], { env: AS_USERS })), 'credit-risk'),
    ).toBe('');
  });

  it('hashes what the hook before all tasks has set', async () => {
    const env = { ...AS_USERS, MODELGATE_HARDWARE: 'another machine' };
    expect(rerun(expectCode(0, await ws.nx(['run', 'credit-risk:gate'], { env })), 'credit-risk')).toBe(
      'M B',
    );
  });

  it('tells deploy which configuration was mistyped', async () => {
    const run = await ws.nx(['run', 'credit-risk:deploy', '--configuration=prod'], { env: AS_USERS });
    expect(run.code).toBe(1);
    expect(run.all).toContain('cannot deploy to "prod": use staging or production');
  });

  it('judges again when only a margin changed', async () => {
    ws.write(`${MODEL}/gates/evaluate.yaml`, `${ws.read(`${MODEL}/gates/evaluate.yaml`)}# more\n`);
    const run = expectCode(0, await ws.nx(['run', 'credit-risk:gate'], { env: AS_USERS }));
    expect(rerun(run, 'credit-risk')).toBe('E');
  });
});
