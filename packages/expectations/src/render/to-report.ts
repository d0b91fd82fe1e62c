import type { Effect, GateResult, Report, ReportTable } from '@modelgate/contracts';
import { changeSentence, changesSince } from './changes';
import { judgedOf, titleOf } from './judgements';
import type { Run, Validation } from './run';

/** One report for each validation of a run, as the renderers of reports take it. */
export function reportsOf(run: Run): Report[] {
  const alone = run.validations.length === 1;
  return run.validations.map((validation) =>
    report(run, {
      project: validation.data,
      stage: validation.result.suite_name,
      gates: gatesOf(validation),
      notes: notesOf(validation),
      seconds: alone ? (run.seconds ?? 0) : 0,
    }),
  );
}

/** One report for a whole run; of several validations, each expectation is named with its suite and data. */
export function reportOf(run: Run): Report {
  const [first, ...others] = reportsOf(run);
  if (first && others.length === 0) return first;
  return report(run, {
    project: `${run.validations.length} validations`,
    stage: 'expectations',
    gates: run.validations.flatMap((validation) =>
      gatesOf(validation).map((gate) => ({ ...gate, title: `${titleOf(validation)}: ${gate.title}` })),
    ),
    notes: run.validations.flatMap((validation) =>
      notesOf(validation).map((note) => `${titleOf(validation)}: ${note}`),
    ),
    tables: [overview(run)],
    seconds: run.seconds ?? 0,
  });
}

function gatesOf(validation: Validation): GateResult[] {
  return judgedOf(validation).map(({ gate }) => gate);
}

interface Parts {
  project: string;
  stage: string;
  gates: GateResult[];
  notes: string[];
  tables?: ReportTable[];
  seconds: number;
}

function report(run: Run, { project, stage, gates, notes, tables = [], seconds }: Parts): Report {
  const outcome = worst(gates);
  return {
    schema: 'modelgate.report/v1',
    project,
    stage,
    outcome,
    summary: summaryOf(gates, outcome),
    subject: {},
    gates,
    tables,
    series: [],
    artifacts: [],
    notes,
    cost: { wall_seconds: seconds },
    generated_at: run.time,
  };
}

function worst(gates: readonly GateResult[]): Effect {
  if (gates.some(({ effect }) => effect === 'fail')) return 'fail';
  return gates.some(({ effect }) => effect === 'warn') ? 'warn' : 'pass';
}

function summaryOf(gates: readonly GateResult[], outcome: Effect): string {
  const all = `${gates.length} ${gates.length === 1 ? 'expectation' : 'expectations'}`;
  if (gates.length === 0) return 'The suite has no expectations.';
  if (outcome === 'pass')
    return `The data meets ${gates.length === 1 ? 'the one' : `all ${gates.length}`} expectation${gates.length === 1 ? '' : 's'}.`;
  const unmet = gates.filter(({ effect }) => effect !== 'pass').length;
  return `The data does not meet ${unmet} of ${all}.`;
}

function notesOf({ result, previous }: Validation): string[] {
  const empty = result.results.length === 0 ? ['The suite has no expectations: nothing was checked.'] : [];
  const changed = previous ? [`Since the last run: ${changeSentence(changesSince(previous, result))}.`] : [];
  return [...empty, ...changed];
}

function overview({ validations }: Run): ReportTable {
  return {
    title: 'Validations',
    columns: ['suite', 'data', 'expectations', 'met', 'not met'],
    rows: validations.map(({ data, result: { suite_name, statistics } }) => [
      suite_name,
      data,
      statistics.evaluated_expectations,
      statistics.successful_expectations,
      statistics.unsuccessful_expectations,
    ]),
  };
}
