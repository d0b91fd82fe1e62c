import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { OpenedData } from '@modelgate/runtime';
import { withCheckpoints } from './checkpoints';
import { projectContext } from './stage-context';
import { plannedSuites } from './suites';

const ROOT = 'models/credit';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoints-'));
  write('expectations/train.yaml', 'name: applications\nexpectations: []\n');
  write('expectations/holdout.yaml', 'expectations: []\n');
  write('expectations/profiles/january.json', '{}\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  const file = join(folder, ROOT, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function opened(path: string): OpenedData {
  return { file: join(folder, path), relative: path, sha256: '', bytes: 1 };
}

async function planned(
  named?: { train?: string | string[]; test?: string | string[] },
  { hasTest = true }: { hasTest?: boolean } = {},
): Promise<string[]> {
  const context = projectContext({
    workspaceRoot: folder,
    projectRoot: ROOT,
    projectName: 'credit',
    stage: 'validate-data',
    say: () => undefined,
  });
  const data = {
    train: opened(`${ROOT}/data/train.csv`),
    ...(hasTest ? { test: opened(`${ROOT}/data/test.csv`) } : {}),
  };
  const plan = await withCheckpoints(context, await plannedSuites(context, named), {
    named: named && [named.train ?? [], named.test ?? []].flat(2),
    data,
  });
  return [
    ...plan.suites.map(({ path, role, checkpoints = [], parameters }) =>
      [
        path,
        role,
        ...checkpoints.map((file) => file.replace(/^.*\//, '')),
        ...Object.keys(parameters ?? {}),
      ].join(' '),
    ),
    ...plan.notes,
  ];
}

describe('withCheckpoints', () => {
  it('changes nothing where there is no checkpoint', async () => {
    expect(await planned()).toEqual(['expectations/holdout.yaml train', 'expectations/train.yaml train']);
  });

  it('leaves all suites to a checkpoint that has actions alone', async () => {
    write('checkpoints/notify.yaml', 'action_list: []\n');
    expect(await planned()).toEqual([
      'expectations/holdout.yaml train notify.yaml',
      'expectations/train.yaml train notify.yaml',
    ]);
  });

  it('lets checkpoints choose the data of a suite, and runs the others as ever', async () => {
    write('checkpoints/a.yaml', 'validations: [{ expectation_suite_name: holdout, data: test }]\n');
    write(
      'checkpoints/b.yaml',
      'expectation_suite_name: holdout\nbatch_request: { data_asset_name: test }\n',
    );
    expect(await planned()).toEqual([
      'expectations/holdout.yaml test a.yaml b.yaml',
      'expectations/train.yaml train',
    ]);
  });

  it('runs what the project file names in any case', async () => {
    write('checkpoints/a.yaml', 'validations: [{ expectation_suite_name: holdout, data: test }]\n');
    expect(await planned({ train: 'expectations/holdout.yaml' })).toEqual([
      'expectations/holdout.yaml test a.yaml',
      'expectations/holdout.yaml train',
    ]);
  });

  it('finds suites by the name inside, and in folders of Great Expectations', async () => {
    write('gx/expectations/credit/raw.json', '{"name": "credit.raw", "expectations": []}');
    write(
      'gx/validation_definitions/raw.json',
      '{"suite": {"name": "credit.raw"}, "data": {"asset": {"name": "x"}}}',
    );
    write('gx/checkpoints/nightly', '{"validation_definitions": [{"name": "raw"}], "actions": []}');
    write('checkpoints/a.yaml', 'expectation_suite_name: applications\n');
    expect(await planned()).toEqual([
      'expectations/train.yaml train a.yaml',
      'gx/expectations/credit/raw.json train nightly',
      'expectations/holdout.yaml train',
      'the checkpoint nightly names the data "x", which is taken for the training data: data: train or data: test says it',
    ]);
  });

  it('takes of a folder outside of the project only what runs its own suites', async () => {
    write('../../gx/expectations/credit.json', '{"expectations": []}');
    write('../../gx/checkpoints/own.yaml', 'expectation_suite_name: credit\n');
    write('../../gx/checkpoints/other.yaml', 'expectation_suite_name: fraud\n');
    expect(await planned({ train: '../../gx/expectations/credit.json' })).toEqual([
      '../../gx/expectations/credit.json train own.yaml',
    ]);
  });

  it('tells data that lies on another machine by its words', async () => {
    write(
      'checkpoints/a.yaml',
      'expectation_suite_name: train\nbatch_request: { runtime_parameters: { path: /home/me/holdout.csv } }\n',
    );
    expect((await planned())[0]).toBe('expectations/train.yaml test a.yaml');
  });

  it('runs a suite again with other parameters', async () => {
    write(
      'checkpoints/a.yaml',
      'validations:\n  - expectation_suite_name: train\n  - expectation_suite_name: train\n    evaluation_parameters: { low: 1 }\n',
    );
    expect(await planned()).toEqual([
      'expectations/train.yaml train a.yaml',
      'expectations/train.yaml train a.yaml low',
      'expectations/holdout.yaml train',
    ]);
  });

  it.each<[string, string, boolean, string]>([
    [
      'a suite that is not there',
      'validations:\n  - expectation_suite_name: nosuch\n',
      true,
      `${ROOT}/checkpoints/a.yaml:2:5  the checkpoint a runs the suite nosuch, which the project does not have`,
    ],
    [
      'a reference profile of drift',
      'validations:\n  - expectation_suite_name: january\n',
      true,
      'runs the suite january, which the project does not have\n  why: its suites are: holdout, train\n',
    ],
    [
      'data of somebody else',
      'validations:\n  - { expectation_suite_name: train, data: data/other.csv }\n',
      true,
      `${ROOT}/checkpoints/a.yaml:2:5  the checkpoint a names data that is not the project's`,
    ],
    [
      'test data that there is not',
      'validations: [{ expectation_suite_name: train, data: test }]\n',
      false,
      'it is the test data, which the project does not have',
    ],
  ])('refuses %s', async (_what, text, hasTest, message) => {
    write('checkpoints/a.yaml', text);
    await expect(planned(undefined, { hasTest })).rejects.toThrow(message);
  });
});
