import type { ColumnProfile, Profile } from '@modelgate/expectations';
import { chooseTarget, type TargetQuestion } from './target-column';

function column(name: string, more: Partial<ColumnProfile> = {}): ColumnProfile {
  const base = {
    type: 'int64',
    sql_type: 'BIGINT',
    family: 'integer',
    missing: 0,
    distinct: 50,
    distinct_exact: true,
  } as const;
  return { name, ...base, min: 0, max: 1, mean: 0.5, deviation: 0.5, whole: true, values: [], ...more };
}
const text = (name: string, distinct: number) => column(name, { family: 'text', distinct, whole: false });
const table = (...columns: ColumnProfile[]): Profile => ({
  schema: 'modelgate.profile/v1',
  rows: 100,
  columns,
});
const choose = (profile: Profile, question: Partial<TargetQuestion> = {}) =>
  chooseTarget(profile, { file: 'a.csv', target: undefined, task: undefined, ...question });

describe('chooseTarget', () => {
  it.each<[string, Profile, Partial<TargetQuestion>, string, string, number]>([
    [
      'by its name',
      table(column('target', { distinct: 2 }), column('x')),
      {},
      'target',
      'binary-classification',
      2,
    ],
    ['the last one', table(column('x'), text('kind', 3)), {}, 'kind', 'multiclass-classification', 2],
    ['as said', table(column('x'), column('price')), { target: 'x' }, 'x', 'regression', 1],
    [
      'both said',
      table(column('x'), column('y', { distinct: 2 })),
      { target: 'y', task: 'regression' },
      'y',
      'regression',
      0,
    ],
  ])('takes %s', (_what, profile, question, target, task, notes) => {
    const choice = choose(profile, question);
    expect(choice).toMatchObject({ target, task });
    expect(choice.notes).toHaveLength(notes);
  });

  it.each<[string, Profile, Partial<TargetQuestion>, string]>([
    ['one column', table(column('x')), {}, 'a.csv  the data has one column only'],
    [
      'an unknown column',
      table(column('diagnosis'), column('x')),
      { target: 'diagnose' },
      'a.csv  the data has no column "diagnose"\n  why: its columns are "diagnosis", "x"\n  fix: did you mean --target="diagnosis"?',
    ],
    [
      'a column far from all others',
      table(column('a'), column('x')),
      { target: 'something else' },
      'fix: name one of them with --target',
    ],
    [
      'rows without a target',
      table(column('x'), column('y', { missing: 3 })),
      {},
      '3 of 100 rows have no value in the target column "y"',
    ],
    [
      'one value',
      table(column('x'), column('y', { distinct: 1 })),
      {},
      '"y" has the same value in all 100 rows',
    ],
    [
      'text for a regression',
      table(column('x'), text('y', 2)),
      { task: 'regression' },
      '"y" holds no numbers (text), as a regression needs\n  fix: say --task=binary-classification',
    ],
    [
      'many values for a binary task',
      table(column('x'), column('y', { distinct: 1200, distinct_exact: false })),
      { task: 'binary-classification' },
      '"y" has about 1200 different values, and a binary classification has two\n  fix: say --task=multiclass-classification or --task=regression',
    ],
    [
      'a name for a class',
      table(column('x'), text('name', 90)),
      {},
      '"name" has 90 different values in 100 rows: too many to be classes',
    ],
  ])('refuses %s', (_what, profile, question, message) => {
    expect(() => choose(profile, question)).toThrow(message);
  });
});
