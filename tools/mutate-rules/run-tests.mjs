import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repository = fileURLToPath(new URL('../..', import.meta.url));
/** What e2e/src/models.ts says where it fails before the first test: that proves nothing about a rule. */
const UNPREPARED = 'the workspace of these tests cannot be prepared';
const jest = join(repository, 'node_modules/jest/bin/jest.js');

/**
 * @typedef {{ spec: string, name: string }} TestName
 * @typedef {{ status: 'passed' | 'failed' | 'absent', why: string }} TestOutcome `why`: the first failure's message
 */

/**
 * Runs e2e tests on a template and tells what became of each.
 * @param {TestName[]} tests
 * @param {string} template
 * @returns {Map<TestName, TestOutcome>}
 */
export function runTests(tests, template) {
  const results = `${template}.results.json`;
  rmSync(results, { force: true });
  const specs = [...new Set(tests.map(({ spec }) => join(repository, 'e2e/src', spec)))];
  const names = tests.map(({ name }) => `${escapeRegExp(name)}$`).join('|');
  const run = spawnSync(
    process.execPath,
    [
      jest,
      '-c',
      'e2e/jest.config.cjs',
      '--json',
      `--outputFile=${results}`,
      `--testNamePattern=${names}`,
    ].concat('--runTestsByPath', specs),
    {
      cwd: repository,
      env: { ...process.env, MODELGATE_E2E_TEMPLATE: template },
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  const report = readReport(results, run.stderr);
  rmSync(results, { force: true });
  return new Map(tests.map((test) => [test, outcomeOf(test, report)]));
}

/**
 * @typedef {{ fullName: string, status: string, failureMessages: string[] }} Assertion
 * @typedef {{ name: string, message: string, status: string, assertionResults: Assertion[] }} SpecResult
 */

/**
 * @param {string} file
 * @param {string} stderr
 * @returns {SpecResult[]}
 */
function readReport(file, stderr) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).testResults;
  } catch {
    throw new Error(`Jest left no report:\n${stderr}`);
  }
}

/**
 * @param {TestName} test
 * @param {SpecResult[]} report
 * @returns {TestOutcome}
 */
function outcomeOf({ spec, name }, report) {
  const file = report.find((result) => result.name === join(repository, 'e2e/src', spec));
  if (file === undefined) return { status: 'absent', why: `there is no e2e/src/${spec}` };
  const ran = file.assertionResults.filter(
    ({ fullName, status }) => fullName.endsWith(name) && (status === 'passed' || status === 'failed'),
  );
  if (ran.length === 0) {
    const why =
      file.assertionResults.length === 0 ? file.message : `no test in e2e/src/${spec} is called "${name}"`;
    return { status: 'absent', why };
  }
  const failed = ran.find(({ status }) => status === 'failed');
  if (failed === undefined) return { status: 'passed', why: '' };
  const why = failed.failureMessages[0] ?? '';
  return { status: why.includes(UNPREPARED) ? 'absent' : 'failed', why };
}

/** @param {string} text */
function escapeRegExp(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
