import { nextDown } from '@modelgate/gates';
import type { Dialect } from '../engine/dialect';
import type { Json } from '../json';

export interface BinCounts {
  below: number;
  counts: number[];
  above: number;
}

/**
 * An aggregate that counts numbers per half-open bin, edges[i] <= x < edges[i + 1]; read by `readBinCounts`.
 * DuckDB's bins hold their upper bound, so they are bounded by the double before each edge.
 */
export function binCountsSql(x: string, edges: readonly number[], sql: Dialect): string {
  return `histogram(${x}, [${edges.map((edge) => sql.double(nextDown(edge))).join(', ')}])`;
}

export function readBinCounts(found: Json, edges: readonly number[]): BinCounts {
  const counted = edges.map(() => 0);
  let above = 0;
  const places = new Map(edges.map((edge, index) => [nextDown(edge) + 0, index]));
  for (const { key, count } of mapEntries(found)) {
    const place = places.get(Number(key) + 0);
    if (place === undefined) above += count;
    else counted[place] = count;
  }
  const [below = 0, ...counts] = counted;
  return { below, counts, above };
}

/** The entries of a map as DuckDB hands it over. */
export function mapEntries(found: Json): { key: Json; count: number }[] {
  if (!Array.isArray(found)) return [];
  return found.flatMap((entry) =>
    entry !== null && typeof entry === 'object' && !Array.isArray(entry)
      ? [{ key: entry['key'] ?? null, count: Number(entry['value']) }]
      : [],
  );
}
