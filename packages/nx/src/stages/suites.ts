import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, posix } from 'node:path';
import {
  UserError,
  type GateResult,
  type Mode,
  type ReportTable,
  type ValidateDataGates,
} from '@modelgate/contracts';
import {
  readSuite,
  toGates,
  validate,
  type JsonObject,
  type SuiteSpelling,
  type ValidationResult,
} from '@modelgate/expectations';
import type { OpenedData } from '@modelgate/runtime';
import { tableOf, type Opened } from './data-files';
import { projectPath, type ProjectContext } from './stage-context';

export interface PlannedSuite {
  /** From the project's folder. */
  path: string;
  role: 'train' | 'test';
  /** Values of suite parameters, from a checkpoint. */
  parameters?: JsonObject;
  /** Files of the checkpoints that chose it, from the workspace. */
  checkpoints?: string[];
}

/** What a suite found. */
export interface Validated {
  suite: PlannedSuite;
  /** The data's path, from the workspace. */
  data: string;
  result: ValidationResult;
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
): Promise<{ gates: GateResult[]; tables: ReportTable[]; validated: Validated[] }> {
  const gates: GateResult[] = [];
  const validated: Validated[] = [];
  const names = suiteNames(suites);
  const rows: ReportTable['rows'] = [];
  for (const [index, suite] of suites.entries()) {
    const { path, role } = suite;
    const { result, opened, spelling } = await runSuite(context, suite, data, projectFile);
    validated.push({ suite, data: opened.relative, result });
    gates.push(...toGates(result, { suiteName: names[index] ?? path, role, examples, mode }));
    const { evaluated_expectations, successful_expectations, unsuccessful_expectations } = result.statistics;
    rows.push([
      path,
      spelling,
      role,
      evaluated_expectations,
      successful_expectations,
      unsuccessful_expectations,
    ]);
  }
  const columns = ['suite', 'spelling', 'data', 'expectations', 'passed', 'failed'];
  return { gates, tables: rows.length === 0 ? [] : [{ title: 'Suites', columns, rows }], validated };
}

/** The stems of the files; a suite that is run again over the same data, with other parameters, gets a number. */
function suiteNames(suites: readonly PlannedSuite[]): string[] {
  const seen = new Map<string, number>();
  return suites.map(({ path, role }) => {
    const stem = posix.basename(path, extname(path));
    const count = (seen.get(`${role}/${stem}`) ?? 0) + 1;
    seen.set(`${role}/${stem}`, count);
    return count === 1 ? stem : `${stem}#${count}`;
  });
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
  { path, role, parameters }: PlannedSuite,
  data: Opened,
  projectFile: string,
): Promise<{ result: ValidationResult; opened: OpenedData; spelling: SuiteSpelling }> {
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
  const suite = readSuite(text, { filePath });
  const result = await validate({
    data: tableOf(opened, data.format),
    suite,
    resultFormat: 'SUMMARY',
    ...(parameters ? { parameters } : {}),
  });
  return { result, opened, spelling: suite.spelling };
}
