import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, posix } from 'node:path';
import {
  DEFAULT_VALIDATE_DATA_GATES,
  UserError,
  validateDataGatesSchema,
  type GateResult,
  type Mode,
  type ReportTable,
} from '@modelgate/contracts';
import { readSuite, toGates, validate, type ValidationResult } from '@modelgate/expectations';
import { dataInputs, openDataFiles, type DataFiles } from './data-files';
import { fileInputs } from './file-inputs';
import type { StageCore } from './run-stage-task';
import { projectFile, projectPath, type StageContext } from './stage-context';

interface PlannedSuite {
  /** From the project's folder. */
  path: string;
  role: 'train' | 'test';
}

/** Runs every expectation suite over its data. */
export const validateData: StageCore = async (context) => {
  const policy = await projectFile(
    context,
    'gates/validate-data.yaml',
    validateDataGatesSchema,
    DEFAULT_VALIDATE_DATA_GATES,
  );
  const data = await openDataFiles(context, ['train', 'test']);
  const planned = await plannedSuites(context);
  const gates: GateResult[] = [];
  const tables: ReportTable['rows'] = [];
  for (const suite of planned) {
    const result = await runSuite(context, suite, data);
    const suiteName = posix.basename(suite.path, extname(suite.path));
    gates.push(
      ...toGates(result, { suiteName, role: suite.role, examples: policy.examples, mode: policy.mode }),
    );
    const { evaluated_expectations, successful_expectations, unsuccessful_expectations } = result.statistics;
    tables.push([
      suite.path,
      suite.role,
      evaluated_expectations,
      successful_expectations,
      unsuccessful_expectations,
    ]);
  }
  return {
    summary:
      planned.length === 0
        ? 'there is no suite in expectations/, so the data was not checked'
        : `${gates.length} expectations of ${planned.length} suite${planned.length === 1 ? '' : 's'}`,
    subject: {
      ...(data.train ? { train_data: data.train.sha256 } : {}),
      ...(data.evaluationSet === undefined ? {} : { test_data: data.evaluationSet }),
    },
    gates: gates.length === 0 ? [nothingChecked(policy.mode)] : gates,
    tables:
      tables.length === 0
        ? []
        : [{ title: 'Suites', columns: ['suite', 'data', 'expectations', 'passed', 'failed'], rows: tables }],
    inputs: [
      ...dataInputs(data),
      ...(await fileInputs(
        context,
        planned.map(({ path }) => path),
      )),
    ],
    judges: true,
  };
};

/** Data that nothing looks at is no checked data. */
function nothingChecked(mode: Mode): GateResult {
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
  context: StageContext,
  { path, role }: PlannedSuite,
  data: DataFiles,
): Promise<ValidationResult> {
  const filePath = posix.join(context.projectRoot, path);
  const opened = role === 'test' ? (data.test ?? data.train) : data.train;
  if (!opened)
    throw new UserError(`the suite ${filePath} checks data.${role}, which model.yaml does not name`);
  const text = await readFile(projectPath(context, path), 'utf8').catch((error: unknown) => {
    throw new UserError(`there is no suite ${filePath}`, {
      where: { file: posix.join(context.projectRoot, 'model.yaml') },
      fix: `put it there, or mend expectations.${role}`,
      cause: error,
    });
  });
  return validate({
    data: { path: opened.file, name: opened.relative },
    suite: readSuite(text, { filePath }),
    resultFormat: 'SUMMARY',
  });
}

/** The suites that model.yaml names; else every file in expectations/, where `test.*` checks the evaluation set. */
async function plannedSuites(context: StageContext): Promise<PlannedSuite[]> {
  const named = context.model.expectations;
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
