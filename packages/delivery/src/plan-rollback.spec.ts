import { isRefusal, planRollback, refusalError, renderPlan, type RollbackQuestion } from './index';
import { digest, MODEL, stateOf } from './testing/release';

function ask(runs: string, parts: Partial<RollbackQuestion> = {}) {
  return planRollback({
    model: MODEL,
    environment: 'staging',
    environments: ['staging', 'production'],
    state: stateOf('staging', runs),
    ...parts,
  });
}

/** The letter of the version that a rollback goes to, or the refusal. */
function target(runs: string, parts: Partial<RollbackQuestion> = {}): string {
  const planned = ask(runs, parts);
  if (isRefusal(planned)) return planned.refusals.join('; ');
  return 'ABCDX'.split('').find((letter) => digest(letter) === planned.version) ?? planned.version;
}

const short = (letter: string) => digest(letter).slice(0, 12);

describe('planRollback', () => {
  it.each([
    ['A B', 'A'],
    ['A B C', 'B'],
    // B was rolled back from: it is not gone to again, and there is nothing before A.
    [
      'A B <A',
      `staging has no good version before ${short('A')}; ${short('B')} ran there, but was rolled back from (--to names one all the same)`,
    ],
    ['A B <A C', 'A'],
    [
      'A B <A C <A',
      `staging has no good version before ${short('A')}; ${short('B')} and ${short('C')} ran there, but were rolled back from (--to names one all the same)`,
    ],
    ['A B C <B', 'A'],
    // B was deployed again and replaced by a deploy: it is good again.
    ['A B <A B C', 'B'],
    ['A B A', 'B'],
    ['A', `staging has no good version before ${short('A')}`],
    ['A A', `staging has no good version before ${short('A')}`],
    ['', 'nothing was ever deployed to staging'],
  ])('of the history "%s" goes to %s', (runs, expected) => {
    expect(target(runs)).toBe(expected);
  });

  it('fetches, loads, and swaps last', () => {
    const planned = ask('A B');
    expect(planned).toEqual({
      action: 'rollback',
      model: MODEL,
      environment: 'staging',
      version: digest('A'),
      from: digest('B'),
      expectedSequence: 2,
      notes: [],
      steps: [
        { step: 'fetch', version: digest('A') },
        { step: 'load-check', version: digest('A') },
        { step: 'swap', environment: 'staging', from: digest('B'), to: digest('A'), expectedSequence: 2 },
      ],
    });
    if (isRefusal(planned)) throw refusalError(planned);
    expect(renderPlan(planned).split('\n')[0]).toBe(
      `roll staging back to ${short('A')} of credit-risk; it runs ${short('B')} now`,
    );
  });

  it.each([
    [digest('A'), 'A'],
    [digest('A').slice(0, 6), 'A'],
    [digest('A').slice(0, 12).toUpperCase(), 'A'],
    [digest('B'), 'B'],
  ])('goes to the version that --to=%s names', (to, expected) => {
    expect(target('A B <A C', { to })).toBe(expected);
  });

  it('remarks that the named version was rolled back from', () => {
    expect(ask('A B <A C', { to: digest('B') })).toMatchObject({
      notes: [`staging was rolled back from ${short('B')} before`],
    });
  });

  it('has nothing to do where --to names the current version', () => {
    expect(ask('A B', { to: digest('B') })).toMatchObject({
      steps: [],
      notes: ['staging runs this version already'],
    });
  });

  it.each([
    ['an unknown version', digest('X')],
    ['too few digits', digest('A').slice(0, 5)],
  ])('refuses %s and lists what ran', (_name, to) => {
    const refusal = target('A B', { to });
    expect(refusal).toContain(`staging never ran a version "${to}"; it ran:`);
    expect(refusal).toContain(`alice deployed ${short('A')}`);
  });

  it.each([
    ['prod', 'cannot roll back "prod": use staging or production (did you mean "production"?)'],
    [undefined, 'cannot roll back to nowhere: name the environment (staging or production)'],
  ])('refuses the environment %p', (environment, message) => {
    const planned = ask('A B', { environment });
    expect(isRefusal(planned) && refusalError(planned).message).toBe(message);
  });
});
