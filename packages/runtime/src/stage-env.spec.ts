import { maskedText, stageEnv } from './stage-env';

describe('stageEnv', () => {
  it.each([
    'GITHUB_TOKEN',
    'DB_PASSWORD',
    'DB_PASSWORD_FILE',
    'AWS_SECRET_ACCESS_KEY',
    'AWS_ACCESS_KEY_ID',
    'OPENAI_API_KEY',
    'APIKEY',
    'GOOGLE_APPLICATION_CREDENTIALS',
    'DEPLOY_PRIVATE_KEY',
    'npm_token',
  ])('leaves out %s, unless it is named', (name) => {
    const from = { [name]: 'something', HOME: '/home' };
    expect(stageEnv(from, {})).toMatchObject({ withheld: [name], masked: [] });
    expect(stageEnv(from, {}).env).not.toHaveProperty(name);
    const named = stageEnv(from, { secrets: [name] });
    expect(named.env[name]).toBe('something');
    expect(named).toMatchObject({ withheld: [], masked: ['something'] });
  });

  it.each([
    ['TOKENIZERS_PARALLELISM', 'false'],
    ['PATH', '/bin'],
    ['PWD', '/work'],
    ['KEYBOARD', 'de'],
    ['MLFLOW_TRACKING_URI', 'http://mlflow:5000'],
    ['HTTPS_PROXY', 'http://user:word@proxy:80'],
  ])('passes %s on', (name, value) => {
    expect(stageEnv({ [name]: value }, {}).env[name]).toBe(value);
  });

  it('leaves out a URL that holds a password', () => {
    expect(stageEnv({ DATABASE_URL: 'postgres://user:word@db/x' }, {}).withheld).toEqual(['DATABASE_URL']);
  });

  it('makes Python repeatable', () => {
    const { env } = stageEnv({ PYTHONHASHSEED: '5', PYTHONINSPECT: '1' }, { seed: 7, threads: 2 });
    expect(env).toMatchObject({
      PYTHONHASHSEED: '7',
      PYTHONDONTWRITEBYTECODE: '1',
      OMP_NUM_THREADS: '2',
      OPENBLAS_NUM_THREADS: '2',
      MKL_NUM_THREADS: '2',
    });
    expect(env).not.toHaveProperty('PYTHONINSPECT');
    expect(stageEnv({}, {}).env).not.toHaveProperty('OMP_NUM_THREADS');
  });

  it('masks every line of a secret, the longest first, and nothing that is as short as a word', () => {
    const { masked } = stageEnv({ A_TOKEN: 'abcd\nabcdef\nab' }, { secrets: ['A_TOKEN'] });
    expect(maskedText('ab abcd abcdef', masked)).toBe('ab *** ***');
  });
});
