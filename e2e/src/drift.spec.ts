import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expectCode, tasks, workspace, type NxRun, type Workspace } from './harness';

const csv = (shift: number) =>
  [
    'age,income,target',
    ...Array.from({ length: 400 }, (_none, row) =>
      [20 + (row % 50), 20_000 + ((row * 7919) % 60_000) + shift, row % 2].join(','),
    ),
    '',
  ].join('\n');

const ROOT = 'datasets/applications';
const PROFILE = `${ROOT}/expectations/profiles/train.json`;

describe('drift of a data set from its profile', () => {
  let ws: Workspace;
  const validate = () => ws.nx(['run', 'applications:validate-data']);
  const profile = () =>
    execFileSync(
      join(ws.root, 'node_modules/.bin/modelgate-expectations'),
      ['profile', '--data', `${ROOT}/data/train.csv`],
      { cwd: ws.root, env: ws.environment(), encoding: 'utf8' },
    );
  const told = (run: NxRun) => run.all.replace(/\s+/g, ' ');

  beforeAll(async () => {
    ws = workspace({ name: 'drift' });
    expectCode(0, await ws.nx(['generate', '@modelgate/nx:init']));
    ws.write(
      `${ROOT}/dataset.yaml`,
      'schema: modelgate.dataset/v1\nname: applications\nfiles: { train: data/train.csv }\n',
    );
    ws.write(`${ROOT}/data/train.csv`, csv(0));
    ws.write(
      `${ROOT}/gates/validate-data.yaml`,
      'schema: modelgate.gates.validate-data/v1\ndrift:\n  reference: expectations/profiles/train.json\n',
    );
    ws.commit('Add a data set');
  });
  afterAll(() => ws?.remove());

  it('asks for the profile with the command that makes it', async () => {
    const run = await validate();
    expectCode(1, run);
    expect(told(run)).toContain(`there is no profile ${PROFILE}`);
    expect(told(run)).toContain(
      `npx @modelgate/expectations profile --data ${ROOT}/data/train.csv --out ${PROFILE}`,
    );
  });

  it('passes the data that the profile was made of, and takes it from the cache', async () => {
    ws.write(PROFILE, profile());
    ws.commit('Add its profile');
    expectCode(0, await validate());
    const again = await validate();
    expectCode(0, again);
    expect(tasks(again).ran).toEqual([]);
  });

  it('catches data that moved, and says column, distance, threshold and rule', async () => {
    ws.write(`${ROOT}/data/train.csv`, csv(30_000));
    const run = await validate();
    expectCode(1, run);
    expect(told(run)).toMatch(
      /"income" has drifted: PSI [\d.]+ is above 0\.\d+ \(auto: .*?\); 20 bins, 400 reference and 400 current values/,
    );
    expect(told(run)).not.toContain('"age" has drifted');
  });

  it('runs again when the profile changes, and passes once it is accepted', async () => {
    ws.write(PROFILE, profile());
    const run = await validate();
    expectCode(0, run);
    expect(tasks(run).ran).toEqual(['applications:validate-data']);
  });

  it('refuses a profile that the cache does not know of', async () => {
    ws.replace(`${ROOT}/gates/validate-data.yaml`, 'expectations/profiles/train.json', 'data/profile.json');
    const run = await validate();
    expectCode(1, run);
    expect(run.all).toMatch(/gates\/validate-data\.yaml:3:\d+/);
    expect(told(run)).toContain('expected a profile in expectations/profiles/');
  });
});
