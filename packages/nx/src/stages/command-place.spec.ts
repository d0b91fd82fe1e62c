import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelSchema } from '@modelgate/contracts';
import { assertCommandsInProject } from './command-place';

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(realpathSync(tmpdir()), 'modelgate-command-'));
  for (const folder of ['models/toy/src', 'models/shared'])
    mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['models/toy/src/model.mjs', 'models/shared/model.mjs', 'models/run.sh'])
    writeFileSync(join(root, file), '');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const check = (command: string[] | { train: string[] }) =>
  assertCommandsInProject({
    workspaceRoot: root,
    projectRoot: 'models/toy',
    model: modelSchema.parse({
      schema: 'modelgate.model/v1',
      name: 'toy',
      task: 'regression',
      data: { train: 'a.csv', test: 'b.csv', target: 'y' },
      command,
    }),
  });

it.each([
  ['a file beside the project', ['node', '../shared/model.mjs'], '../shared/model.mjs'],
  ['one behind a way around', ['node', 'src/../../shared/model.mjs'], 'src/../../shared/model.mjs'],
  ['a folder beside the project', ['node', '../shared'], '../shared'],
  ['the value of an option', ['node', '--import=../shared/model.mjs', 'src/model.mjs'], '--import=../shared'],
  ['a program that leaves the project', ['../run.sh'], '../run.sh'],
  ['one that is not there', ['../nobody.sh', 'src/model.mjs'], '../nobody.sh'],
])('%s is refused', (_what, command, named) => {
  for (const form of [command, { train: command }]) {
    expect(() => check(form)).toThrow(`models/toy/model.yaml  command: ${named}`);
    expect(() => check(form)).toThrow('fix: move it below python.path (src)');
  }
});

it.each(['models/shared/model.mjs', 'models/toy/src/model.mjs'])(
  '%s by its absolute path is refused',
  (file) => {
    expect(() => check(['node', join(root, file)])).toThrow('is not named by a path inside the project');
  },
);

it.each([
  ['a file of the project', ['node', 'src/model.mjs']],
  ['a program of the project', ['./src/model.mjs', '--fast']],
  ['a program of the machine as an argument', ['env', process.execPath, 'src/model.mjs']],
  ['what is no file', ['node', 'src/model.mjs', '../nowhere', '/', '..']],
])('%s passes', (_what, command) => {
  expect(() => check(command)).not.toThrow();
});
