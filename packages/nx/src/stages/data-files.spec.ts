import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Model } from '@modelgate/contracts';
import { openDataFiles } from './data-files';
import type { StageContext } from './stage-context';

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'modelgate-data-')));
  mkdirSync(join(root, 'models/toy/parts'), { recursive: true });
  for (const name of ['parts/a.csv', 'parts/b.csv', 'test.csv'])
    writeFileSync(join(root, 'models/toy', name), 'x,y\n1,0\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function open(data: Partial<Model['data']>): ReturnType<typeof openDataFiles> {
  const context: Partial<StageContext> = {
    workspaceRoot: root,
    projectRoot: 'models/toy',
    projectName: 'toy',
    cacheDir: join(root, '.cache'),
    env: {},
    model: { data: { target: 'y', ...data } } as Model,
  };
  return openDataFiles(context as StageContext, ['train', 'test']);
}

it.each(['parts/*.csv', 'parts'])('tells a stage which files %s stands for', async (train) => {
  const { request } = await open({ train, test: 'test.csv' });
  const path = (name: string) => join(root, 'models/toy', name);
  expect(request).toEqual({
    train: path(train),
    test: path('test.csv'),
    files: [path('parts/a.csv'), path('parts/b.csv')],
    target: 'y',
  });
});

it('tells of no files where there is one of each', async () => {
  expect((await open({ train: 'parts/a.csv', test: 'test.csv' })).request).not.toHaveProperty('files');
});
