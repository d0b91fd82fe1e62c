import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { dirname, join, posix } from 'node:path';
import type { GateResult, TestReports } from '@modelgate/contracts';
import { pythonFile, type ToolEnd } from '@modelgate/runtime';
import { check } from '../stage-failure';
import type { StageCore } from '../run-stage-task';
import { projectPath, type StageContext } from '../stage-context';
import { withScratch } from '../working-folder';
import { codePaths, testFolders } from './code-folders';
import { COVERAGE_FILE, testCommand, type TestSetup } from './test-command';
import { coverageTable, failedTests, readTestReports } from './test-reports';
import { COVERAGE_SOURCES, isConfigured, PYTEST_PATHS, PYTEST_SETTINGS } from './tool-settings';
import { missingTool, openToolbox, type Toolbox } from './toolbox';

/** What pytest, and the runner for unittest, exits with where there was no test. */
const NOTHING_FOUND = 5;

/** The tests of a model, by pytest where it is installed or configured, else by unittest; with coverage where it is installed. */
export const tests: StageCore = async (context, out) => {
  const tools = await openToolbox(context);
  const setup = await setupOf(context, tools, out);
  const { end, coverageFailure } = await withScratch(dirname(out), (scratch) =>
    runTests(tools, setup, scratch),
  );
  const reports = await readTestReports(tools, out, end.mask);
  const version = tools.installed.get(setup.runner);
  const runner = version === undefined ? setup.runner : `${setup.runner} ${version}`;
  const gates = [
    ...judge(context, setup, end, reports),
    ...(coverageFailure === undefined ? [] : [check('coverage', 'fail', coverageFailure)]),
  ];
  return {
    summary: `${runner}: ${counted(reports)}`,
    subject: {},
    gates,
    tables: reports?.coverage && reports.coverage.lines > 0 ? [coverageTable(reports.coverage)] : [],
    notes: setup.coverage === undefined ? [NO_COVERAGE] : [],
    interpreter: tools.interpreter,
    judges: false,
  };
};

const NO_COVERAGE = 'no coverage was measured: neither pytest-cov nor coverage is installed';

async function setupOf(context: StageContext, tools: Toolbox, out: string): Promise<TestSetup> {
  const project = projectPath(context, '.');
  const { path } = context.model.python;
  const { installed } = tools;
  const runner = installed.has('pytest') ? 'pytest' : 'unittest';
  if (runner === 'unittest' && isConfigured(project, PYTEST_SETTINGS)) {
    throw await missingTool(
      context,
      'test',
      'pytest',
      tools,
      `${context.projectRoot} has settings of pytest`,
    );
  }
  return {
    runner,
    coverage:
      runner === 'pytest' && installed.has('pytest-cov')
        ? 'pytest-cov'
        : installed.has('coverage')
          ? 'coverage'
          : undefined,
    folders: foldersOf(context),
    namesFolders: isConfigured(project, PYTEST_PATHS),
    sources: isConfigured(project, COVERAGE_SOURCES)
      ? []
      : path.filter((each) => existsSync(join(project, each))),
    unittestFile: pythonFile('run_unittest.py'),
    out,
    memory: tools.memory('pytest'),
  };
}

/** The folder of tests; where there is none, every folder with code. */
function foldersOf(context: StageContext): string[] {
  const project = projectPath(context, '.');
  const named = testFolders(project);
  if (named.length > 0) return named;
  return codePaths(project, context.model.python.path).filter((path) => !path.endsWith('.py'));
}

