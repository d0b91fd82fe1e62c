import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@modelgate/contracts';
import { startMeasureProcess } from './measure-process';
import { runStage } from './run-stage';
import type { StageRequestBody, StageRun } from './stage-run';
import { untilGone } from './testing/processes';
import { tempProject, type Files, type TempProject } from './testing/temp-project';

let project: TempProject;
afterEach(() => project.remove());

/** A program that writes its result file; `found` goes into it as it stands. */
const writing = (found: string, before = '') => `
const fs = require('fs');
const request = JSON.parse(fs.readFileSync(process.argv.at(-1), 'utf8'));
const tell = (event) => fs.writeSync(3, JSON.stringify(event) + '\\n');
const finish = (more) => fs.writeFileSync(request.result, JSON.stringify({
  schema: 'modelgate.stage-result/v1', stage: request.stage, cpu_seconds: 1, peak_rss_bytes: 2, ...more }));
${before}
finish(${found});
`;

function run(
  files: Files,
  {
    command = ['node', 'src/model.js'],
    stage = 'train',
    ...more
  }: Partial<StageRun> & {
    command?: string[];
    stage?: StageRequestBody['stage'];
  } = {},
): StageRun {
  project = tempProject(files);
  return project.run(stage, { command }, { interpreter: undefined, ...more });
}

async function failureOf(stage: StageRun): Promise<string> {
  const error: unknown = await runStage(stage).catch((reason: unknown) => reason);
  if (!(error instanceof UserError)) throw error;
  return error.message.replaceAll(project.root, '<root>');
}

