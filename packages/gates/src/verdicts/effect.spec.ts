import type { Effect, GateOutcome, Mode, OnInconclusive } from '@modelgate/contracts';
import { effectOf, effectOfOutcome } from './effect';

describe('effectOfOutcome', () => {
  it.each<[GateOutcome, Mode, OnInconclusive, Effect]>([
    ['pass', 'enforce', 'fail', 'pass'],
    ['skipped', 'enforce', 'fail', 'pass'],
    ['fail', 'enforce', 'pass', 'fail'],
    ['fail', 'warn', 'pass', 'warn'],
    ['fail', 'off', 'pass', 'pass'],
    ['inconclusive', 'enforce', 'pass', 'pass'],
    ['inconclusive', 'enforce', 'warn', 'warn'],
    ['inconclusive', 'enforce', 'fail', 'fail'],
    ['inconclusive', 'warn', 'fail', 'warn'],
    ['inconclusive', 'warn', 'pass', 'pass'],
    ['inconclusive', 'off', 'fail', 'pass'],
  ])('%s in mode %s with on_inconclusive %s: %s', (outcome, mode, onInconclusive, effect) => {
    expect(effectOfOutcome(outcome, mode, onInconclusive)).toBe(effect);
  });
});

describe('effectOf', () => {
  it.each<[Effect[], Effect]>([
    [[], 'pass'],
    [['pass', 'pass'], 'pass'],
    [['pass', 'warn', 'pass'], 'warn'],
    [['warn', 'fail', 'pass'], 'fail'],
  ])('of %j is %s', (effects, worst) => {
    expect(effectOf(effects.map((effect) => ({ effect })))).toBe(worst);
  });
});
