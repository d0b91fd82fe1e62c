import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { entryFileSchema } from '@modelgate/contracts';
import { fileInProject } from './library-files';
import { runStage } from './run-stage';
import { tempProject, writeFiles, type Files, type TempProject } from './testing/temp-project';
import { undeclaredInputs } from './undeclared-inputs';

let project: TempProject;
afterEach(() => project.remove());

const TRAIN = `
import json, os
from shared.text import words
def train_model(table, **params):
    return {"cut": len(words("a b"))}
def save_model(model, folder):
    with open(os.path.join(folder, "model.json"), "w") as file:
        json.dump(model, file)
def load_model(folder):
    with open(os.path.join(folder, "model.json")) as file:
        return json.load(file)
`;

const LIBRARY: Files = {
  '../libs/shared/pyproject.toml': '[project]\nname = "shared"\n',
  '../libs/shared/src/shared/__init__.py': '',
  '../libs/shared/src/shared/text.py': 'import deep\ndef words(text):\n    return text.split()\n',
  '../libs/shared/src/shared/unused.py': '',
  '../libs/deep/deep.py': '',
};

/** A project beside its libraries, and what makes runs with them. */
function withLibraries(files: Files = {}) {
  project = tempProject({ 'src/toy/train.py': TRAIN, ...LIBRARY, ...files });
  const libraries = [
    { name: 'shared', root: join(project.root, '../libs/shared'), path: ['src'] },
    { name: 'deep', root: join(project.root, '../libs/deep'), path: ['.'] },
  ];
  return { libraries, workspace: join(project.root, '..') };
}

describe('libraries of the workspace', () => {
  it('are imported, reported, and copied with the code, which needs nothing else afterwards', async () => {
    const request = withLibraries();
    const result = await runStage(project.run('train', request));
    expect(result.imported).toEqual([
      '.libraries/deep/deep.py',
      '.libraries/shared/src/shared/__init__.py',
      '.libraries/shared/src/shared/text.py',
      'src/toy/__init__.py',
      'src/toy/data.py',
      'src/toy/train.py',
    ]);
    const copied = readdirSync(join(project.out, 'code/.libraries'), { recursive: true }).map(String);
    expect(copied).toEqual(expect.arrayContaining(['deep/deep.py', 'shared/src/shared/text.py']));
    expect(copied).not.toContain('shared/src/shared/unused.py');
    const entry = entryFileSchema.parse(project.json('entry.json'));
    expect(entry.path).toEqual(['src', '.libraries/shared/src', '.libraries/deep']);

    writeFiles(project.root, { '../libs/shared/src/shared/text.py': 'raise ValueError("of today")' });
    const { path } = entry;
    const model_dir = join(project.out, 'model');
    const code = { root: join(project.out, 'code'), path, model_dir, out: join(project.root, '../other') };
    expect((await runStage(project.run('load-check', code))).imported).toContain(
      '.libraries/shared/src/shared/text.py',
    );
  });

  it('stand behind the project on the path', async () => {
    const request = withLibraries({ '../libs/deep/toy/__init__.py': 'raise ValueError("not this one")' });
    await expect(runStage(project.run('train', request))).resolves.toMatchObject({ stage: 'train' });
  });

  it('are named with their place when they fail', async () => {
    const request = withLibraries({
      '../libs/shared/src/shared/text.py': 'def words(text):\n    raise ValueError("no words")\n',
    });
    await expect(runStage(project.run('train', request))).rejects.toThrow(
      /^models\/libs\/shared\/src\/shared\/text\.py:2 {2}train of toy: toy\.train:train_model failed: ValueError: no words/,
    );
  });

  it('have to be declared: other code of the workspace is reported by where it lies', async () => {
    const { workspace, libraries } = withLibraries({
      'src/toy/train.py': `import sys, os\nsys.path.append(os.path.join(os.getcwd(), "../libs/deep"))\nimport deep\n${TRAIN}`,
      '../libs/shared/src/shared/text.py':
        'def words(text):\n    return open(__file__.replace("text.py", "list.txt")).read().split()\n',
      '../libs/shared/src/shared/list.txt': 'a b',
    });
    const [shared] = libraries;
    if (!shared) throw new Error('no library');
    const { imported, opened } = await runStage(project.run('train', { workspace, libraries: [shared] }));
    expect(imported).toContain('../libs/deep/deep.py');
    expect(opened).toEqual(['.libraries/shared/src/shared/list.txt']);
    const error = undeclaredInputs({
      stage: 'train',
      imported,
      opened,
      sources: { folders: ['src'], excluded: [] },
      inputs: [],
      projectPath: 'models/toy',
      libraries: [shared],
      root: project.root,
    });
    expect(error?.message).toContain(
      'train imports ../libs/deep/deep.py, opens ../libs/shared/src/shared/list.txt, which are not among its inputs',
    );
    expect(error?.fix).toBe(
      'declare the library that holds ../libs/deep/deep.py as a dependency in models/toy/pyproject.toml, for example ' +
        '[tool.uv.sources]  name = { path = "../../libs/name" }; ' +
        'move the code, or add ../libs/shared/src/shared/list.txt under train.inputs in model.yaml',
    );
    expect(readdirSync(join(project.out, 'code')).sort()).toEqual(['.libraries', 'src']);
  });
});

describe('fileInProject', () => {
  const libraries = [{ name: 'shared', root: '/w/libs/shared', path: ['src'] }];
  it.each([
    ['src/m/train.py', 'src/m/train.py'],
    ['.libraries/shared/src/a.py', '../../libs/shared/src/a.py'],
    ['.libraries/other/a.py', '.libraries/other/a.py'],
  ])('%s is %s', (path, expected) => {
    expect(fileInProject(path, libraries, '/w/models/m')).toBe(expected);
  });
});
