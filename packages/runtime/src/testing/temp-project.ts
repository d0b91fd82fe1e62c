import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { resolveEntry, type Interpreter } from '@modelgate/contracts';
import type { StageRequestBody, StageRun } from '../stage-run';

/** The interpreter of the tests: MODELGATE_TEST_PYTHON, or what python3 on PATH is. */
export const PYTHON: Interpreter = { path: testPython(), version: '3', chosen_by: 'the test' };

function testPython(): string {
  const question = 'import sys; print(sys.executable)';
  const named = process.env['MODELGATE_TEST_PYTHON'] ?? 'python3';
  return spawnSync(named, ['-I', '-S', '-c', question], { encoding: 'utf8' }).stdout.trim();
}

/** Files by path; undefined: there is none. */
export type Files = Record<string, string | undefined>;

export interface TempProject {
  root: string;
  out: string;
  /** A run of a stage of this project; `request` and the rest override what it takes by default. */
  run(
    stage: StageRequestBody['stage'],
    request?: Partial<StageRequestBody>,
    more?: Partial<Omit<StageRun, 'request'>>,
  ): StageRun;
  /** The value of a JSON file in `out`. */
  json(path: string): unknown;
  remove(): void;
}

/** A copy of the toy project in a temporary folder, with some of its files replaced. */
export function tempProject(files: Files = {}): TempProject {
  const folder = tempFolder();
  const root = join(folder, 'toy');
  cpSync(join(__dirname, 'project'), root, { recursive: true });
  writeFiles(root, files);
  const out = join(folder, 'out', 'stage');
  return {
    root,
    out,
    run: (stage, request = {}, more = {}) => ({
      request: {
        stage,
        project: 'toy',
        task: 'binary-classification',
        root,
        path: ['src'],
        entry: resolveEntry({ name: 'toy' }),
        named: [],
        data: { train: join(root, 'data/train.csv'), test: join(root, 'data/test.csv'), target: 'target' },
        params: { epochs: 3, batch_size: 8, seed: 7 },
        out,
        ...request,
      },
      interpreter: PYTHON,
      env: process.env,
      projectPath: 'models/toy',
      ...more,
    }),
    json: (path) => JSON.parse(readFileSync(join(out, path), 'utf8')) as unknown,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function tempFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'modelgate-runtime-')));
}

export function writeFiles(root: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    rmSync(join(root, path), { force: true });
    if (text === undefined) continue;
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** Numbers of an .npy file of little-endian float64. */
export function npyOf(file: string): number[] {
  const bytes = readFileSync(file);
  const data = bytes.subarray(10 + bytes.readUInt16LE(8));
  return Array.from({ length: data.length / 8 }, (_, index) => data.readDoubleLE(index * 8));
}
