import { type Task } from '@modelgate/contracts';

export type SyntheticTask = Exclude<Task, 'ranking'>;

/** A made-up credit data set. The same bytes on every machine: whole numbers from sums and products alone. */
export interface SyntheticData {
  train: string;
  test: string;
}

const TRAIN_ROWS = 400;
const TEST_ROWS = 200;
const SEED = 20240229;

/**
 * Applicants with age (years), income (a year), credit_score (300 to 850) and a target: whether they default (0 or 1),
 * the risk band (low, medium, high), or the credit limit that suits them.
 */
export function syntheticData(task: SyntheticTask): SyntheticData {
  const random = mulberry32(SEED);
  const rows = Array.from({ length: TRAIN_ROWS + TEST_ROWS }, () => applicant(random, task));
  const csv = (part: string[]) => ['age,income,credit_score,target', ...part, ''].join('\n');
  return { train: csv(rows.slice(0, TRAIN_ROWS)), test: csv(rows.slice(TRAIN_ROWS)) };
}

function applicant(random: () => number, task: SyntheticTask): string {
  const age = 21 + Math.floor(random() * 50);
  const wealth = normal(random);
  const income = within(Math.round(52_000 + 18_000 * wealth), 12_000, 150_000);
  const creditScore = within(Math.round(620 + 85 * (0.3 * wealth + normal(random))), 300, 850);
  const noise = normal(random);
  return [age, income, creditScore, target(task, { age, income, creditScore, noise })].join(',');
}

interface Applicant {
  age: number;
  income: number;
  creditScore: number;
  noise: number;
}

function target(task: SyntheticTask, { age, income, creditScore, noise }: Applicant): string | number {
  const merit = 1.6 * ((creditScore - 620) / 85) + (income - 52_000) / 18_000 + 0.5 * ((age - 45) / 14);
  switch (task) {
    case 'regression':
      return Math.round(8_000 + 1_500 * (merit + 0.5 * noise));
    case 'multiclass-classification': {
      const rating = merit + 0.5 * noise;
      return rating > 0.9 ? 'low' : rating > -0.9 ? 'medium' : 'high';
    }
    case 'binary-classification':
      return merit + 0.7 * noise < -0.3 ? 1 : 0;
  }
}

/** Mean 0, variance 1: a sum of twelve uniform numbers, which needs no function whose last digit machines disagree on. */
function normal(random: () => number): number {
  let sum = -6;
  for (let i = 0; i < 12; i++) sum += random();
  return sum;
}

function within(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}

/** A small generator of uniform numbers in [0, 1) from 32 bits of state (Tommy Ettinger's mulberry32, public domain). */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
