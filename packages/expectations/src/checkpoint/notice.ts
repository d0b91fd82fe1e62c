import type { GateResult } from '@modelgate/contracts';
import { changesSince, changeSentence, changeWords, type Change } from '../render/changes';
import type { Validation } from '../render/run';
import type { Severity } from '../suite/suite';
import { toGates } from '../to-gates';

/** What came out of a checkpoint. */
export interface CheckpointOutcome {
  checkpoint: string;
  /** The project that the data belongs to. */
  project: string;
  /** ISO 8601 in UTC: when the data was validated. */
  time: string;
  validations: readonly Validation[];
  /** Whether the data was validated by this very run, and the verdict not taken from the cache. */
  fresh: boolean;
  /** Why the data could not be validated at all. */
  problem?: string;
  /** The page of the CI run. */
  link?: string;
}

/** An outcome as a person is told of it. */
export interface Notice {
  success: boolean;
  title: string;
  /** `from the cache`, and the like. */
  remarks: string[];
  validations: ValidationNotice[];
  link?: string;
}

export interface ValidationNotice {
  suite: string;
  data: string;
  /** `3 of 12 expectations not met`. */
  sentence: string;
  /** `2 no longer met, 1 met again`; undefined where there is no run to compare with. */
  change?: string;
  failures: Failure[];
}

export interface Failure {
  expectation: string;
  severity: Severity;
  /** What was found and what was expected, without values of single rows. */
  message: string;
  /** `no longer met`, where it changed since the run before. */
  change?: string;
}

/** The gravest severity of what failed; undefined where nothing did. */
export function gravest({ validations }: Notice): Severity | undefined {
  const severities = new Set(validations.flatMap(({ failures }) => failures.map(({ severity }) => severity)));
  return (['critical', 'warning', 'info'] as const).find((severity) => severities.has(severity));
}

export function noticeOf(outcome: CheckpointOutcome): Notice {
  const { checkpoint, project, validations, fresh, problem, link, time } = outcome;
  const success = problem === undefined && validations.every(({ result }) => result.success);
  const what = problem === undefined ? (success ? 'passed' : 'failed') : 'could not be done';
  return {
    success,
    title: `Data validation ${what}: ${project}${project === checkpoint ? '' : `, ${checkpoint}`}`,
    remarks: [
      ...(problem === undefined ? [] : [problem]),
      ...(fresh ? [] : [`the data and its suites have not changed since ${time}`]),
    ],
    validations: validations.map(validationNotice),
    ...(link === undefined ? {} : { link }),
  };
}

function validationNotice({ data, result, previous }: Validation): ValidationNotice {
  const gates = toGates(result, { suiteName: result.suite_name, role: data, examples: 0 });
  const changes = previous ? changesSince(previous, result) : [];
  const byIndex = new Map(
    changes.flatMap((change) => (change.index === undefined ? [] : [[change.index, change]])),
  );
  const failures = result.results.flatMap((each, index) => {
    const gate = gates[index];
    if (each.success || !gate) return [];
    return [failureOf(gate, each.expectation_config.severity ?? 'critical', byIndex.get(index))];
  });
  const count = result.results.length;
  const expectations = count === 1 ? 'expectation' : 'expectations';
  return {
    suite: result.suite_name,
    data,
    sentence:
      failures.length === 0
        ? `all ${count} ${expectations} met`
        : `${failures.length} of ${count} ${expectations} not met`,
    ...(previous ? { change: changeSentence(changes) } : {}),
    failures,
  };
}

function failureOf({ title, message }: GateResult, severity: Severity, change: Change | undefined): Failure {
  return {
    expectation: title,
    severity,
    message,
    ...(change ? { change: changeWords(change) } : {}),
  };
}
