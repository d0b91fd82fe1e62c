import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readCode } from './read-code';
import { tempFolder, writeFiles, type Files } from './testing/temp-project';

let folder: string;
beforeEach(() => (folder = tempFolder()));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function read(files: Files, env: NodeJS.ProcessEnv = process.env) {
  writeFiles(folder, files);
  const question = { workspaceRoot: folder, projectRoot: folder, env, cacheDir: join(folder, '.cache') };
  return (await readCode(question, Object.keys(files))).files;
}

it('tells what a file defines, without running it', async () => {
  const [file] = await read({
    'train.py': `
raise SystemExit("never run")
from data import TARGET, load as read
from .deep import thing
app = FastAPI(title="x")
NAME = "credit"
def train(table, /, epochs: int = 5, *args, lr=0.1, **more):
    def inner(): return 1, 2, 3
    import late
    return model, history
if __name__ == "__main__":
    import script
    open("out.csv")
`,
  });
  expect(file?.functions).toEqual([
    {
      name: 'train',
      line: 7,
      decorated: false,
      returns: [2],
      params: [
        { name: 'table', kind: 'positional', required: true },
        { name: 'epochs', kind: 'positional', required: false, default: '5' },
        { name: 'args', kind: 'rest', required: false },
        { name: 'lr', kind: 'keyword', required: false, default: '0.1' },
        { name: 'more', kind: 'keywords', required: false },
      ],
    },
  ]);
  expect(file?.imports.map(({ module, level, scope }) => [module, level, scope])).toEqual([
    ['data', 0, null],
    ['deep', 1, null],
    ['late', 0, 'train'],
    ['script', 0, '__main__'],
  ]);
  expect(file?.values.map(({ name, text, call }) => [name, text ?? call])).toEqual([
    ['app', 'FastAPI'],
    ['NAME', 'credit'],
  ]);
  expect(file?.files).toEqual([{ text: 'out.csv', line: 13, scope: '__main__' }]);
});

it.each([
  ['TARGET = "default"', { text: 'default', how: 'named' }],
  ['def f(df, target_col="default"): pass', { text: 'default', how: 'named' }],
  ['y = df["default"]', { text: 'default', how: 'taken' }],
  ['y_train = [int(row[LABEL]) for row in rows]', { name: 'LABEL', how: 'taken' }],
  ['X, y = df.drop(columns=["default"]), df.pop("default")', { text: 'default', how: 'taken' }],
  ['def split(df):\n  return df[FEATURES], df[config.TARGET]', { name: 'TARGET', how: 'taken' }],
  ['X = df.drop("default", axis=1)', { text: 'default', how: 'dropped' }],
])('finds what %j learns to predict', async (code, target) => {
  const [file] = await read({ 'm.py': `${code}\n` });
  expect(file?.targets).toContainEqual(expect.objectContaining(target));
});

it('tells of a file that it cannot read, and reads the others', async () => {
  const files = await read({ 'bad.py': 'x = 1\ndef (:\n', 'ü.py': '# coding: latin-1\n"""Größe"""\n' });
  expect(files.map(({ path, error }) => [path, error?.line])).toEqual([
    ['bad.py', 2],
    ['ü.py', undefined],
  ]);
});

it('says that there is no Python', async () => {
  await expect(read({ 'a.py': '' }, { PATH: folder })).rejects.toThrow(
    'there is no Python to read the code with',
  );
});
