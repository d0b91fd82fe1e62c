import type { Artifact, ReportTable } from '@modelgate/contracts';

/** Differences of metrics up to this are those of adding in another order, not of another model. */
export const METRIC_TOLERANCE = 1e-12;

/** A file that the two trainings did not write alike; undefined: one of them did not write it. */
export interface FileDifference {
  path: string;
  first: { sha256: string; bytes: number } | undefined;
  second: { sha256: string; bytes: number } | undefined;
}

/** The files that differ between two artifacts, sorted by path. */
export function differingFiles(first: Artifact, second: Artifact): FileDifference[] {
  const [a, b] = [first, second].map(({ files }) => new Map(files.map((file) => [file.path, file])));
  const paths = [...new Set([...(a?.keys() ?? []), ...(b?.keys() ?? [])])].sort();
  return paths.flatMap((path) => {
    const [one, other] = [a?.get(path), b?.get(path)];
    return one?.sha256 === other?.sha256 ? [] : [{ path, first: one, second: other }];
  });
}

export interface MetricDifference {
  name: string;
  first: number | undefined;
  second: number | undefined;
  /** Absolute; infinite where only one of them has the metric. */
  by: number;
}

/**
 * The metrics that differ by more than the tolerance, which is relative from 1 on, the largest difference first. Two values that
 * are no numbers are equal.
 */
export function differingMetrics(
  first: Readonly<Record<string, number>>,
  second: Readonly<Record<string, number>>,
): MetricDifference[] {
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])].sort();
  return names
    .map((name) => ({
      name,
      first: first[name],
      second: second[name],
      by: distance(first[name], second[name]),
    }))
    .filter(({ first: a = 0, second: b = 0, by }) => by > METRIC_TOLERANCE * scale(a, b))
    .sort((a, b) => b.by - a.by);
}

function distance(a: number | undefined, b: number | undefined): number {
  if (Object.is(a, b)) return 0;
  const by = a === undefined || b === undefined ? Infinity : Math.abs(a - b);
  return Number.isNaN(by) ? Infinity : by;
}

function scale(a: number, b: number): number {
  const larger = Math.max(1, Math.abs(a), Math.abs(b));
  return Number.isFinite(larger) ? larger : 1;
}

export function fileTable(differences: readonly FileDifference[]): ReportTable {
  const cell = (file: FileDifference['first']) =>
    file === undefined ? 'not written' : `${file.sha256.slice(0, 12)}, ${file.bytes} bytes`;
  return {
    title: 'Files that differ',
    columns: ['file', 'first training', 'second training'],
    rows: differences.map(({ path, first, second }) => [path, cell(first), cell(second)]),
  };
}

export function metricTable(
  first: Readonly<Record<string, number>>,
  second: Readonly<Record<string, number>>,
): ReportTable {
  const cell = (value: number | undefined) => (value === undefined || !Number.isFinite(value) ? null : value);
  const names = [...new Set([...Object.keys(first), ...Object.keys(second)])].sort();
  return {
    title: 'Metrics',
    columns: ['metric', 'first training', 'second training', 'difference'],
    rows: names.map((name) => [
      name,
      cell(first[name]),
      cell(second[name]),
      cell(distance(first[name], second[name])),
    ]),
  };
}
