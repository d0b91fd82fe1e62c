import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { reportSchema, type Report, type Stage } from '@modelgate/contracts';
import { runStageTask, type StageCore } from '../stages/run-stage-task';
import { openStage, type StageTask } from '../stages/stage-context';

/** What a stage said and wrote. */
export interface RunOfStage {
  success: boolean;
  /** All that was printed. */
  said: string;
  /** Absent where the stage did not get as far. */
  report: Report | undefined;
}

export interface ModelWorkspace {
  root: string;
  write(files: Record<string, string>): void;
  /** Runs a stage of the model `toy`. */
  run(stage: Stage, core: StageCore): Promise<RunOfStage>;
  task(stage: Stage, say: (line: string) => void): StageTask;
  /** Files below a folder of the workspace, sorted. */
  files(folder: string): string[];
  remove(): void;
}

const MODEL = `schema: modelgate.model/v1
name: toy
task: binary-classification
data: { train: data/train.csv, target: target, split: { test: 0.2, seed: 7 } }
quality: [lint, typecheck, test]
`;

/** A folder with the model `models/toy` in it; no nx and no git. Stages run in this process, as in their executors. */
export function modelWorkspace(files: Record<string, string> = {}): ModelWorkspace {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'modelgate-stage-'));
  const write = (more: Record<string, string>) => {
    for (const [path, text] of Object.entries(more)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  };
  const taskOf = (stage: Stage, say: (line: string) => void): StageTask => ({
    workspaceRoot: root,
    projectRoot: 'models/toy',
    projectName: 'toy',
    stage,
    say,
  });
  write({ 'models/toy/model.yaml': MODEL, ...files });
  return {
    root,
    write,
    task: taskOf,
    async run(stage, core) {
      const lines: string[] = [];
      const task = taskOf(stage, (line) => void lines.push(line));
      const { success } = await runStageTask(task, openStage, core);
      const file = join(root, 'dist/models/toy', stage, 'report.json');
      const report = existsSync(file)
        ? reportSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
        : undefined;
      return { success, said: lines.join('\n'), report };
    },
    files: (folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(join(root, folder).length + 1))
        .sort(),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

const ROWS = Array.from({ length: 60 }, (_, row) => `${row % 7},${row % 5},${row % 7 > 3 ? 1 : 0}`);

/**
 * The files of a model that is a threshold.
 * @param train the body of its training function, which gives `{"at": number}` and may use epochs, seed and history
 * @param head lines above it
 */
export function thresholdModel(train: string, head = ''): Record<string, string> {
  return {
    'models/toy/params.yaml': 'schema: modelgate.params/v1\nepochs: 3\nseed: 7\n',
    'models/toy/data/train.csv': `x,y,target\n${ROWS.join('\n')}\n`,
    'models/toy/src/toy/__init__.py': '',
    'models/toy/src/toy/data.py':
      'import csv\ndef load_data(path):\n    with open(path) as file:\n        return [{k: float(v) for k, v in row.items()} for row in csv.DictReader(file)]\n',
    'models/toy/src/toy/train.py': `${head}\ndef train_model(table, epochs, seed, history):\n${train}\n`,
    'models/toy/src/toy/evaluate.py':
      'def predict(model, table):\n    return [1.0 if row["x"] > model["at"] else 0.0 for row in table]\n',
  };
}
