import type { Direction } from './metric';

const HIGHER = [
  'accuracy',
  'accuracy_score',
  'average_precision',
  'balanced_accuracy',
  'f1',
  'f1_score',
  'hit_rate',
  'iou',
  'jaccard',
  'kappa',
  'map',
  'mcc',
  'mrr',
  'ndcg',
  'npv',
  'pr_auc',
  'precision',
  'r2',
  'r2_score',
  'recall',
  'roc_auc',
  'sensitivity',
  'specificity',
];

const LOWER = [
  'brier',
  'brier_score',
  'cross_entropy',
  'ece',
  'error_rate',
  'expected_calibration_error',
  'hamming_loss',
  'hinge_loss',
  'log_loss',
  'logloss',
  'loss',
  'mae',
  'mape',
  'max_error',
  'mean_absolute_error',
  'mean_absolute_percentage_error',
  'mean_squared_error',
  'median_ae',
  'median_absolute_error',
  'mse',
  'msle',
  'perplexity',
  'pinball',
  'rmse',
  'rmsle',
  'root_mean_squared_error',
  'smape',
];

const DIRECTIONS: ReadonlyMap<string, Direction> = new Map([
  ...HIGHER.map((name) => [name, 'higher_is_better'] as const),
  ...LOWER.map((name) => [name, 'lower_is_better'] as const),
]);

/** Two names of one figure: what a policy or a baseline calls `auc` is `roc_auc` everywhere else. */
const ALIASES: ReadonlyMap<string, string> = new Map([['auc', 'roc_auc']]);

/** The one name under which a metric is compared. */
export function canonicalMetric(name: string): string {
  return ALIASES.get(name) ?? name;
}

/**
 * Which way a metric gets better, from a closed table; undefined for every other name, which then has to state its
 * direction. An average (`f1_macro`, `recall_weighted`) and a cut-off (`ndcg@10`) go the way of their metric.
 */
export function directionOf(name: string): Direction | undefined {
  const known = canonicalMetric(name);
  return DIRECTIONS.get(known) ?? DIRECTIONS.get(known.replace(/(_(macro|micro|weighted|binary)|@\d+)$/, ''));
}

/** The value of a metric under any of its names; undefined where there is none. */
export function metricValue<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  const wanted = canonicalMetric(name);
  const found = [wanted, ...ALIASES.keys()].find(
    (candidate) => canonicalMetric(candidate) === wanted && Object.hasOwn(values, candidate),
  );
  return found === undefined ? undefined : values[found];
}
