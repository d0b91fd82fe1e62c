import { undeclaredInputs } from './undeclared-inputs';

const DECLARED = {
  stage: 'train',
  sources: { folders: ['src', './lib/'], excluded: ['src/toy/evaluate.py', 'src/toy/api.py'] },
  inputs: ['extra/vocabulary.txt', 'tables', 'params.yaml'],
  projectPath: 'models/toy',
};

const found = (imported: string[], opened: string[] = []) =>
  undeclaredInputs({ ...DECLARED, imported, opened });

describe('undeclaredInputs', () => {
  it.each<[string[], string[]]>([
    [['src/toy/train.py', 'lib/shared.py'], []],
    [[], ['extra/vocabulary.txt', 'tables/a/b.json']],
    [[], ['model.yaml', 'params.yaml', 'pyproject.toml', 'uv.lock', 'requirements-dev.txt']],
    [[], ['src/toy/read_as_text.py']],
  ])('takes %j and %j', (imported, opened) => {
    expect(found(imported, opened)).toBeUndefined();
  });

  it.each<[string[], string[], string]>([
    [['src/toy/evaluate.py'], [], 'train imports src/toy/evaluate.py, which is not one of its inputs'],
    [[], ['src/toy/evaluate.py'], 'train opens src/toy/evaluate.py, which is not one of its inputs'],
    [[], ['src/toy/table.json'], 'train opens src/toy/table.json, which is not one of its inputs'],
    [['scripts/more.py'], [], 'train imports scripts/more.py, which is not one of its inputs'],
    [[], ['tablespoon.txt'], 'train opens tablespoon.txt, which is not one of its inputs'],
    [
      ['src/toy/api.py'],
      ['a.txt'],
      'train opens a.txt, imports src/toy/api.py, which are not among its inputs',
    ],
  ])('refuses %j and %j', (imported, opened, message) => {
    const error = found(imported, opened);
    expect(error?.message).toContain(`models/toy/model.yaml  ${message}`);
    expect(error?.fix).toMatch(/^move the code, or add .+ under train\.inputs in model\.yaml$/);
  });

  it('refuses what lies in a folder that is left out, unless it is declared', () => {
    const sources = { folders: ['.'], excluded: ['tests/', 'a.sh'], everyFile: true, exceptProse: true };
    const reads = { ...DECLARED, sources, imported: [] };
    for (const path of ['tests/a.py', 'tests/b/c.txt', 'a.sh', 'README.md']) {
      expect(undeclaredInputs({ ...reads, opened: [path] })?.message).toContain(`opens ${path}`);
      expect(undeclaredInputs({ ...reads, opened: [path], inputs: [path] })).toBeUndefined();
    }
    expect(undeclaredInputs({ ...reads, opened: ['tests.py', 'b/a.sh', 'docs/README.md'] })).toBeUndefined();
  });

  it('takes every file of the code of a command', () => {
    const reads = { ...DECLARED, imported: [], opened: ['src/table.json', 'src/toy/api.py'] };
    const sources = { folders: ['src'], excluded: [], everyFile: true };
    expect(undeclaredInputs({ ...reads, sources })).toBeUndefined();
    expect(undeclaredInputs({ ...reads, opened: ['bin/run.sh'], sources })?.message).toContain(
      'opens bin/run.sh',
    );
  });

  it.each<[string[], string | undefined]>([
    [['.libraries/shared/src/shared/text.py', '.libraries/shared/pyproject.toml'], undefined],
    [['.libraries/shared/src/shared/tests/data.py'], '../../libs/shared/src/shared/tests/data.py'],
    [['.libraries/shared/setup.py'], '../../libs/shared/setup.py'],
    [['.libraries/shared/src/shared/words.txt'], '../../libs/shared/src/shared/words.txt'],
    [['.libraries/shared/src/declared.txt'], undefined],
    [['../../libs/declared/x.py'], undefined],
    [['../../libs/other/x.py'], '../../libs/other/x.py'],
  ])('knows the files of libraries: %j', (opened, message) => {
    const error = undeclaredInputs({
      ...DECLARED,
      inputs: ['../../libs/shared/src/declared.txt', '../../libs/declared'],
      imported: [],
      opened,
      libraries: [{ name: 'shared', root: '/w/libs/shared', path: ['src'] }],
      root: '/w/models/toy',
    });
    expect(error?.message.split('\n')[0]).toBe(
      message && `models/toy/model.yaml  train opens ${message}, which is not one of its inputs`,
    );
  });
});
