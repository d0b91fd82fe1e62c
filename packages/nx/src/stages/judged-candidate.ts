import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import {
  artifactSchema,
  JUDGING_STAGES,
  reportSchema,
  scoresSchema,
  validateJson,
  verdictSchema,
  type Artifact,
  type JudgingStage,
  type Stage,
  type Subject,
  type Verdict,
} from '@modelgate/contracts';
import { verifyArtifact } from '@modelgate/store';
import type { z } from 'zod';
import { outputFolder } from '../inference/targets';
import { commandOf, type TargetNames } from './stage-context';

/** Where a model project stands. */
export interface ModelPlace {
  workspaceRoot: string;
  /** From the workspace, with forward slashes. */
  projectRoot: string;
  projectName: string;
  names?: TargetNames;
}

/** The candidate on disk with everything that was decided about it. */
export interface JudgedCandidate {
  /** Train's artifact, every byte checked; undefined where train has not run. */
  artifact: Artifact | undefined;
  /** The verdicts that are about this candidate and this data; each names the candidate in its subject. */
  verdicts: Verdict[];
  /** SHA-256 of the data that the candidate was trained on and judged on. */
  data: Subject;
  /** What is missing or does not fit together, one sentence each, with the command that mends it. */
  gaps: string[];
}

/**
 * Follows the chain from each verdict over the scores or the measurements to the candidate: a verdict of an older
 * model, or about other data, does not count.
 *
 * @param judges the judging stages that the project has
 * @throws UserError where a file is not what its manifest says
 */
export async function readJudgedCandidate(
  place: ModelPlace,
  judges: readonly JudgingStage[] = JUDGING_STAGES,
): Promise<JudgedCandidate> {
  const gaps: string[] = [];
  const artifact = await verified(place, 'train');
  const trained = await read(place, 'train', 'report.json', reportSchema);
  if (!artifact || !trained) {
    return {
      artifact: undefined,
      verdicts: [],
      data: {},
      gaps: [`train has not run: ${commandOf(place, 'gate')}`],
    };
  }
  const candidate = artifact.digest;
  const scores = await read(place, 'score', 'scores.json', scoresSchema);
  const data: Subject = {
    ...pick(trained.subject, 'train_data'),
    ...(scores?.evaluation_set ? { test_data: scores.evaluation_set } : {}),
  };
  const verdicts: Verdict[] = [];
  const accept = async (stage: JudgingStage, expected: Subject | string) => {
    const verdict = await read(place, stage, 'verdict.json', verdictSchema);
    const again = commandOf(place, stage);
    if (!verdict) gaps.push(`${stage} has not run: ${again}`);
    else if (typeof expected === 'string') gaps.push(`${expected}: ${again}`);
    else if (!matches(verdict.subject, expected))
      gaps.push(`${stage} judged other bytes than those here: ${again}`);
    else verdicts.push({ ...verdict, subject: { ...verdict.subject, candidate } });
  };
  const expected: Record<JudgingStage, () => Promise<Subject | string>> = {
    'validate-data': async () => data,
    'train-smoke': async () => pick(data, 'train_data'),
    evaluate: () => link(place, 'score', 'scores', candidate),
    benchmark: () => link(place, 'measure', 'measurements', candidate),
  };
  for (const stage of judges) await accept(stage, await expected[stage]());
  return { artifact, verdicts, data, gaps };
}

/** The subject that a verdict over `stage` must name, or why there is none for this candidate. */
async function link(
  place: ModelPlace,
  stage: 'score' | 'measure',
  role: string,
  candidate: string,
): Promise<Subject | string> {
  const artifact = await verified(place, stage);
  const report = await read(place, stage, 'report.json', reportSchema);
  if (!artifact || !report) return `${stage} has not run`;
  if (report.subject['candidate'] !== candidate)
    return `${stage} looked at another model than the one that train wrote`;
  return { [role]: artifact.digest };
}

async function verified(place: ModelPlace, stage: Stage): Promise<Artifact | undefined> {
  const artifact = await read(place, stage, 'artifact.json', artifactSchema);
  if (artifact) {
    const folder = outputFolder(place.projectRoot, stage);
    await verifyArtifact(join(place.workspaceRoot, folder), artifact, {
      filePath: posix.join(folder, 'artifact.json'),
    });
  }
  return artifact;
}

async function read<S extends z.ZodType>(
  place: ModelPlace,
  stage: Stage,
  name: string,
  schema: S,
): Promise<z.output<S> | undefined> {
  const filePath = posix.join(outputFolder(place.projectRoot, stage), name);
  const file = join(place.workspaceRoot, filePath);
  return existsSync(file) ? validateJson(schema, await readFile(file, 'utf8'), { filePath }) : undefined;
}

function matches(subject: Subject, expected: Subject): boolean {
  return Object.entries(expected).every(([role, digest]) => subject[role] === digest);
}

function pick(subject: Subject, role: string): Subject {
  const digest = subject[role];
  return digest === undefined ? {} : { [role]: digest };
}
