import type { Cost, GateResult, Report } from '@modelgate/contracts';

/** Six significant digits, the same in every locale; null is how JSON holds NaN and the infinities. */
export function formatNumber(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return 'not a number';
  if (Number.isInteger(value) && Math.abs(value) < 1e15) return String(value);
  const size = Math.abs(value);
  return size >= 1e-4 && size < 1e15 ? String(Number(value.toPrecision(6))) : value.toExponential(3);
}

/** `350 ms`, `12.4 s`, `2 min 5 s`, `1 h 3 min`. */
export function formatSeconds(seconds: number): string {
  if (seconds < 0.0995) return `${Number((seconds * 1000).toPrecision(3))} ms`;
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 59.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

const BINARY_UNITS = ['KiB', 'MiB', 'GiB', 'TiB'];

/** `512 B`, `3.1 MiB`. */
export function formatBytes(bytes: number): string {
  if (Math.abs(bytes) < 1024) return `${formatNumber(bytes)} B`;
  let value = bytes / 1024;
  let unit = 0;
  while (Math.abs(value) >= 1023.95 && unit < BINARY_UNITS.length - 1) {
    value /= 1024;
    unit++;
  }
  return `${value.toFixed(1)} ${BINARY_UNITS[unit] ?? ''}`;
}

/** A value of a gate in the gate's unit; bytes and seconds are scaled to what people read. */
export function formatValue(value: number | null, unit: string | undefined): string {
  if (value === null || unit === undefined) return formatNumber(value);
  if (unit === 'bytes' || unit === 'B') return formatBytes(value);
  if ((unit === 'seconds' || unit === 's') && value >= 0) return formatSeconds(value);
  return `${formatNumber(value)} ${unit}`;
}

/** Candidate, baseline and margin of a gate as texts; undefined where the gate has none. */
export function gateFigures(gate: GateResult): { candidate?: string; baseline?: string; margin?: string } {
  return {
    ...(gate.candidate !== undefined && { candidate: formatValue(gate.candidate, gate.unit) }),
    ...(gate.baseline !== undefined && { baseline: formatValue(gate.baseline, gate.unit) }),
    ...(gate.margin && { margin: `${gate.margin.kind} ${formatNumber(gate.margin.value)}` }),
  };
}

export type Figure = 'candidate' | 'baseline' | 'margin';

/** The figures that at least one of the gates has: a table of gates needs no column for the others. */
export function figuresOf(gates: readonly GateResult[]): Figure[] {
  return (['candidate', 'baseline', 'margin'] as const).filter((figure) =>
    gates.some((gate) => gate[figure] !== undefined),
  );
}

/** `71cd5ee with uncommitted changes`; undefined where there is no commit. `show` makes markup of the hash, or cuts it. */
export function formatCommit(
  { commit, dirty }: Pick<Report, 'commit' | 'dirty'>,
  show: (hash: string) => string = (hash) => hash,
): string | undefined {
  return commit && `${show(commit)}${dirty ? ' with uncommitted changes' : ''}`;
}

/** `95 % interval -0.01 to 0.02 (bootstrap)`. */
export function formatInterval(interval: NonNullable<GateResult['interval']>): string {
  const level = Number((interval.level * 100).toPrecision(4));
  return `${level} % interval ${formatNumber(interval.low)} to ${formatNumber(interval.high)} (${interval.method})`;
}

/** `2.3 s, 1.9 s of CPU, 120.0 MiB at most`. */
export function formatCost(cost: Cost): string {
  return [
    formatSeconds(cost.wall_seconds),
    cost.cpu_seconds !== undefined && `${formatSeconds(cost.cpu_seconds)} of CPU`,
    cost.peak_rss_bytes !== undefined && `${formatBytes(cost.peak_rss_bytes)} of memory at most`,
  ]
    .filter((part) => part !== false)
    .join(', ');
}

/** A cell of a table, or a further figure of a gate, as one text. */
export function formatCell(value: unknown): string {
  if (value === null) return '-';
  if (typeof value === 'number') return formatNumber(value);
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
