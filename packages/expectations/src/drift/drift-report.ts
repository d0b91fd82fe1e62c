import type { Report } from '@modelgate/contracts';
import { driftGates, driftTable, type DriftGatesOptions } from './drift-gates';
import type { DriftResult } from './drift-result';

/** A comparison as a report, for the renderers of reports. */
export function driftReport(
  result: DriftResult,
  { time, seconds, ...options }: DriftGatesOptions & { time: string; seconds: number },
): Report {
  const gates = driftGates(result, options);
  const failed = gates.filter(({ effect }) => effect === 'fail').length;
  const open = gates.filter(({ outcome }) => outcome === 'inconclusive').length;
  const of = `of ${gates.length} ${gates.length === 1 ? 'gate' : 'gates'}`;
  return {
    schema: 'modelgate.report/v1',
    project: result.data.name,
    stage: 'drift',
    outcome: failed > 0 ? 'fail' : gates.some(({ effect }) => effect === 'warn') ? 'warn' : 'pass',
    summary:
      failed > 0
        ? `The data has drifted from ${result.reference.name}: ${failed} ${of} failed.`
        : open > 0
          ? `No drift from ${result.reference.name} was found, but ${open} ${of} could not be decided.`
          : `The data is like ${result.reference.name}.`,
    subject: {},
    gates,
    tables: [{ title: 'Distances', ...driftTable(result) }],
    series: [],
    artifacts: [],
    notes: [],
    cost: { wall_seconds: seconds },
    generated_at: time,
  };
}
