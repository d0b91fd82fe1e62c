import { fromWorkspace, userFolder } from './workspace-path';

describe('fromWorkspace', () => {
  it.each([
    ['models/a', '/ws', 'models/a'],
    ['./models//a/', '/ws', 'models/a'],
    ['a', '/ws/models', 'models/a'],
    ['models/a', '/ws/models', 'models/a'],
    ['.', '/ws/models/a', 'models/a'],
    ['.', '/ws', '.'],
    ['../b', '/ws/models/a', 'models/b'],
    ['/ws/models/a', '/ws/other', 'models/a'],
    ['a b/$c é', '/ws', 'a b/$c é'],
    ['models/a', '/elsewhere', 'models/a'],
    ['..a', '/ws', '..a'],
    ['../x', '/ws', undefined],
    ['/elsewhere/a', '/ws', undefined],
    ['a/../../x', '/ws', undefined],
  ])('%s typed in %s is %s', (path, cwd, expected) => {
    expect(fromWorkspace(path, '/ws', cwd)).toBe(expected);
  });
});

describe('userFolder', () => {
  it.each([
    ['/ws/models', '/ws/models'],
    ['/elsewhere', process.cwd()],
    [undefined, process.cwd()],
  ])('INIT_CWD %s gives %s', (called, expected) => {
    expect(userFolder('/ws', { INIT_CWD: called })).toBe(expected);
  });
});