/** Runs the tests, and what coverage has to be asked for afterwards. */
async function runTests(
  tools: Toolbox,
  setup: TestSetup,
  scratch: string,
): Promise<{ end: ToolEnd; coverageFailure: string | undefined }> {
  const variables = {
    COVERAGE_FILE: join(scratch, 'coverage'),
    HYPOTHESIS_STORAGE_DIRECTORY: tools.memory('hypothesis'),
  };
  const end = await tools.run(setup.runner, testCommand(setup), { variables });
  if (setup.coverage !== 'coverage') return { end, coverageFailure: undefined };

  const coverage = (args: string[], quiet: boolean) =>
    tools.run('coverage', ['-m', 'coverage', ...args], { variables, quiet });
  const measured = await readdir(scratch);
  // Processes beside the first one write a file each.
  if (measured.some((name) => name.startsWith('coverage.'))) await coverage(['combine', '--quiet'], true);
  else if (measured.length === 0) return { end, coverageFailure: undefined };
  await coverage(['xml', '--quiet', '--fail-under=0', '-o', join(setup.out, COVERAGE_FILE)], true);
  const report = await coverage(['report'], false);
  // 2: less than fail_under of coverage's settings.
  return { end, coverageFailure: report.exitCode === 2 ? lastLine(report) : undefined };
}

function judge(
  context: StageContext,
  { runner, folders }: TestSetup,
  end: ToolEnd,
  reports: TestReports | undefined,
): GateResult[] {
  const placeOf = (file: string) => {
    const own = posix.normalize(posix.join(context.projectRoot, file));
    return existsSync(join(context.workspaceRoot, own)) ? own : file;
  };
  const cases = reports?.cases ?? [];
  const failed = failedTests(cases, placeOf);
  const notInstalled = failed.some(({ message }) => message.includes("No module named 'pytest'"));
  if (failed.length > 0) {
    return notInstalled ? failed.map((gate) => ({ ...gate, fix: PYTEST_MISSING })) : failed;
  }
  if (end.exitCode === NOTHING_FOUND || (end.exitCode === 0 && cases.length === 0)) {
    return [
      {
        ...check('tests', 'fail', `${runner} found no test in ${placesOf(context, folders)}`),
        fix: noTests(context, runner),
      },
    ];
  }
  if (end.exitCode !== 0) {
    return [
      check(
        runner,
        'fail',
        `${runner} ended with exit code ${end.exitCode}, and no test failed: ${reasonOf(end)}`,
      ),
    ];
  }
  return [check('tests', 'pass', counted(reports))];
}

const PYTEST_MISSING = 'the tests import pytest: install it in the environment of the model';

function noTests({ projectRoot }: StageContext, runner: string): string {
  const written =
    runner === 'unittest'
      ? `write classes of unittest.TestCase in ${projectRoot}/tests/test_*.py, or install pytest for tests that are functions`
      : `write tests in ${projectRoot}/tests/test_*.py`;
  return `${written}; or take test out of quality in ${projectRoot}/model.yaml`;
}

function placesOf({ projectRoot }: StageContext, folders: readonly string[]): string {
  return folders.length === 0 ? projectRoot : folders.map((each) => posix.join(projectRoot, each)).join(', ');
}

function counted(reports: TestReports | undefined): string {
  const cases = reports?.cases ?? [];
  const count = (outcome: string) => cases.filter((each) => each.outcome === outcome).length;
  const parts = (['passed', 'failed', 'skipped'] as const).flatMap((outcome) =>
    count(outcome) > 0 ? [`${count(outcome)} ${outcome}`] : [],
  );
  const { lines = 0, covered = 0 } = reports?.coverage ?? {};
  const share = lines > 0 ? `; ${Math.round((100 * covered) / lines)} % of ${lines} lines covered` : '';
  return `${parts.length === 0 ? 'no tests' : parts.join(', ')}${share}`;
}

/** The line that tells why: pytest and its plugins begin such a line with a word in capitals. */
function reasonOf(end: ToolEnd): string {
  const lines = `${end.stdout}\n${end.stderr}`.split('\n');
  return lines.find((line) => /^(?:FAIL|ERROR|INTERNALERROR>)\b/.test(line))?.trim() ?? lastLine(end);
}

function lastLine({ stdout, stderr }: ToolEnd): string {
  const lines = `${stderr}\n${stdout}`.trim().split('\n');
  return (
    lines
      .filter((line) => line.trim() !== '')
      .at(-1)
      ?.trim() ?? 'it printed nothing'
  );
}
