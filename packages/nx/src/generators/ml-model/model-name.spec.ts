import { checkModelName, proposeName } from './model-name';

describe('checkModelName', () => {
  it.each(['credit-risk', 'a', '2fast', 'a.b_c', 2048])('takes %s', (name) => {
    expect(checkModelName(name)).toBe(String(name));
  });

  it.each([
    ['Credit Risk!', 'credit-risk'],
    ['$(touch x)', 'touch-x'],
    ["it's", 'it-s'],
    ['"quoted"', 'quoted'],
    ['../../etc/passwd', 'etc-passwd'],
    ['-rf', 'rf'],
    ['Crédit Ünïcode', 'credit-unicode'],
    ['日本', undefined],
    ['a\nb', 'a-b'],
  ])('refuses %j and proposes %s', (name, proposal) => {
    expect(proposeName(name)).toBe(proposal);
    expect(() => checkModelName(name)).toThrow(
      `${JSON.stringify(name)} cannot be the name of a model\n` +
        '  why: a name has only a-z, 0-9, ".", "_" and "-", and begins with a letter or a digit\n' +
        `  fix: nx generate ml-model ${proposal ?? 'credit-risk'}`,
    );
  });

  it.each([undefined, ''])('asks for a name where there is none', (name) => {
    expect(() => checkModelName(name)).toThrow(
      'a model needs a name\n  fix: nx generate ml-model credit-risk',
    );
  });
});
