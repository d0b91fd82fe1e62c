import { modelWorkspace, thresholdModel, type ModelWorkspace } from '../testing/model-workspace';
import { evaluate } from './evaluate';
import { score } from './score';
import { train } from './train';

let ws: ModelWorkspace;
beforeEach(() => (ws = modelWorkspace(thresholdModel('    return {"at": 3.0}'))));
afterEach(() => ws.remove());

const outcomes = async () => {
  expect((await ws.run('train', train)).success).toBe(true);
  expect((await ws.run('score', score)).success).toBe(true);
  const { success, report } = await ws.run('evaluate', evaluate);
  return {
    success,
    gates: report?.gates.map(({ id, outcome }) => `${id} ${outcome}`),
    notes: report?.notes.filter((note) => note.includes('gate')),
  };
};

const BASELINE = 'models/toy/baseline_metrics.json';
const LEFT_OUT = 'the default gate on roc_auc is left out: it needs probabilities, and the model gives none';

describe('a classifier that gives no probabilities', () => {
  it('is not judged by a default gate that needs them', async () => {
    ws.write({ [BASELINE]: '{"accuracy": 0.9, "precision": 0.9}' });
    expect(await outcomes()).toEqual({
      success: true,
      gates: ['accuracy/max_drop pass', 'precision/max_drop pass'],
      notes: [LEFT_OUT],
    });
  });

  it('fails it where the baseline has the metric', async () => {
    ws.write({ [BASELINE]: '{"accuracy": 0.9, "precision": 0.9, "auc": 0.9}' });
    expect(await outcomes()).toEqual({
      success: false,
      gates: ['accuracy/max_drop pass', 'precision/max_drop pass', 'roc_auc/min_ratio fail'],
      notes: [],
    });
  });

  it('fails one that gates/evaluate.yaml names', async () => {
    ws.write({
      'models/toy/gates/evaluate.yaml':
        'schema: modelgate.gates.evaluate/v1\ngates: [ { metric: roc_auc, min_ratio: 0.98 } ]\n',
    });
    expect(await outcomes()).toMatchObject({ success: false, gates: ['roc_auc/min_ratio fail'] });
  });
});
