import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StageResult } from '@modelgate/contracts';
import { modelWorkspace, type ModelWorkspace } from '../testing/model-workspace';
import { completeTraining } from './command-training';
import { openStage } from './stage-context';

let ws: ModelWorkspace;
beforeEach(() => (ws = modelWorkspace()));
afterEach(() => ws.remove());

const RESULT: StageResult = {
  schema: 'modelgate.stage-result/v1',
  stage: 'train',
  cpu_seconds: 1,
  peak_rss_bytes: 1,
  imported: [],
  opened: [],
  notes: [],
  classes: ['a', 'b'],
};

/** The files below code/ of a model whose model.yaml goes on with `settings`, in a folder with these files. */
async function codeOf(settings: string, files: readonly string[]): Promise<string[]> {
  ws.write({
    'models/toy/model.yaml': `schema: modelgate.model/v1\nname: toy\ntask: binary-classification\n${settings}`,
    ...Object.fromEntries(files.map((path) => [`models/toy/${path}`, 'x'])),
  });
  const context = await openStage(ws.task('train', () => undefined));
  const out = join(ws.root, 'out');
  mkdirSync(join(out, 'model'), { recursive: true });
  writeFileSync(join(out, 'model', 'model.bin'), 'x');
  const code = await completeTraining(context, out, RESULT);
  expect(ws.files('out/code')).toEqual(code);
  return code;
}

const DATA = (data: string) => `data: { ${data}, target: y, split: { test: 0.2, seed: 7 } }\n`;
const WHOLE = 'python: { path: [.] }\ncommand: [ ./run.sh ]\n';

it.each([
  [
    'a file',
    `${DATA('train: tables/train.csv')}${WHOLE}`,
    ['run.sh', 'tables/train.csv', 'tables/names.txt'],
    ['run.sh', 'tables/names.txt'],
  ],
  [
    'a pattern',
    `${DATA('train: tables/t-*.csv')}${WHOLE}`,
    ['run.sh', 'tables/t-1.csv', 'tables/t-2.csv.dvc', 'tables/read.sh'],
    ['run.sh', 'tables/read.sh'],
  ],
  [
    'a folder',
    `${DATA('train: tables')}${WHOLE}`,
    ['run.sh', 'tables/a.csv', 'tables/deep/b.csv', 'tables.sh'],
    ['run.sh', 'tables.sh'],
  ],
  [
    'a pointer',
    `${DATA('train: tables/train.csv.dvc')}${WHOLE}`,
    ['run.sh', 'tables/train.csv', 'tables/train.csv.dvc'],
    ['run.sh'],
  ],
  [
    'an evaluation set',
    `data: { train: one.csv, test: held/out-*.csv, target: y }\n${WHOLE}`,
    ['run.sh', 'one.csv', 'held/out-1.csv'],
    ['run.sh'],
  ],
  [
    'a file in the folder of the code',
    `${DATA('train: src/tables/*.csv')}command: [ src/run.sh ]\n`,
    ['src/run.sh', 'src/tables/a.csv', 'src/tables/names.txt'],
    ['src/run.sh', 'src/tables/names.txt'],
  ],
])('data that lies among the code does not go with it: %s', async (_what, settings, files, code) => {
  expect(await codeOf(settings, files)).toEqual(code);
});

it('data that is named as code too goes with it', async () => {
  const settings = `${DATA('train: tables')}train: { inputs: [ tables/names.txt ] }\n${WHOLE}`;
  expect(await codeOf(settings, ['run.sh', 'tables/a.csv', 'tables/names.txt'])).toEqual([
    'run.sh',
    'tables/names.txt',
  ]);
});
