import { prepareTemplate } from '../../tools/workspace/template.cjs';
import { expectCode, tasks, workspace, type Workspace } from './harness';

/** Comma-separated versions of Nx to try; CI sets one a job. */
const versions = (process.env.MODELGATE_SMOKE_NX ?? '22.7.8,24.0.6').split(',');

const judged = ['validate-data', 'train-smoke', 'train', 'score', 'evaluate'];
const tasksOf = (model: string, targets: string[]) => targets.map((target) => `${model}:${target}`).sort();

describe.each(versions)('with Nx %s', (version) => {
  let ws: Workspace;

  beforeAll(() => {
    ws = workspace({ name: `nx-${version}`, template: prepareTemplate({ nx: version, build: false }) });
  });
  afterAll(() => ws?.remove());

  it('generates, judges, caches and selects by what a commit touched', async () => {
    expect((await ws.nx(['--version'])).all).toContain(version);

    for (const model of ['credit-risk', 'churn']) {
      expectCode(0, await ws.nx(['generate', 'ml-model', model]));
    }
    ws.commit('Add two models');

    const everything = [...tasksOf('churn', judged), ...tasksOf('credit-risk', judged)];
    const first = expectCode(0, await ws.nx(['run-many', '-t', 'evaluate']));
    expect(tasks(first)).toEqual({ ran: everything, cached: [], failed: [] });

    // Defaults by the name of a target change nothing of ours, whatever this version does with those of `init`.
    const nxJson = JSON.parse(ws.read('nx.json')) as { targetDefaults: Record<string, unknown> };
    for (const target of ['train', 'evaluate']) {
      nxJson.targetDefaults[target] = { cache: false, inputs: ['{projectRoot}/nothing'] };
    }
    ws.write('nx.json', JSON.stringify(nxJson));
    ws.commit('Add defaults by name');
    expectCode(0, await ws.nx(['run-many', '-t', 'evaluate']));

    const second = expectCode(0, await ws.nx(['run-many', '-t', 'evaluate']));
    expect(tasks(second)).toEqual({ ran: [], cached: everything, failed: [] });

    ws.replace('models/credit-risk/params.yaml', 'epochs: 50', 'epochs: 40');
    ws.commit('Train for fewer epochs');
    const affected = expectCode(0, await ws.nx(['affected', '-t', 'evaluate', '--base=HEAD~1']));
    expect(tasks(affected)).toEqual({
      ran: tasksOf(
        'credit-risk',
        judged.filter((target) => target !== 'validate-data'),
      ),
      cached: ['credit-risk:validate-data'],
      failed: [],
    });
  });
});
