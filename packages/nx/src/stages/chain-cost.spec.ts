import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunRecord } from '@modelgate/contracts';
import { chainCost } from './chain-cost';

let workspaceRoot: string;
beforeEach(() => (workspaceRoot = mkdtempSync(join(tmpdir(), 'modelgate-cost-'))));
afterEach(() => rmSync(workspaceRoot, { recursive: true, force: true }));

const costOf = (run?: string) =>
  chainCost({ workspaceRoot, projectRoot: 'm', env: run === undefined ? {} : { MODELGATE_RUN: run } });

function leave(stage: string, text: string): void {
  mkdirSync(join(workspaceRoot, 'dist/m', stage), { recursive: true });
  writeFileSync(join(workspaceRoot, 'dist/m', stage, 'run-record.json'), text);
}

function record(stage: string, wall_seconds: number, run?: string): void {
  const of: RunRecord = {
    schema: 'modelgate.run-record/v1',
    project: 'm',
    stage,
    ...(run === undefined ? {} : { run }),
    started_at: `2026-01-01T00:00:0${stage.length % 10}Z`,
    finished_at: '2026-01-01T01:00:00Z',
    cost: { wall_seconds },
    host: { os: 'linux', arch: 'x64', cpu: 'x', logical_cores: 2, memory_bytes: 1 },
    modelgate: '0.1.0',
    inputs: [],
  };
  leave(stage, JSON.stringify(of));
}

describe('chainCost', () => {
  it('tells what this command spent from what an earlier one did, in the order of the stages', async () => {
    record('evaluate', 0.25, '7 now');
    record('train', 40.5, '7 before');
    record('score', 1, '7 now');
    record('validate-data', 2);
    leave('measure', 'not a record');
    const { table, sentence } = await costOf('7 now');
    expect(table.columns).toEqual(['stage', 'ran at', 'seconds', 'ran in']);
    expect(table.rows).toEqual([
      ['validate-data', '2026-01-01T00:00:03Z', 2, 'an earlier one'],
      ['train', '2026-01-01T00:00:05Z', 40.5, 'an earlier one'],
      ['score', '2026-01-01T00:00:05Z', 1, 'this command'],
      ['evaluate', '2026-01-01T00:00:08Z', 0.25, 'this command'],
    ]);
    expect(sentence).toBe('spent 1.3 s, saved 42.5 s');
  });

  it('says nothing of what was saved where nothing names the command', async () => {
    record('train', 40.5, '7 before');
    const { table, sentence } = await costOf();
    expect(table.columns).toEqual(['stage', 'ran at', 'seconds']);
    expect(sentence).toBeUndefined();
  });
});
