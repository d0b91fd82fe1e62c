import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import {
  testReportsSchema,
  type Coverage,
  type GateResult,
  type ReportTable,
  type TestCase,
  type TestReports,
} from '@modelgate/contracts';
import { pythonFile } from '@modelgate/runtime';
import { COVERAGE_FILE, JUNIT_FILE } from './test-command';
import type { Toolbox } from './toolbox';

/**
 * What tests.xml and coverage.xml in `out` say; undefined where the runner wrote no tests.xml. Values of secrets are
 * masked in tests.xml first.
 */
export async function readTestReports(
  tools: Toolbox,
  out: string,
  mask: (text: string) => string,
): Promise<TestReports | undefined> {
  const junit = join(out, JUNIT_FILE);
  if (!existsSync(junit)) return undefined;
  const text = await readFile(junit, 'utf8');
  if (mask(text) !== text) await writeFile(junit, mask(text));
  const coverage = join(out, COVERAGE_FILE);
  const files = [junit, ...(existsSync(coverage) ? [coverage] : [])];
  const end = await tools.run('reading test reports', [pythonFile('read_test_reports.py'), ...files], {
    imports: false,
    quiet: true,
  });
  if (end.exitCode !== 0) throw new Error(`the reports of the tests cannot be read: ${end.stderr}`);
  return testReportsSchema.parse(JSON.parse(end.stdout));
}

/** Failed tests that are told of one by one. */
const MOST_GATES = 100;
const LONGEST_MESSAGE = 600;

/**
 * A failed gate for each failed test.
 * @param placeOf a path in a report as a user types it from the workspace
 */
export function failedTests(cases: readonly TestCase[], placeOf: (file: string) => string): GateResult[] {
  const failed = cases.filter(({ outcome }) => outcome === 'failed');
  const seen = new Map<string, number>();
  const gates = failed.slice(0, MOST_GATES).map(({ name, message, file, line }) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    const place = file === undefined ? '' : `${placeOf(file)}${line === undefined ? '' : `:${line}`}: `;
    return failure(count === 1 ? name : `${name} (${count})`, name, place + shortened(message ?? 'failed'));
  });
  const rest = failed.length - gates.length;
  return rest > 0
    ? [...gates, failure('more', `${rest} more`, `${rest} more tests failed: they are in ${JUNIT_FILE}`)]
    : gates;
}

function failure(id: string, title: string, message: string): GateResult {
  return { id, title, mode: 'enforce', outcome: 'fail', effect: 'fail', message, evidence: 'check' };
}

function shortened(message: string): string {
  const text = message.trim();
  return text.length > LONGEST_MESSAGE ? `${text.slice(0, LONGEST_MESSAGE)} ...` : text;
}

export function coverageTable({ lines, covered, files }: Coverage): ReportTable {
  const share = (of: { lines: number; covered: number }) =>
    of.lines === 0 ? null : Math.round((1000 * of.covered) / of.lines) / 10;
  return {
    title: 'Coverage',
    columns: ['file', 'lines', 'covered', '%'],
    rows: [
      ...files.map((file) => [posix.normalize(file.file), file.lines, file.covered, share(file)]),
      ['all', lines, covered, share({ lines, covered })],
    ],
  };
}
