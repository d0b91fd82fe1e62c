import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, posix } from 'node:path';
import {
  UserError,
  type GateResult,
  type Mode,
  type ReportTable,
  type ValidateDataGates,
} from '@modelgate/contracts';
import { readSuite, toGates, validate, type ValidationResult } from '@modelgate/expectations';
import { tableOf, type Opened } from './data-files';
import { projectPath, type ProjectContext } from './stage-context';

export interface PlannedSuite {
  /** From the project's folder. */
  path: string;
  role: 'train' | 'test';
}

type NamedSuites = { train?: string | string[] | undefined; test?: string | string[] | undefined };

/** The suites that the project's file names; else every file in expectations/, where `test.*` checks the evaluation set. */
export async function plannedSuites(
  context: ProjectContext,
  named: NamedSuites | undefined,
): Promise<PlannedSuite[]> {
  if (named) {
    const of = (role: 'train' | 'test') => [named[role] ?? []].flat().map((path) => ({ path, role }));
    return [...of('train'), ...of('test')];
  }
  const folder = projectPath(context, 'expectations');
  const names = (await readdir(folder).catch(() => [])).filter((name) => /\.(ya?ml|json)$/.test(name)).sort();
  return names.map((name) => ({
    path: posix.join('expectations', name),
    role: basename(name, extname(name)) === 'test' ? 'test' : 'train',
  }));
}

/** Runs suites over the data that each is for. */
export async function runSuites(
  context: ProjectContext,
  suites: readonly PlannedSuite[],
  data: Opened,
  { mode, examples }: Pick<ValidateDataGates, 'mode' | 'examples'>,
  projectFile: string,
): Promise<{ gates: GateResult[]; tables: ReportTable[] }> {
  const gates: GateResult[] = [];
  const rows: ReportTable['rows'] = [];
  for (const suite of suites) {
    const { path, role } = suite;
    const result = await runSuite(context, suite, data, projectFile);
    gates.push(...toGates(result, { suiteName: posix.basename(path, extname(path)), role, examples, mode }));
    const { evaluated_expectations, successful_expectations, unsuccessful_expectations } = result.statistics;
    rows.push([path, role, evaluated_expectations, successful_expectations, unsuccessful_expectations]);
  }
  const columns = ['suite', 'data', 'expectations', 'passed', 'failed'];
  return { gates, tables: rows.length === 0 ? [] : [{ title: 'Suites', columns, rows }] };
}

/** Data that nothing looks at is no checked data. */
export function nothingChecked(mode: Mode): GateResult {
  const off = mode === 'off';
  return {
    id: 'suites',
    title: 'suites',
    mode: off ? 'off' : 'warn',
    outcome: off ? 'skipped' : 'fail',
    effect: off ? 'pass' : 'warn',
    message: 'no expectation is checked: there is no suite, or the suites are empty',
    fix: 'write a suite into expectations/train.yaml, or switch the stage off with mode: off in gates/validate-data.yaml',
    evidence: 'check',
  };
}

async function runSuite(
  context: ProjectContext,
  { path, role }: PlannedSuite,
  data: Opened,
  projectFile: string,
): Promise<ValidationResult> {
  const filePath = posix.join(context.projectRoot, path);
  const opened = role === 'test' ? (data.test ?? data.train) : data.train;
  if (!opened)
    throw new UserError(`the suite ${filePath} checks ${role} data, which ${projectFile} does not name`);
  const text = await readFile(projectPath(context, path), 'utf8').catch((error: unknown) => {
    throw new UserError(`there is no suite ${filePath}`, {
      where: { file: posix.join(context.projectRoot, projectFile) },
      fix: `put it there, or mend expectations.${role}`,
      cause: error,
    });
  });
  return validate({
    data: tableOf(opened, data.format),
    suite: readSuite(text, { filePath }),
    resultFormat: 'SUMMARY',
  });
}
