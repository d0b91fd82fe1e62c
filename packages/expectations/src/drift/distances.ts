/** The distances that data is compared by, in the order in which they are told. */
export const DISTANCES = [
  'psi',
  'jensen_shannon',
  'wasserstein',
  'ks',
  'l_infinity',
  'null_rate',
  'new_categories',
  'mean_shift',
] as const;
export type Distance = (typeof DISTANCES)[number];

/** What people read. */
export const DISTANCE_NAMES: Readonly<Record<Distance, string>> = {
  psi: 'PSI',
  jensen_shannon: 'Jensen-Shannon distance',
  wasserstein: 'Wasserstein distance over sigma',
  ks: 'Kolmogorov-Smirnov distance',
  l_infinity: 'L-infinity distance of shares',
  null_rate: 'change of the share of missing values',
  new_categories: 'share of new categories',
  mean_shift: 'shift of the mean over sigma',
};

/** Above which a difference matters in practice, however many rows tell of it. */
export const PRACTICAL_FLOORS: Readonly<Record<Distance, number>> = {
  psi: 0.1,
  jensen_shannon: 0.1,
  wasserstein: 0.1,
  ks: 0.1,
  l_infinity: 0.1,
  null_rate: 0.05,
  new_categories: 0.01,
  mean_shift: 0.2,
};

/** A number that may be equalled and not exceeded; `auto`: the larger of the practical floor and the sampling noise. */
export type Threshold = number | 'auto' | 'off';
export type Thresholds = Partial<Record<Distance, Threshold | undefined>>;

/** One distance of the shape, and the two shares that it does not see. The others are told and decide nothing. */
export const DEFAULT_THRESHOLDS: Thresholds = { psi: 'auto', null_rate: 'auto', new_categories: 'auto' };
