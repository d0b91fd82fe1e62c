import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  DEFAULT_MEASURE_OPTIONS,
  measureOptionsSchema,
  type Artifact,
  type Interpreter,
  type MeasuredModel,
  type MeasureOptions,
  type Measurements,
  type StageResult,
} from '@modelgate/contracts';
import { summarizeMeasurements } from '@modelgate/gates';
import { runStage, startMeasureProcess, type StageRequestBody } from '@modelgate/runtime';
import { manifestOf } from '@modelgate/store';
import { openBaseline } from './baseline';
import { candidateRequest, verifiedCandidate } from './candidate';
import { assertDeclared } from './declared-inputs';
import { dataInputs, openDataFiles } from './data-files';
import { measurementTables } from './measurement-tables';
import { baselineRequest, interpreterFor, stageRun } from './python-stage';
import { writeJson, type StageCore } from './run-stage-task';
import { withScratch } from './working-folder';
import { projectFile, type StageContext } from './stage-context';

/** One of the models that are measured: its code, and its manifest for the size. */
interface Subject {
  request: (more: Partial<StageRequestBody>) => StageRequestBody;
  artifact: Artifact;
}

/** Candidate and baseline in two warm processes whose blocks alternate, then fresh processes for load time and memory. */
export const measure: StageCore = (context, out) =>
  withScratch(dirname(out), (scratch) => measureIn(context, out, scratch));

async function measureIn(context: StageContext, out: string, scratch: string): ReturnType<StageCore> {
  const options = await projectFile(context, 'measure.yaml', measureOptionsSchema, DEFAULT_MEASURE_OPTIONS);
  const data = await openDataFiles(context, ['test']);
  const candidate = await verifiedCandidate(context);
  const baseline = await openBaseline(context, scratch);
  // Not the folder of the baseline: the runner takes what lies in `out` for no part of the model's code.
  const shared = { data: data.request, out: join(scratch, 'runs') };
  await mkdir(shared.out);
  const subjects: Subject[] = [
    { artifact: candidate, request: (more) => candidateRequest(context, 'measure', { ...shared, ...more }) },
    ...(baseline
      ? [
          {
            artifact: baseline.artifact,
            request: (more: Partial<StageRequestBody>) =>
              baselineRequest(context, 'measure', baseline, { ...shared, ...more }),
          },
        ]
      : []),
  ];
  const interpreter = await interpreterFor(
    context,
    subjects.map(({ request }) => request({})),
  );
  const warm = await measureWarm(context, interpreter, subjects, options);
  const fresh = await measureFresh(context, interpreter, subjects, options);
  for (const result of [warm.results[0], ...(fresh[0] ?? [])])
    if (result) assertDeclared(context, 'measure', result, ['measure.yaml']);
  const [own, other] = subjects.map((subject, index): MeasuredModel => ({
    latency: options.batch_sizes.map((batch_size) => ({
      batch_size,
      blocks: warm.blocks[index]?.get(batch_size) ?? [],
    })),
    load_seconds: (fresh[index] ?? []).map(({ load_seconds }) => load_seconds ?? NaN),
    peak_rss_bytes: (fresh[index] ?? []).map(({ peak_rss_bytes }) => peak_rss_bytes),
    model_size_bytes: modelSize(subject.artifact),
  }));
  if (!own) throw new Error('nothing was measured');
  const measurements: Measurements = {
    schema: 'modelgate.measurements/v1',
    candidate: own,
    ...(other ? { baseline: other } : {}),
  };
  await writeJson(out, 'measurements.json', measurements);
  const results = [...warm.results, ...fresh.flat()];
  return {
    summary: `measured batches of ${options.batch_sizes.join(', ')} rows in ${options.blocks} blocks${other ? ', alternating with the baseline' : '; there is no baseline model'}`,
    subject: {
      candidate: candidate.digest,
      ...(baseline ? { baseline: baseline.artifact.digest } : {}),
      ...(data.evaluationSet === undefined ? {} : { test_data: data.evaluationSet }),
    },
    tables: measurementTables(summarizeMeasurements(measurements)),
    artifact: await manifestOf(out, ['measurements.json']),
    inputs: dataInputs(data),
    ...(interpreter ? { interpreter } : {}),
    cost: {
      cpu_seconds: results.reduce((sum, { cpu_seconds }) => sum + cpu_seconds, 0),
      peak_rss_bytes: Math.max(...results.map(({ peak_rss_bytes }) => peak_rss_bytes)),
    },
    judges: false,
  };
}

/** Seconds per call by batch size, one list a block, for each subject. */
type Blocks = Map<number, number[][]>;

async function measureWarm(
  context: StageContext,
  interpreter: Interpreter | undefined,
  subjects: Subject[],
  { batch_sizes, blocks, calls, warmup }: MeasureOptions,
): Promise<{ blocks: Blocks[]; results: StageResult[] }> {
  const processes = [];
  const taken: Blocks[] = subjects.map(() => new Map());
  try {
    for (const subject of subjects)
      processes.push(await startMeasureProcess(stageRun(context, interpreter, subject.request({}))));
    for (const batch_size of batch_sizes) {
      for (const process of warmup > 0 ? processes : []) await process.block({ batch_size, calls: warmup });
      for (let block = 0; block < blocks; block++) {
        for (const index of orderOf(processes.length, block)) {
          const seconds = await processes[index]?.block({ batch_size, calls });
          const before = taken[index]?.get(batch_size) ?? [];
          if (seconds) taken[index]?.set(batch_size, [...before, seconds]);
        }
      }
    }
  } finally {
    await Promise.allSettled(processes.map((process) => process.stop()));
  }
  return { blocks: taken, results: await Promise.all(processes.map((process) => process.stop())) };
}

/** Candidate first in one block, baseline first in the next: what drifts with time falls on both alike. */
function orderOf(count: number, block: number): number[] {
  const forward = Array.from({ length: count }, (_, index) => index);
  return block % 2 === 0 ? forward : forward.reverse();
}

async function measureFresh(
  context: StageContext,
  interpreter: Interpreter | undefined,
  subjects: Subject[],
  { batch_sizes, starts }: MeasureOptions,
): Promise<StageResult[][]> {
  const results: StageResult[][] = subjects.map(() => []);
  for (let start = 0; start < starts; start++) {
    for (const index of orderOf(subjects.length, start)) {
      const request = subjects[index]?.request({ measure: { once: Math.max(...batch_sizes) } });
      if (request) results[index]?.push(await runStage(stageRun(context, interpreter, request)));
    }
  }
  return results;
}

function modelSize({ files }: Artifact): number {
  return files.filter(({ path }) => path.startsWith('model/')).reduce((sum, { bytes }) => sum + bytes, 0);
}
