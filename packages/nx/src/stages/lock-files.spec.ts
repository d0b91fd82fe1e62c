import { join } from 'node:path';
import { modelWorkspace, type ModelWorkspace } from '../testing/model-workspace';
import { environmentFiles, environmentNotes, lockNotes } from './lock-files';
import { openStage } from './stage-context';

let ws: ModelWorkspace;
afterEach(() => ws.remove());

const contextOf = () => openStage(ws.task('package', () => undefined));

it('a version carries the nearest file of each name', async () => {
  ws = modelWorkspace({
    'models/toy/pyproject.toml': '',
    'models/uv.lock': '',
    'models/pyproject.toml': '',
    'uv.lock': '',
    'requirements-dev.txt': '',
  });
  expect(environmentFiles(await contextOf())).toEqual([
    { name: 'uv.lock', from: join(ws.root, 'models/uv.lock') },
    { name: 'pyproject.toml', from: join(ws.root, 'models/toy/pyproject.toml') },
    { name: 'requirements-dev.txt', from: join(ws.root, 'requirements-dev.txt') },
  ]);
});

it('an included file that nothing hashes is named', async () => {
  ws = modelWorkspace({
    'models/toy/requirements.txt': '-r reqs/base.txt\n',
    'models/toy/reqs/base.txt': 'pandas==2.2.3\n',
  });
  expect(await lockNotes(await contextOf())).toEqual([
    'the Python environment is not locked: no stage hashes models/toy/reqs/base.txt, which a requirements file includes; ' +
      'name it requirements-base.txt in models/toy, or add it under train.inputs in model.yaml',
  ]);
});

it.each([
  ['train', undefined, { path: 'python3', version: '3.11.7', chosen_by: 'PATH' }, 1],
  ['train', ['node', 'src/model.mjs'], undefined, 0],
  ['evaluate', undefined, undefined, 1],
  ['benchmark', undefined, undefined, 1],
  ['evaluate', ['node', 'src/model.mjs'], undefined, 0],
  ['validate-data', undefined, undefined, 0],
] as const)('remarks of %s with the command %j', async (stage, command, interpreter, count) => {
  ws = modelWorkspace({ 'models/toy/src/model.mjs': '' });
  const context = await openStage(ws.task(stage, () => undefined));
  const model = { ...context.model, ...(command ? { command: [...command] } : {}) };
  expect(await environmentNotes({ ...context, model }, interpreter)).toHaveLength(count);
});
