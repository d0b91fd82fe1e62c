import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { baselineMetricsSchema, UserError, validate, type MetricGate, type Task } from '@modelgate/contracts';
import { baselineValues, canonicalMetric, defaultEvaluateGates } from '@modelgate/gates';
import type { FileInProject } from './project-files';

export interface FoundBaseline {
  /** From the project's folder. */
  path: string;
  metrics: Record<string, number>;
}

const NAME = /(^|[_.-])(baseline|production|champion)([_.-].*)?\.json$/i;

/** The numbers of the production model in version control, and files of such a name that hold something else. */
export function findBaseline(
  folder: string,
  files: readonly FileInProject[],
): { baseline: FoundBaseline | undefined; refused: { path: string; why: string }[] } {
  const refused: { path: string; why: string }[] = [];
  const candidates = files
    .map(({ path }) => path)
    .filter((path) => NAME.test(posix.basename(path)) && !/(^|\/)(expectations|baseline)\//.test(path))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
  for (const path of candidates) {
    try {
      const flat = validate(baselineMetricsSchema, readFileSync(join(folder, path), 'utf8'), {
        filePath: path,
      });
      const metrics = baselineValues(flat);
      if (Object.keys(metrics).length > 0) return { baseline: { path, metrics }, refused };
      refused.push({ path, why: 'it holds no number' });
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      refused.push({ path, why: `it is no flat object of numbers (${firstLine(error.message)})` });
    }
  }
  return { baseline: undefined, refused };
}

function rank(path: string): number {
  const name = posix.basename(path);
  const known = ['baseline_metrics.json', 'metrics_baseline.json', 'baseline.json'].indexOf(name);
  return (known < 0 ? 10 : known) + path.split('/').length / 10;
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? '';
}

/** The default gates of a task, without those on metrics that the baseline has no number of: these could only fail. */
export function gatesFor(
  task: Task,
  baseline: FoundBaseline | undefined,
): { gates: MetricGate[]; leftOut: string[] } {
  const { gates } = defaultEvaluateGates(task);
  if (!baseline) return { gates, leftOut: [] };
  const known = new Set(Object.keys(baseline.metrics).map(canonicalMetric));
  const kept = gates.filter(({ metric }) => known.has(canonicalMetric(metric)));
  return { gates: kept, leftOut: gates.filter((gate) => !kept.includes(gate)).map(({ metric }) => metric) };
}
