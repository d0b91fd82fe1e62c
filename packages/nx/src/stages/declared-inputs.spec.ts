import { stageInputs } from '../inference/stage-inputs';
import { modelWorkspace, type ModelWorkspace } from '../testing/model-workspace';
import { assertDeclared } from './declared-inputs';
import { openStage } from './stage-context';

let ws: ModelWorkspace;
afterEach(() => ws.remove());

const MODEL = `schema: modelgate.model/v1
name: toy
task: regression
data: { train: data/train.csv, test: data/test.csv, target: y }
python: { path: [.] }
`;

async function reading(stage: 'train' | 'score', more: string, path: string) {
  ws = modelWorkspace({ 'models/toy/model.yaml': MODEL + more });
  const context = await openStage(ws.task(stage, () => undefined));
  const inputs = stageInputs('models/toy', context.shape)[stage] ?? [];
  return { inputs, run: () => assertDeclared(context, stage, { imported: [], opened: [path] }) };
}

const COMMAND = 'command: { train: [sh, a.sh] }\n';
const TESTS = '!{projectRoot}/tests/**';

it.each<['train' | 'score', string, string, string]>([
  ['train', '', 'tests/helpers.py', TESTS],
  ['train', '', 'baseline/files/code/train.py', '!{projectRoot}/baseline/**'],
  ['score', '', 'tests/helpers.py', TESTS],
  ['train', COMMAND, 'tests/words.txt', TESTS],
  ['score', COMMAND, 'params.yaml', '!{projectRoot}/params.yaml'],
  ['score', COMMAND, 'baseline_metrics.json', '!{projectRoot}/baseline_metrics.json'],
  ['score', COMMAND, 'gates/evaluate.yaml', '!{projectRoot}/gates/**'],
  ['score', COMMAND, 'expectations/a/b.yaml', '!{projectRoot}/expectations/**'],
  ['score', COMMAND, 'README.md', '!{projectRoot}/*.md'],
])(
  '%s of %j may not read %s, which is not hashed, unless it is declared',
  async (stage, more, path, pattern) => {
    const undeclared = await reading(stage, more, path);
    expect(undeclared.inputs).toContain(pattern);
    expect(undeclared.run).toThrow(`opens ${path}, which is not one of its inputs`);
    ws.remove();
    const declared = await reading(stage, `${more}train: { inputs: [${path}] }\n`, path);
    expect(declared.inputs).not.toContain(pattern);
    expect(declared.inputs).toContain(`{projectRoot}/${path}`);
    expect(declared.run).not.toThrow();
  },
);

it('a command may not be a file that is not hashed', async () => {
  const { run } = await reading('train', 'command: [sh, tests/train.sh]\n', 'a.txt');
  expect(run).not.toThrow();
  ws.write({ 'models/toy/tests/train.sh': '' });
  expect(run).toThrow('opens tests/train.sh');
});
