import { boundSchema, type Bound } from './bounds';
import { flag } from './kwargs';

const NUMBER = 'expected a number';

/** A bound that is a number, also as text; dates are refused. */
const numberBound = boundSchema.refine((bound: Bound | null) => bound === null || bound.kind === 'number', {
  error: NUMBER,
});

/** Arguments of an expectation that holds a number to a range. */
export const numberRange = {
  min_value: numberBound,
  max_value: numberBound,
  strict_min: flag,
  strict_max: flag,
};
