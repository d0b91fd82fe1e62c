import { join, posix } from 'node:path';
import { artifactSchema, benchmarkGatesSchema, measurementsSchema } from '@modelgate/contracts';
import { defaultBenchmarkGates, judgeBenchmark, summarizeMeasurements } from '@modelgate/gates';
import { verifyArtifact } from '@modelgate/store';
import { readFlatBaseline } from './flat-baseline';
import { measurementTables } from './measurement-tables';
import type { StageCore } from './run-stage-task';
import { projectFile, shown, stageFile, stageFolder, type StageContext } from './stage-context';

/** Judges what measure wrote. */
export const benchmark: StageCore = async (context) => {
  const policy = await projectFile(
    context,
    'gates/benchmark.yaml',
    benchmarkGatesSchema,
    defaultBenchmarkGates(),
  );
  const folder = stageFolder(context, 'measure');
  const artifact = await stageFile(context, 'measure', 'artifact.json', artifactSchema);
  await verifyArtifact(folder, artifact, { filePath: shown(context, join(folder, 'artifact.json')) });
  const measurements = await stageFile(context, 'measure', 'measurements.json', measurementsSchema);
  const flat = await readFlatFigures(context);
  const gates = judgeBenchmark({
    project: context.projectName,
    policy,
    measurements,
    ...(flat ? { flat } : {}),
  });
  return {
    summary: measurements.baseline
      ? 'compared with the baseline of the same run'
      : 'there is no baseline model to compare with',
    subject: { measurements: artifact.digest },
    gates,
    tables: measurementTables(summarizeMeasurements(measurements)),
    notes:
      policy.gates.length === 0
        ? [`${posix.join(context.projectRoot, 'gates/benchmark.yaml')} has no gate: nothing was judged`]
        : [],
    judges: true,
  };
};

async function readFlatFigures(
  context: StageContext,
): Promise<{ model_size_mb?: number; latency_ms?: number } | undefined> {
  const flat = await readFlatBaseline(context);
  if (flat === undefined) return undefined;
  const { model_size_mb, latency_ms } = flat;
  return {
    ...(typeof model_size_mb === 'number' ? { model_size_mb } : {}),
    ...(typeof latency_ms === 'number' ? { latency_ms } : {}),
  };
}
