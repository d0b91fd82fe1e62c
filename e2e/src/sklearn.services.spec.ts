import { execFileSync } from 'node:child_process';
import { pythonWith } from '../../tools/workspace/python-environment.cjs';
import { expectCode, tasks, workspace, type Workspace } from './harness';
import { QUICK_MEASURE } from './models';

const python = pythonWith(['pandas>=2.0', 'polars', 'scikit-learn>=1.4']);
const env = { MODELGATE_PYTHON: python };

/** Writes data sets that scikit-learn ships; iris with names of classes, a text column and gaps. */
const DATA_SETS = `
import numpy, sys
from sklearn import datasets
def write(name, frame): frame.to_csv(f"{sys.argv[1]}/{name}.csv", index=False)
write("breast-cancer", datasets.load_breast_cancer(as_frame=True).frame)
write("diabetes", datasets.load_diabetes(as_frame=True).frame)
iris = datasets.load_iris(as_frame=True)
frame = iris.frame
frame["species"] = iris.target_names[frame.pop("target")]
frame.insert(0, "garden", numpy.where(frame.index % 3 == 0, "Köln; Süd", "Łódź"))
frame.iloc[::9, 2] = None
frame.iloc[::7, 0] = None
write("iris", frame)
`;

const MODELS = {
  'breast-cancer': { task: 'binary-classification', target: 'target', metric: 'accuracy', floor: 0.92 },
  iris: { task: 'multiclass-classification', target: 'species', metric: 'accuracy', floor: 0.85 },
  diabetes: { task: 'regression', target: 'target', metric: 'r2', floor: 0.25 },
};
type Name = keyof typeof MODELS;
const names = Object.keys(MODELS) as Name[];

describe('models of the sklearn template on real data', () => {
  let ws: Workspace;
  beforeAll(() => {
    ws = workspace({ name: 'sklearn' });
    // As a user has it: the harness makes stdlib the default.
    const nxJson = JSON.parse(ws.read('nx.json')) as Record<string, unknown>;
    delete nxJson['generators'];
    ws.write('nx.json', JSON.stringify(nxJson, null, 2));
    execFileSync(python, ['-c', DATA_SETS, ws.root]);
  });
  afterAll(() => ws?.remove());

  it.each(names)('says of %s what it found in the data', async (name) => {
    const { task, target } = MODELS[name];
    const run = expectCode(0, await ws.nx(['generate', 'ml-model', name, `--data=${name}.csv`], { env }));
    expect(run.all).toContain(`${name}: the target is "${target}": `);
    expect(run.all).toContain(`${name}: the task is ${task}: `);
    expect(run.all).toContain(
      `${name}: the template is sklearn, on pandas>=2.0 and scikit-learn>=1.4: MODELGATE_PYTHON names it and has them`,
    );
    ws.write(`models/${name}/measure.yaml`, QUICK_MEASURE);
  });

  it('trains, evaluates and benchmarks all of them', async () => {
    ws.commit('Add models');
    const run = expectCode(0, await ws.nx(['run-many', '-t', 'gate'], { env }));
    expect(tasks(run).failed).toEqual([]);
    for (const name of names) {
      const { metric, floor } = MODELS[name];
      const metrics = metricsOf(name);
      expect({ name, [metric]: (metrics[metric] ?? 0) > floor }).toEqual({ name, [metric]: true });
    }
  });

  it('trains the same bytes again, several at a time', async () => {
    const before = names.map(digestOf);
    const again = { ...env, MODELGATE_REFRESH: 'again' };
    const run = expectCode(0, await ws.nx(['run-many', '-t', 'train', '--parallel=3'], { env: again }));
    expect(tasks(run).ran).toEqual(expect.arrayContaining(names.map((name) => `${name}:train`)));
    expect(names.map(digestOf)).toEqual(before);
  });

  it('compares a candidate with an accepted baseline', async () => {
    for (const name of names)
      expectCode(0, await ws.nx(['generate', 'accept-baseline', name, '--reason=first'], { env }));
    ws.commit('Accept the first baselines');
    expectCode(0, await ws.nx(['run-many', '-t', 'gate'], { env }));

    ws.replace('models/iris/params.yaml', 'epochs: 50', 'epochs: 1');
    const run = await ws.nx(['run', 'iris:evaluate'], { env });
    expect(tasks(run).failed).toEqual(['iris:evaluate']);
    ws.git('checkout', '--quiet', '.');
  });

  function metricsOf(name: Name): Record<string, number> {
    const text = ws.read(`dist/models/${name}/evaluate/metrics.json`);
    return (JSON.parse(text) as { candidate: Record<string, number> }).candidate;
  }

  function digestOf(name: Name): string {
    return (JSON.parse(ws.read(`dist/models/${name}/train/artifact.json`)) as { digest: string }).digest;
  }
});
