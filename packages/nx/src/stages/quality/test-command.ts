import { join } from 'node:path';

/** What a run of tests depends on. */
export interface TestSetup {
  runner: 'pytest' | 'unittest';
  /** `pytest-cov` measures within pytest, `coverage` around any runner. */
  coverage: 'pytest-cov' | 'coverage' | undefined;
  /** Folders with the tests, from the project's folder. */
  folders: readonly string[];
  /** Whether pytest's own settings name the folders. */
  namesFolders: boolean;
  /** What coverage counts; empty: its own settings name it. */
  sources: readonly string[];
  /** Absolute path of the runner for unittest. */
  unittestFile: string;
  /** Absolute folder of results. */
  out: string;
  /** Absolute folder for what pytest remembers. */
  memory: string;
}

export const JUNIT_FILE = 'tests.xml';
export const COVERAGE_FILE = 'coverage.xml';

/** The arguments of Python that run the tests. */
export function testCommand(setup: TestSetup): string[] {
  const around =
    setup.coverage === 'coverage'
      ? [
          '-m',
          'coverage',
          'run',
          ...(setup.sources.length > 0 ? [`--source=${setup.sources.join(',')}`] : []),
        ]
      : [];
  return [...around, ...(setup.runner === 'pytest' ? pytest(setup) : unittest(setup))];
}

function pytest({ coverage, folders, namesFolders, sources, out, memory }: TestSetup): string[] {
  return [
    '-m',
    'pytest',
    '--color=no',
    `--junitxml=${join(out, JUNIT_FILE)}`,
    // This family has the file and the line of a test.
    ...['-o', 'junit_family=xunit1'],
    ...['-o', `cache_dir=${memory}`],
    // The code of the baseline is of an older model.
    '--ignore=baseline',
    ...(coverage === 'pytest-cov'
      ? [
          ...(sources.length > 0 ? sources.map((source) => `--cov=${source}`) : ['--cov']),
          `--cov-report=xml:${join(out, COVERAGE_FILE)}`,
          '--cov-report=term',
        ]
      : []),
    ...(namesFolders ? [] : folders),
  ];
}

function unittest({ folders, unittestFile, out }: TestSetup): string[] {
  return [unittestFile, '--junit', join(out, JUNIT_FILE), ...(folders.length > 0 ? folders : ['.'])];
}
