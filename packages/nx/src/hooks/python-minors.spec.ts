import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ModelCache, type KnownModel } from '../inference/model-cache';
import { minorOf, pythonMinors } from './python-minors';

describe('pythonMinors', () => {
  let root: string;
  const cacheDir = () => join(root, 'cache');
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'modelgate-minors-'));
    writeFileSync(join(root, '.python-version'), '3.11.7\n');
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const remember = (models: KnownModel[]) => new ModelCache(cacheDir()).save(models);
  const venv = (folder: string, version: string) => {
    mkdirSync(join(root, folder, '.venv'), { recursive: true });
    writeFileSync(join(root, folder, '.venv/pyvenv.cfg'), `home = /usr/bin\nversion = ${version}\n`);
  };
  const minors = () => pythonMinors(root, { PATH: '' }, cacheDir());

  it('is the version of the workspace where no model has another', () => {
    remember([{ root: 'models/a', python: '>=3.9' }, { root: 'models/b' }]);
    expect(minors()).toBe('3.11');
  });

  it('names the models whose own environment, or one above it, has another', () => {
    venv('models/a', '3.12.1');
    venv('team', '3.10.2');
    venv('models/c', '3.11.1');
    remember([{ root: 'models/a' }, { root: 'models/b' }, { root: 'models/c' }, { root: 'team/d' }]);
    expect(minors()).toBe('3.11;models/a=3.12;team/d=3.10');
    expect(['models/a', 'models/b', 'team/d'].map((model) => minorOf(minors(), model))).toEqual([
      '3.12',
      '3.11',
      '3.10',
    ]);
  });

  it('stays with the workspace where a model asks for a version that is not here', () => {
    remember([{ root: 'models/a', python: '>=3.99' }]);
    expect(minors()).toBe('3.11');
  });
});
