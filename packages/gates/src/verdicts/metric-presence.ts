import { suggest } from '@modelgate/contracts';
import { METRICS } from '../metrics/all';
import { metricValue } from '../metrics/directions';
import { NO_PROBABILITIES, NOT_DEFINED } from '../metrics/metric-error';
import { acceptCommand } from './commands';
import type { EvaluateInput } from './inputs';

interface Remark {
  message: string;
  fix: string;
}

/** The candidate's value of a metric, or why there is none to judge. */
export function checkCandidate(
  { candidate, task }: EvaluateInput,
  metric: string,
): { value: number } | { failure: Remark & { candidate?: null } } {
  const value = metricValue(candidate.values, metric);
  if (value !== undefined && Number.isFinite(value)) return { value };
  const reason = metricValue(candidate.errors, metric);
  if (value !== undefined || reason !== undefined) {
    return {
      failure: {
        message: `${metric} has no value: ${reason ?? `it is ${value}`}`,
        fix: fixOfReason(reason, metric),
        ...(value === undefined ? {} : { candidate: null }),
      },
    };
  }
  const known = Object.keys(candidate.values);
  const near = suggest(metric, known);
  const otherTask = METRICS.find(({ name, tasks }) => name === metric && !tasks.includes(task));
  const why = otherTask
    ? `it is a metric of ${otherTask.tasks.join(' and ')}, and this model is of ${task}`
    : near
      ? `did you mean "${near}"?`
      : `there are ${known.length === 0 ? 'none' : known.join(', ')}`;
  return {
    failure: {
      message: `${metric} is not among the candidate's metrics: ${why}`,
      fix: `name another metric in gates/evaluate.yaml, or return ${metric} from evaluate_model`,
    },
  };
}

function fixOfReason(reason: string | undefined, metric: string): string {
  if (reason === NO_PROBABILITIES) {
    return `give the model a predict_proba, or take ${metric} out of gates/evaluate.yaml`;
  }
  if (reason?.startsWith(NOT_DEFINED)) {
    return `evaluate on a set that has such rows, or take ${metric} out of gates/evaluate.yaml`;
  }
  return 'look at the predictions of the stage score, and at evaluate_model';
}

/** The baseline's value of a metric, why it cannot be compared with, or that there is no baseline. */
export function checkBaseline(
  { baseline, project }: EvaluateInput,
  metric: string,
): { value: number } | { failure: Remark & { baseline?: null } } | { skip: Remark } {
  if (!baseline) {
    return {
      skip: {
        message: `there is no baseline to compare ${metric} with yet`,
        fix: `accept the first one: ${acceptCommand(project)}`,
      },
    };
  }
  const accept = acceptCommand(project, { override: true });
  if (baseline.evaluationSetMatches === false) {
    return {
      failure: {
        message: `${metric} cannot be compared: the baseline's numbers are of another evaluation set`,
        fix: `accept a baseline that was evaluated on this one: ${accept}`,
      },
    };
  }
  const value = metricValue(baseline.values, metric);
  if (value !== undefined && Number.isFinite(value)) return { value };
  const reason = baseline.errors && metricValue(baseline.errors, metric);
  const said = reason ?? (value === undefined ? undefined : `it is ${value}`);
  if (baseline.source === 'predictions') {
    return {
      failure: {
        message: `the baseline model has no ${metric}${said === undefined ? '' : `: ${said}`}`,
        fix: `take ${metric} out of gates/evaluate.yaml, or accept a baseline that has it: ${accept}`,
        ...(value === undefined ? {} : { baseline: null }),
      },
    };
  }
  return {
    failure: {
      message: `baseline_metrics.json has no ${metric}${said === undefined ? '' : `: ${said}`}`,
      fix: `add ${metric} to it, take the gate out of gates/evaluate.yaml, or accept a new baseline: ${accept}`,
      ...(value === undefined ? {} : { baseline: null }),
    },
  };
}
