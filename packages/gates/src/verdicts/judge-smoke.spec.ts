import {
  DEFAULT_TRAIN_SMOKE_GATES,
  gateResultSchema,
  type GateResult,
  type SmokeFindings,
} from '@modelgate/contracts';
import { judgeSmoke, type SmokeInput } from './judge-smoke';

const good: SmokeFindings = {
  trained_rows: 100,
  losses: [0.7, 0.6, 0.65, 0.5],
  predicted_rows: 10,
  predictions: 10,
  predictions_valid: true,
  probability_range: [0, 1],
  reload_equal: true,
};

function judge(change: Partial<SmokeFindings>, rest: Partial<SmokeInput> = {}): GateResult[] {
  const results = judgeSmoke({
    findings: { ...good, ...change },
    policy: DEFAULT_TRAIN_SMOKE_GATES,
    task: 'binary-classification',
    ...rest,
  });
  for (const result of results)
    expect(gateResultSchema.parse(JSON.parse(JSON.stringify(result)))).toEqual(result);
  return results;
}

it('passes a good training', () => {
  expect(judge({}).map(({ id, outcome, effect }) => [id, outcome, effect])).toEqual(
    [
      'completes',
      'loss_falls',
      'one_prediction_per_row',
      'predictions_valid',
      'probabilities_in_range',
      'reload_identical',
    ].map((id) => [id, 'pass', 'pass']),
  );
});

it.each<[string, Partial<SmokeFindings>, string, GateResult['outcome'], string]>([
  ['no rows', { trained_rows: 0 }, 'completes', 'fail', 'training had no rows'],
  ['no loss', { losses: [] }, 'loss_falls', 'skipped', 'the model reports no loss'],
  ['one loss', { losses: [0.7] }, 'loss_falls', 'skipped', 'a single loss'],
  ['a NaN loss', { losses: [0.7, null, 0.5] }, 'loss_falls', 'fail', 'epoch 2 of 3 is NaN or infinite'],
  ['one loss, which is NaN', { losses: [null] }, 'loss_falls', 'fail', 'epoch 1 of 1 is NaN or infinite'],
  [
    'an equal loss',
    { losses: [0.7, 0.6, 0.7] },
    'loss_falls',
    'fail',
    '0.7 in the first epoch, 0.7 in the last of 3',
  ],
  [
    'a higher loss',
    { losses: [0.7, 0.8] },
    'loss_falls',
    'fail',
    '0.7 in the first epoch, 0.8 in the last of 2',
  ],
  ['a slightly lower loss', { losses: [0.7, 0.6999999] }, 'loss_falls', 'pass', 'the loss falls'],
  ['fewer predictions', { predictions: 9 }, 'one_prediction_per_row', 'fail', '9 predictions for 10 rows'],
  ['more predictions', { predictions: 11 }, 'one_prediction_per_row', 'fail', '11 predictions for 10 rows'],
  [
    'nothing predicted',
    { predictions: 0, predicted_rows: 0 },
    'one_prediction_per_row',
    'fail',
    '0 predictions',
  ],
  [
    'a bad prediction',
    { predictions_valid: false, bad_prediction: '"maybe"' },
    'predictions_valid',
    'fail',
    'labels that training has seen, for example "maybe"',
  ],
  [
    'no probabilities',
    { probability_range: undefined },
    'probabilities_in_range',
    'skipped',
    'gives no probabilities',
  ],
  [
    'NaN probabilities',
    { probability_range: [null, null] },
    'probabilities_in_range',
    'fail',
    'NaN or infinite',
  ],
  [
    'one above 1',
    { probability_range: [0, 1.01] },
    'probabilities_in_range',
    'fail',
    'leave [0, 1]: 0 to 1.01',
  ],
  [
    'one below 0',
    { probability_range: [-0.01, 1] },
    'probabilities_in_range',
    'fail',
    'leave [0, 1]: -0.01 to 1',
  ],
  [
    'single-precision rounding',
    { probability_range: [-(2 ** -24), 1 + 2 ** -23] },
    'probabilities_in_range',
    'pass',
    '',
  ],
  ['another reload', { reload_equal: false }, 'reload_identical', 'fail', 'predicts something else'],
])('%s', (_what, change, id, outcome, message) => {
  const results = judge(change);
  const result = results.find((one) => one.id === id);
  expect(result).toMatchObject({ outcome, effect: outcome === 'fail' ? 'fail' : 'pass' });
  expect(result?.message).toContain(message);
  expect(result?.fix === undefined).toBe(outcome !== 'fail');
  expect(results.filter((one) => one.id !== id && one.outcome !== 'pass')).toEqual([]);
});

it('asks numbers of a regression', () => {
  const results = judge({ predictions_valid: false, bad_prediction: 'nan' }, { task: 'regression' });
  expect(results.find(({ id }) => id === 'predictions_valid')?.message).toBe(
    'not all predictions are numbers without NaN, for example nan',
  );
});

it.each([
  ['enforce', 'fail', 'fail'],
  ['warn', 'fail', 'warn'],
  ['off', 'skipped', 'pass'],
] as const)('in mode %s: %s, %s', (mode, outcome, effect) => {
  const results = judge({ reload_equal: false }, { policy: { ...DEFAULT_TRAIN_SMOKE_GATES, mode } });
  expect(results.at(-1)).toMatchObject({ id: 'reload_identical', mode, outcome, effect });
});