describe('a stage that a command runs', () => {
  it('gets the request as last argument in the folder of the project, and its events are passed on', async () => {
    const events: unknown[] = [];
    const lines: string[] = [];
    const result = await runStage(
      run(
        {
          'src/model.js': writing(
            '{ rows: 3, notes: process.argv.slice(2, -1) }',
            `tell({ type: 'loss', epoch: 1, loss: 0.5 }); console.log(process.cwd(), request.stage);`,
          ),
        },
        {
          command: ['node', 'src/model.js', '--fast', '$HOME; echo'],
          onEvent: (event) => events.push(event),
          onLine: (line) => lines.push(line),
        },
      ),
    );
    expect(result).toMatchObject({ rows: 3, imported: [], opened: [], notes: ['--fast', '$HOME; echo'] });
    expect(events).toEqual([{ type: 'loss', epoch: 1, loss: 0.5 }]);
    expect(lines).toEqual([`${project.root} train`]);
  });

  it('starts a script of the project by its path', async () => {
    const stage = run(
      {
        'bin/train.sh':
          '#!/bin/sh\nresult=$(sed -n \'s/.*"result":"\\([^"]*\\)".*/\\1/p\' "$2")\n' +
          'echo \'{"schema":"modelgate.stage-result/v1","stage":"train","cpu_seconds":0,"peak_rss_bytes":0}\' > "$result"\n',
      },
      { command: ['./bin/train.sh', 'now'] },
    );
    expect(await failureOf(stage)).toContain(
      'train of toy: the command ./bin/train.sh may not be executed\n  fix: chmod +x models/toy/bin/train.sh',
    );
    chmodSync(join(project.root, 'bin/train.sh'), 0o755);
    expect((await runStage(stage)).stage).toBe('train');
  });

  it.each<[string, Files, Parameters<typeof run>[1], string[]]>([
    [
      'a program that is not there',
      {},
      { command: ['no-such-program-here'] },
      [
        'models/toy/model.yaml  train of toy: the command no-such-program-here is not found',
        'looked for on PATH',
      ],
    ],
    [
      'a file that is not there',
      {},
      { command: ['bin/none'] },
      ['the command bin/none is not found', 'looked for in <root>'],
    ],
    [
      'an end without a result',
      { 'src/model.js': 'console.log("gone"); process.exit(3)' },
      {},
      [
        'models/toy/model.yaml  train of toy: the command ended without a result (exit code 3)',
        'the last lines that it printed are\n    gone',
        'it is node src/model.js',
      ],
    ],
    [
      'an error that it tells of',
      { 'src/model.js': writing('{}', `tell({ type: 'error', message: 'no rows' }); process.exit(1);`) },
      {},
      ['train of toy: the command ended without a result (exit code 1): no rows'],
    ],
    [
      'a failure with its place',
      {
        'src/model.js': writing(
          `{ failure: { kind: 'internal', message: 'no rows', trace: 'line one', file: 'src/model.js', line: 7 } }`,
        ),
      },
      {},
      [
        'models/toy/src/model.js:7  train of toy: no rows',
        'line one',
        'mend this where the command runs: node src/model.js',
      ],
    ],
    [
      'a result without its form',
      { 'src/model.js': writing('{ cpu_seconds: "much" }') },
      {},
      [
        'train of toy wrote a result that cannot be read',
        'result.json:1',
        'cpu_seconds: expected a number, got "much"',
        'stage-result.schema.json',
      ],
    ],
    [
      'a result of another stage',
      { 'src/model.js': writing(`{ stage: 'score' }`) },
      {},
      ['result.json  stage: expected "train", got "score"'],
    ],
    [
      'an event without its form',
      { 'src/model.js': writing('{}', `tell({ type: 'lost' }); setInterval(() => {}, 1000);`) },
      {},
      ['sent an event that cannot be read'],
    ],
    [
      'an event without its form, told while it writes its result',
      {
        'src/model.js': writing(
          '{}',
          `fs.writeFileSync(request.result, ''); tell({ type: 'lost' }); for (;;);`,
        ),
      },
      {},
      ['sent an event that cannot be read'],
    ],
    [
      'a hang in the middle of its result',
      { 'src/model.js': writing('{}', `fs.writeFileSync(request.result, ''); for (;;);`) },
      { timeoutMs: 700 },
      ['train of toy ran longer than 700 ms and was stopped'],
    ],
    [
      'a hang',
      { 'src/model.js': 'console.log("waiting"); setInterval(() => {}, 1000)' },
      { timeoutMs: 700 },
      ['train of toy ran longer than 700 ms and was stopped', 'waiting'],
    ],
    [
      'a kill',
      { 'src/model.js': 'process.kill(process.pid, "SIGKILL")' },
      {},
      ['train of toy was killed (SIGKILL)'],
    ],
    [
      'a credential that it does not get',
      { 'src/model.js': 'throw new Error("no MY_TOKEN: " + process.env.MY_TOKEN)' },
      { env: { ...process.env, MY_TOKEN: 'abc' } },
      ['MY_TOKEN looks like a credential and was not passed to the stage'],
    ],
  ])('tells of %s in one message', async (_what, files, options, parts) => {
    const message = await failureOf(run(files, options));
    for (const part of parts) expect(message).toContain(part);
  });

  it('is stopped from outside, and so is what it has started', async () => {
    const controller = new AbortController();
    const stage = run(
      {
        'src/model.js': `
const { spawn } = require('child_process');
const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'inherit' });
console.log(child.pid);
setInterval(() => {}, 1000);`,
      },
      {
        signal: controller.signal,
        onLine: (line) => {
          child = Number(line);
          controller.abort(new Error('Ctrl-C'));
        },
      },
    );
    let child = 0;
    expect(await failureOf(stage)).toContain('train of toy was stopped: Ctrl-C');
    expect(child).toBeGreaterThan(0);
    expect(await untilGone(child)).toBe(true);
  });

  it('is measured over its standard input', async () => {
    const measured = await startMeasureProcess(
      run(
        {
          'src/model.js': writing(
            '{}',
            `
tell({ type: 'ready' });
const lines = require('readline').createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const { batch_size, calls } = JSON.parse(line);
  tell({ type: 'block', batch_size, seconds: Array(calls).fill(0.25) });
});
lines.on('close', () => finish({ load_seconds: 0.5 }));
return;`,
          ),
        },
        { stage: 'measure' },
      ),
    );
    expect(await measured.block({ batch_size: 4, calls: 3 })).toEqual([0.25, 0.25, 0.25]);
    expect(await measured.block({ batch_size: 1, calls: 1 })).toEqual([0.25]);
    expect((await measured.stop()).load_seconds).toBe(0.5);
  });
});
