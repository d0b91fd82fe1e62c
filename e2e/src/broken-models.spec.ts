import { expectCode, tasks, workspace, type Workspace } from './harness';

const model = (name: string, more = '') =>
  `schema: modelgate.model/v1\nname: ${name}\ntask: regression\ndata: { train: data/train.csv, test: data/test.csv, target: y }\n${more}`;

const dataset = (name: string, from: string) =>
  `schema: modelgate.dataset/v1\nname: ${name}\nfiles: { train: train.csv }\nderived_from: [${from}]\n`;

describe('a model.yaml with a mistake', () => {
  let ws: Workspace;

  beforeAll(async () => {
    ws = workspace({ name: 'broken' });
    expectCode(0, await ws.nx(['generate', 'ml-model', 'good']));
    ws.write('models/broken/model.yaml', 'schema: modelgate.model/v1\nname: broken\ntask: [\n');
    ws.write('models/mistyped/model.yaml', model('mistyped', 'ownr: me\n'));
    ws.write('models/twin/model.yaml', model('good'));
    ws.write(
      'models/orders/model.yaml',
      'schema: modelgate.model/v1\nname: orders\ntask: regression\ndata: { dataset: no-such, target: y }\n',
    );
    ws.write('data/left/dataset.yaml', dataset('left', 'right'));
    ws.write('data/right/dataset.yaml', dataset('right', 'left'));
    ws.write('charts/model.yaml', 'kind: Chart\nschema: modelgate.model/v1\n');
    ws.commit('Add models');
  });
  afterAll(() => ws?.remove());

  it('hides no other model', async () => {
    const { stdout } = expectCode(0, await ws.nx(['show', 'projects', '--json']));
    expect((JSON.parse(stdout) as string[]).sort()).toEqual([
      'broken',
      'good',
      'left',
      'mistyped',
      'orders',
      'right',
      'twin',
    ]);
  });

  it.each([
    ['broken', 'models/broken/model.yaml:4:1  not readable: '],
    ['mistyped', 'models/mistyped/model.yaml:5:1  ownr: unknown key; did you mean "owner"?'],
    ['twin', 'models/twin/model.yaml:2:7  name: "good" is also the name of models/good/model.yaml'],
    ['orders', 'models/orders/model.yaml:4:18  data.dataset: there is no data set "no-such"'],
    [
      'left',
      'data/left/dataset.yaml:4:15  derived_from: left -> right -> left is a cycle',
      ['validate-data'],
    ],
  ])(
    'fails every target of %s with its place',
    async (name, message, targets = ['validate-data', 'deploy']) => {
      for (const target of targets) {
        const run = await ws.nx([
          'run',
          `${name}:${target}`,
          ...(target === 'deploy' ? ['--configuration=staging'] : []),
        ]);
        expect(run.code).not.toBe(0);
        expect(run.all).toContain(message);
        expect(run.all).not.toMatch(/\n\s+at .+:\d+:\d+/);
      }
    },
  );

  it('leaves the good models to run', async () => {
    const run = await ws.nx(['run-many', '-t', 'validate-data', '--nxBail=false']);
    expect(run.code).not.toBe(0);
    expect(tasks(run)).toMatchObject({ ran: ['good:validate-data'] });
  });
});
