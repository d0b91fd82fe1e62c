import {
  JUDGING_STAGES,
  type Bundle,
  type DeployPolicy,
  type EnvironmentState,
  type HistoryEntry,
  type JudgingStage,
  type Verdict,
} from '@modelgate/contracts';
import { manifestOf, sha256Text } from '@modelgate/store';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeBundle, type Actor, type WriteBundleOptions } from '../index';

export const MODEL = 'credit-risk';
export const NOW = new Date('2025-11-24T20:30:00Z');
export const ALICE: Actor = { at: '2025-11-24T20:30:00Z', by: 'alice', host: 'laptop' };

export function writeFiles(folder: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** The outputs of a training, with the manifest that lists them; returns its digest. */
export async function writeTrained(folder: string, weights: string): Promise<string> {
  writeFiles(folder, {
    'model/weights.json': weights,
    'code/src/credit_risk/train.py': 'def train_model(table): ...\n',
    'entry.json': '{}\n',
  });
  const artifact = await manifestOf(folder, ['model', 'code', 'entry.json']);
  writeFiles(folder, {
    'artifact.json': JSON.stringify(artifact),
    'run-record.json': '{"times": "not listed"}',
  });
  return artifact.digest;
}

export const DATA = sha256Text('data');

export function verdict(stage: JudgingStage, candidate: string, parts: Partial<Verdict> = {}): Verdict {
  const judgesModel = stage === 'evaluate' || stage === 'benchmark';
  return {
    schema: 'modelgate.verdict/v1',
    project: MODEL,
    stage,
    outcome: 'pass',
    subject: judgesModel ? { candidate } : { train_data: DATA },
    gates: [],
    ...parts,
  };
}

export function allVerdicts(candidate: string): Verdict[] {
  return JUDGING_STAGES.map((stage) => verdict(stage, candidate));
}

export const LINEAGE: Bundle['lineage'] = {
  commit: '71cd5ee0a7c1b5c2ad6f3a3e1f5ce0f9e2f2d9ab',
  dirty: false,
  inputs: { train_data: DATA },
  interpreter: { version: '3.12.4' },
  modelgate: '0.1.0',
  locked: true,
};

/** Trains and packages a model with these weights below `folder`. */
export async function release(
  folder: string,
  weights: string,
  parts: Partial<WriteBundleOptions> = {},
): Promise<{ bundle: Bundle; bundleDir: string }> {
  const trainDir = join(folder, `train-${weights}`);
  const candidate = await writeTrained(trainDir, weights);
  const bundleDir = join(folder, `package-${weights}`, 'bundle');
  const bundle = await writeBundle({
    model: MODEL,
    task: 'binary-classification',
    trainDir,
    verdicts: allVerdicts(candidate),
    extraFiles: [],
    lineage: LINEAGE,
    out: bundleDir,
    now: NOW,
    ...parts,
  });
  return { bundle, bundleDir };
}

/** A version digest that reads as its letter. */
export function digest(letter: string): string {
  return sha256Text(letter);
}

/** `A B <A C`: deployments, and with `<` rollbacks, as the history of an environment. */
export function stateOf(environment: string, runs: string): EnvironmentState {
  const history = runs
    .split(' ')
    .filter((run) => run !== '')
    .map((run, index): HistoryEntry => ({
      sequence: index + 1,
      version: digest(run.replace('<', '')),
      action: run.startsWith('<') ? 'rollback' : 'deploy',
      at: '2025-11-24T20:00:00Z',
      by: 'alice',
    }));
  return {
    schema: 'modelgate.environment/v1',
    model: MODEL,
    environment,
    sequence: history.length,
    current: history[history.length - 1]?.version ?? null,
    history,
  };
}

export function policyOf(environments: DeployPolicy['environments']): DeployPolicy {
  return { schema: 'modelgate.deploy/v1', environments };
}
