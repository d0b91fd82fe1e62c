import { satisfies } from './python-version';

describe('satisfies', () => {
  it.each([
    ['3.11.7', '>=3.10', true],
    ['3.9.18', '>=3.10', false],
    ['3.10.0', '>=3.10', true],
    ['3.11.7', '>=3.10,<3.13', true],
    ['3.13.0', '>=3.10, <3.13', false],
    ['3.11.7', '~=3.10', true],
    ['4.0.0', '~=3.10', false],
    ['3.11.7', '~=3.11.8', false],
    ['3.11.7', '==3.11.*', true],
    ['3.12.1', '==3.11.*', false],
    ['3.11.7', '!=3.11.7', false],
    ['3.11.7', '!=3.12.*', true],
    ['3.11.7', '>3.11', true],
    ['3.11.0', '>3.11', false],
    ['3.11.7', '<=3.11', false],
    ['3.14.0rc1', '>=3.14', true],
    ['3.11.7', '3.11', true],
    ['3.12.1', '3.11', false],
    ['3.11.7', '', true],
    ['3.11.7', 'newest', undefined],
    ['3.11.7', '>=3.x', undefined],
  ])('%s, %s: %s', (version, specifier, holds) => {
    expect(satisfies(version, specifier)).toBe(holds);
  });
});
