import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expectCode, workspace, type Workspace } from './harness';
import { modelsWithBaselines } from './models';

const MODEL = 'models/credit-risk';
const REGISTRY = '.modelgate/registry/credit-risk';

interface State {
  sequence: number;
  current: string | null;
}

interface Report {
  outcome: string;
  summary: string;
  gates: { id: string; effect: string; message: string }[];
  tables: { title: string; rows: (string | number)[][] }[];
}

describe('a release', () => {
  let ws: Workspace;
  const state = (environment: string) =>
    JSON.parse(ws.read(`${REGISTRY}/environments/${environment}.json`)) as State;
  const report = (stage: string) => JSON.parse(ws.read(`dist/${MODEL}/${stage}/report.json`)) as Report;
  const gatesOf = (stage: string) => report(stage).gates.map(({ id, effect }) => `${id} ${effect}`);
  const packageAndDeploy = async () => {
    expectCode(0, await ws.nx(['run', 'credit-risk:package']));
    expectCode(0, await ws.nx(['run', 'credit-risk:deploy', '--configuration=staging']));
  };

  beforeAll(async () => {
    ws = workspace({ name: 'release' });
    await modelsWithBaselines(ws, ['credit-risk']);
  });
  afterAll(() => ws?.remove());

  it('refuses to deploy what was not packaged', async () => {
    const run = await ws.nx(['run', 'credit-risk:deploy', '--configuration=staging']);
    expect(run.code).toBe(1);
    expect(run.all).toContain('nx run credit-risk:package');
    expect(gatesOf('deploy')).toEqual(['refusal/1 fail']);
    expect(ws.read(`dist/${MODEL}/deploy/junit.xml`)).toContain('failures="1"');
  });

  it('packages, deploys, deploys another version, and rolls back', async () => {
    await packageAndDeploy();
    const first = state('staging');
    expect(first).toMatchObject({ sequence: 1 });
    expect(gatesOf('deploy')).toEqual(['put pass', 'verify pass', 'load-check pass', 'swap pass']);

    ws.replace(`${MODEL}/params.yaml`, 'epochs: 50', 'epochs: 45');
    ws.commit('Train less');
    await packageAndDeploy();
    expect(state('staging').sequence).toBe(2);
    expect(state('staging').current).not.toBe(first.current);

    const rolled = expectCode(
      0,
      await ws.nx(['run', 'credit-risk:rollback', '--configuration=staging', '--reason=worse in practice']),
    );
    expect(state('staging')).toMatchObject({ sequence: 3, current: first.current });
    expect(rolled.all).toContain(String(first.current).slice(0, 8));
    expect(gatesOf('rollback')).toEqual(['fetch pass', 'load-check pass', 'swap pass']);
    expect(ws.read(`${REGISTRY}/environments/staging.log.jsonl`).trim().split('\n')).toHaveLength(3);
    expect(
      readdirSync(join(ws.root, REGISTRY, 'versions')).filter((name) => !name.startsWith('.')),
    ).toHaveLength(2);
  });

  it('tells in the report of a version what the command spent and what it saved', async () => {
    const ranIn = () =>
      Object.fromEntries(
        report('package')
          .tables.filter(({ title }) => title === 'Cost of the stages before')
          .flatMap(({ rows }) => rows.map((row) => [row[0], row[3]])),
      );
    ws.replace(`${MODEL}/gates/evaluate.yaml`, 'max_drop: 0.02', 'max_drop: 0.5');
    expectCode(0, await ws.nx(['run', 'credit-risk:package']));
    expect(ranIn()).toMatchObject({ train: 'an earlier one', evaluate: 'this command' });
    ws.git('checkout', '--quiet', '.');
    expectCode(0, await ws.nx(['run', 'credit-risk:package']));
    expect(ranIn()).toMatchObject({ train: 'an earlier one', evaluate: 'an earlier one' });
    expect(report('package').summary).toMatch(/; the stages before it spent 0 ms, saved \d/);
  });

  it('prints a plan as data and changes nothing', async () => {
    const before = state('staging');
    const reported = report('deploy');
    const run = expectCode(
      0,
      await ws.nx(['run', 'credit-risk:deploy', '--configuration=staging', '--dryRun']),
    );
    expect(run.stdout).toContain('"expectedSequence": 3');
    expect(state('staging')).toEqual(before);
    expect(report('deploy')).toEqual(reported);
  });

  it.each([
    ['--configuration=prod', 'cannot deploy to "prod": use staging or production'],
    ['--configuration=stagin', 'cannot deploy to "stagin": use staging or production'],
  ])('refuses %s', async (flag, message) => {
    const run = await ws.nx(['run', 'credit-risk:deploy', flag]);
    expect(run.code).toBe(1);
    expect(run.all).toContain(message);
  });

  it('refuses to deploy to nowhere', async () => {
    const run = await ws.nx(['run', 'credit-risk:deploy']);
    expect(run.code).toBe(1);
    expect(run.all).toContain('cannot deploy to nowhere: name the environment (staging or production)');
  });

  it('refuses what the policy of an environment asks for and is not there', async () => {
    const toProduction = ['run', 'credit-risk:deploy', '--configuration=production'];
    ws.write(
      `${MODEL}/deploy.yaml`,
      'schema: modelgate.deploy/v1\nenvironments:\n  production: { after: stagin }\n',
    );
    const mistyped = await ws.nx(toProduction);
    expect(mistyped.code).toBe(1);
    expect(mistyped.all).toContain('there is no environment "stagin"; did you mean "staging"?');

    ws.write(
      `${MODEL}/deploy.yaml`,
      'schema: modelgate.deploy/v1\nenvironments:\n  production: { after: staging }\n',
    );
    const rolledBack = await ws.nx(toProduction);
    expect(rolledBack.code).toBe(1);
    expect(rolledBack.all).toContain('staging was rolled back from this version');

    expectCode(0, await ws.nx(['run', 'credit-risk:deploy', '--configuration=staging']));
    expectCode(0, await ws.nx(toProduction));
    expect(state('production').current).toBe(state('staging').current);
    ws.git('checkout', '--quiet', '.');
  });

  it('packages no bytes that differ from their manifest, though the cache vouches for them', async () => {
    expectCode(0, await ws.nx(['run', 'credit-risk:gate']));
    const folder = join(ws.root, `dist/${MODEL}/train/model`);
    const [file] = readdirSync(folder);
    writeFileSync(join(folder, String(file)), 'tampered');
    const run = await ws.nx(['run', 'credit-risk:package', '--excludeTaskDependencies']);
    expect(run.code).toBe(1);
    expect(run.all).toContain(`dist/${MODEL}/train/artifact.json`);
    expect(run.all).toMatch(/sha256|bytes/);
  });

  it('deploys no version whose bytes differ from their manifest', async () => {
    ws.freshCache();
    expectCode(0, await ws.nx(['run', 'credit-risk:package']));
    const folder = join(ws.root, `dist/${MODEL}/package/bundle/model`);
    const [file] = readdirSync(folder);
    writeFileSync(join(folder, String(file)), 'tampered');
    const deployed = () => existsSync(join(ws.root, REGISTRY)) && state('staging');
    const before = deployed();
    const run = await ws.nx(['run', 'credit-risk:deploy', '--configuration=staging']);
    expect(run.code).toBe(1);
    expect(deployed()).toEqual(before);
  });
});
