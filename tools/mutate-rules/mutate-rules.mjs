/**
 * `npm run mutate-rules [-- --only TEXT]`: takes each rule of rules.mjs out of the compiled code, one at a time, and runs the test
 * that is to notice. Prints rule, test, and killed or survived; exits 1 where a mutant survived, where a test is red without any
 * mutation, or where a rule does not match the code any more. `--only` selects the rules whose text contains TEXT.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { prepareTemplate } from '../workspace/template.cjs';
import { copyTemplate, problemOf, withMutation } from './mutant.mjs';
import { rules } from './rules.mjs';
import { runTests } from './run-tests.mjs';

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const selected = rules.filter(({ rule }) => rule.includes(values.only));
if (selected.length === 0) {
  console.error(`mutate-rules: no rule contains ${JSON.stringify(values.only)}`);
  process.exit(1);
}

const template = copyTemplate(prepareTemplate());
process.once('exit', () => rmSync(template, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));

const tests = selected.map(({ test }) => test);
const unmutated = runTests(tests, template);

let survivors = 0;
for (const rule of selected) {
  const { verdict, why } = judge(rule);
  if (verdict !== 'killed') survivors += 1;
  console.log(`${verdict.padEnd(9)} ${rule.rule}\n          ${rule.test.spec}: ${rule.test.name}`);
  if (why) console.log(why.replace(/^/gm, '          '));
}
console.log(`\n${selected.length} rules, ${selected.length - survivors} killed, ${survivors} not`);
process.exitCode = survivors === 0 ? 0 : 1;

/**
 * @param {import('./rules.mjs').Rule} rule
 * @returns {{ verdict: 'killed' | 'survived' | 'invalid', why?: string }}
 */
function judge(rule) {
  const problem = problemOf(template, rule);
  if (problem !== undefined) return { verdict: 'invalid', why: problem };
  const before = unmutated.get(rule.test);
  if (before?.status !== 'passed') {
    return { verdict: 'invalid', why: `the test does not pass without the mutation\n${before?.why}` };
  }
  try {
    const after = withMutation(template, rule, () => runTests([rule.test], template)).get(rule.test);
    if (after?.status === 'failed') return { verdict: 'killed' };
    return after?.status === 'passed' ? { verdict: 'survived' } : { verdict: 'invalid', why: after?.why };
  } catch (error) {
    return { verdict: 'invalid', why: error instanceof Error ? error.message : String(error) };
  }
}
