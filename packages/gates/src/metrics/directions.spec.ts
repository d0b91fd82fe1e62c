import { canonicalMetric, directionOf, metricValue } from './directions';

describe('directionOf', () => {
  it.each([
    ['accuracy', 'higher_is_better'],
    ['auc', 'higher_is_better'],
    ['roc_auc', 'higher_is_better'],
    ['r2', 'higher_is_better'],
    ['f1_macro', 'higher_is_better'],
    ['recall_weighted', 'higher_is_better'],
    ['ndcg@10', 'higher_is_better'],
    ['mse', 'lower_is_better'],
    ['mape', 'lower_is_better'],
    ['log_loss', 'lower_is_better'],
    ['profit', undefined],
    ['accuracy_of_profit', undefined],
    ['constructor', undefined],
    ['', undefined],
  ])('%s: %s', (name, direction) => {
    expect(directionOf(name)).toBe(direction);
  });
});

describe('metricValue', () => {
  it.each<[string, Record<string, number>, string, number | undefined]>([
    ['its own name', { roc_auc: 0.9 }, 'roc_auc', 0.9],
    ['a policy that says auc', { roc_auc: 0.9 }, 'auc', 0.9],
    ['values that say auc', { auc: 0.9 }, 'roc_auc', 0.9],
    ['both saying auc', { auc: 0.9 }, 'auc', 0.9],
    ['both names, where the full one wins', { auc: 0.8, roc_auc: 0.9 }, 'auc', 0.9],
    ['another metric', { auc: 0.9 }, 'accuracy', undefined],
    ['a name of Object.prototype', {}, 'toString', undefined],
  ])('%s', (_what, values, name, expected) => {
    expect(metricValue(values, name)).toBe(expected);
  });

  it('has one canonical name', () => {
    expect([canonicalMetric('auc'), canonicalMetric('accuracy')]).toEqual(['roc_auc', 'accuracy']);
  });
});
