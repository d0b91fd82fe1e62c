import type { ReportTable } from '@modelgate/contracts';
import type { MeasurementSummary, ModelSummary } from '@modelgate/gates';

type Role = 'candidate' | 'baseline';

/** Latency by batch size in milliseconds, and what was measured in fresh processes. */
export function measurementTables({ candidate, baseline }: MeasurementSummary): ReportTable[] {
  const models: [Role, ModelSummary][] = [
    ['candidate', candidate],
    ...(baseline ? [['baseline', baseline] as [Role, ModelSummary]] : []),
  ];
  return [
    {
      title: 'Latency',
      columns: ['batch', 'model', 'mean ms', 'p50 ms', 'p95 ms', 'p99 ms', 'p50 ms a row', 'rows a second'],
      rows: candidate.latency.flatMap(({ batchSize }) =>
        models.flatMap(([role, model]) =>
          model.latency
            .filter((latency) => latency.batchSize === batchSize)
            .map(({ perCall, perRow, rowsPerSecond }) => [
              batchSize,
              role,
              ms(perCall.mean),
              ms(perCall.median),
              ms(perCall.p95),
              ms(perCall.p99),
              ms(perRow.median),
              Math.round(rowsPerSecond),
            ]),
        ),
      ),
    },
    {
      title: 'Load time, memory and size',
      columns: ['model', 'load ms', 'peak memory MiB', 'model size bytes'],
      rows: models.map(([role, model]) => [
        role,
        ms(model.loadSeconds),
        mib(model.peakRssBytes),
        model.modelSizeBytes,
      ]),
    },
  ];
}

function ms(seconds: number): number | null {
  return Number.isFinite(seconds) ? Number((seconds * 1000).toPrecision(4)) : null;
}

function mib(bytes: number): number | null {
  return Number.isFinite(bytes) ? Number((bytes / 2 ** 20).toFixed(1)) : null;
}
