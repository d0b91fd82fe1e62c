import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLine } from './message-place';

const MODEL = `schema: modelgate.model/v1
name: toy
data:
  # a comment
  dataset: aplications
  target: y
command: [ node, ../x.mjs ]
`;

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(realpathSync(tmpdir()), 'modelgate-place-'));
  mkdirSync(join(root, 'a b/toy'), { recursive: true });
  writeFileSync(join(root, 'a b/toy/model.yaml'), MODEL);
  writeFileSync(
    join(root, 'dataset.yaml'),
    'schema: modelgate.dataset/v1\nname: raw\nderived_from: [ raw ]\n',
  );
  mkdirSync(join(root, 'broken'));
  writeFileSync(join(root, 'broken/model.yaml'), 'data: [\n');
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

it.each([
  [
    'a key in another one',
    'a b/toy/model.yaml  data.dataset: there is no data set "aplications"\n  fix: mend it',
    'a b/toy/model.yaml:5:12  data.dataset: there is no data set "aplications"\n  fix: mend it',
  ],
  ['a key of its own', 'a b/toy/model.yaml  command: is wrong', 'a b/toy/model.yaml:7:10  command: is wrong'],
  [
    'a file at the root',
    'dataset.yaml  derived_from: is a cycle',
    'dataset.yaml:3:15  derived_from: is a cycle',
  ],
  [
    'a key that is not there: what is around it',
    'a b/toy/model.yaml  data.test: there is no file',
    'a b/toy/model.yaml:3:1  data.test: there is no file',
  ],
  ['a message that names its line', 'a b/toy/model.yaml:2:7  name: is taken'],
  ['no key', 'a b/toy/model.yaml  train of toy: the command is not found'],
  ['another file', 'a b/toy/data.csv  name: is empty'],
  ['a file that has gone', 'gone/model.yaml  name: is taken'],
  ['a file that cannot be read', 'broken/model.yaml  data.train: is wrong'],
  ['no file', 'name: is taken'],
])('a message gets the line of its key: %s', async (_what, message, told = message) => {
  expect(await withLine(message, root)).toBe(told);
});
