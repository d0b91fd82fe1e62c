import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { Tree } from '@nx/devkit';
import {
  measurementsSchema,
  modelSchema,
  runRecordSchema,
  UserError,
  validate,
  type Model,
  type RunRecord,
  type Stage,
} from '@modelgate/contracts';
import { summarizeMeasurements } from '@modelgate/gates';
import { fileInProject } from '@modelgate/runtime';
import { sha256File } from '@modelgate/store';
import { parse } from 'yaml';
import { readShape } from '../../inference/reading';
import { outputFolder, presentJudges, targetNames } from '../../inference/targets';
import { commandOf } from '../../stages/stage-context';
import { readJudgedCandidate, type ModelPlace } from '../../stages/judged-candidate';
import { member, workspaceOptions } from '../registered-plugin';
import { predictionCode, type CodeFile } from '../../stages/prediction-code';
import { projectLibraries } from '../../stages/project-libraries';
import { readCurrentBaseline } from './current-baseline';
import type { CandidateState, CodeEntry } from './plan';

/** A model and everything that its stages have left about its candidate. */
export interface FoundCandidate {
  model: Model;
  state: CandidateState;
}

/** @throws UserError where a file is not valid, or not what its manifest says */
export async function readCandidate(
  tree: Tree,
  project: { name: string; root: string },
): Promise<FoundCandidate> {
  const filePath = posix.join(project.root, 'model.yaml');
  const text = tree.read(filePath, 'utf-8') ?? '';
  const model = validate(modelSchema, text, { filePath });
  const options = workspaceOptions(tree);
  const place: ModelPlace = {
    workspaceRoot: tree.root,
    projectRoot: project.root,
    projectName: project.name,
    names: targetNames(options),
  };

  const { artifact, verdicts, gaps } = await readJudgedCandidate(place, presentJudges(options));
  const trained = await readRecord(place, 'train');
  const scored = await readRecord(place, 'score');
  const evaluated = await readMetrics(place);
  const figures = await readFigures(place);
  const reading = readShape('model.yaml', text, parse);
  const isFile = (path: string) => tree.isFile(posix.join(project.root, path));
  const root = join(tree.root, project.root);
  const libraries = await projectLibraries(tree.root, project.root);
  const placeOf = (path: string) => fileInProject(path, libraries, root);
  const code =
    reading.kind === 'model' ? predictionCode(reading.shape, scored?.imported ?? [], placeOf, isFile) : [];
  const hasMetrics =
    evaluated !== undefined || artifact === undefined || gaps.some((gap) => gap.startsWith('evaluate'));
  const noMetrics = hasMetrics
    ? []
    : [`evaluate has written no metrics.json: ${commandOf(place, 'evaluate')}`];
  return {
    model,
    state: {
      project: project.name,
      artifact,
      verdicts,
      gaps: [...gaps, ...noMetrics],
      changed: await changedFiles(tree.root, [trained, scored]),
      code: await digests(root, code),
      metrics: { ...evaluated?.metrics, ...figures },
      evaluationSet: evaluated?.evaluationSet,
      commit: trained?.commit,
      current: await readCurrentBaseline(tree, project.root, model.baseline),
    },
  };
}

async function readRecord(place: ModelPlace, stage: Stage): Promise<RunRecord | undefined> {
  const found = await readOutput(place, stage, 'run-record.json');
  return found && validate(runRecordSchema, found.text, { filePath: found.filePath });
}

/** The files that stages read and that are not the same any more. */
async function changedFiles(workspaceRoot: string, records: (RunRecord | undefined)[]): Promise<string[]> {
  const changed = new Set<string>();
  for (const { path, sha256 } of records.flatMap((record) => record?.inputs ?? [])) {
    const file = join(workspaceRoot, path);
    if (!existsSync(file) || (await sha256File(file)).sha256 !== sha256) changed.add(path);
  }
  return [...changed];
}

async function digests(folder: string, files: readonly CodeFile[]): Promise<CodeEntry[]> {
  return Promise.all(
    files.map(async ({ path, from }) => ({ path, from, ...(await sha256File(join(folder, from))) })),
  );
}

/** The candidate's numbers in evaluate's metrics.json; what is NaN there is null, and no number of a baseline. */
async function readMetrics(
  place: ModelPlace,
): Promise<{ metrics: Record<string, number>; evaluationSet: string | undefined } | undefined> {
  const found = await readOutput(place, 'evaluate', 'metrics.json');
  if (!found) return undefined;
  const content = parseJson(found.text, found.filePath, place);
  const evaluationSet = member(content, 'evaluation_set');
  const numbers = Object.entries(member(content, 'candidate') ?? {}).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[0] !== 'provenance',
  );
  return {
    metrics: Object.fromEntries(numbers),
    evaluationSet: typeof evaluationSet === 'string' && evaluationSet !== '' ? evaluationSet : undefined,
  };
}

function parseJson(text: string, filePath: string, place: ModelPlace): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    throw new UserError('the file is not readable JSON', {
      where: { file: filePath },
      fix: `${commandOf(place, 'evaluate')} --skip-nx-cache`,
    });
  }
}

/** `model_size_mb` (1,048,576 bytes) and `latency_ms` (median of one call with one row) of the candidate. */
async function readFigures(place: ModelPlace): Promise<Record<string, number>> {
  const found = await readOutput(place, 'measure', 'measurements.json');
  if (!found) return {};
  const { candidate } = summarizeMeasurements(
    validate(measurementsSchema, found.text, { filePath: found.filePath }),
  );
  const seconds = candidate.latency.find(({ batchSize }) => batchSize === 1)?.perCall.median;
  return {
    model_size_mb: candidate.modelSizeBytes / 1_048_576,
    ...(seconds === undefined || !Number.isFinite(seconds)
      ? {}
      : { latency_ms: Number((seconds * 1000).toPrecision(4)) }),
  };
}

async function readOutput(
  { workspaceRoot, projectRoot }: ModelPlace,
  stage: Stage,
  name: string,
): Promise<{ text: string; filePath: string } | undefined> {
  const filePath = posix.join(outputFolder(projectRoot, stage), name);
  const file = join(workspaceRoot, filePath);
  return existsSync(file) ? { text: await readFile(file, 'utf8'), filePath } : undefined;
}
