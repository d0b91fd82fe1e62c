/**
 * `npm run mutate-rules [-- --only TEXT]`: takes each rule of rules.mjs out of the compiled code and runs the test that is to
 * notice. Prints rule, test, and killed or survived; exits 1 where a mutant survived, where a test is red without any
 * mutation, or where a rule does not match the code any more. `--only` selects the rules whose text contains TEXT.
 */
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { prepareTemplate } from '../workspace/template.cjs';
import { copyTemplate, problemOf, withMutations } from './mutant.mjs';
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
for (const round of rounds(selected)) {
  // The tests run synchronously: this lets a signal that came meanwhile end the run.
  await new Promise((resolve) => setTimeout(resolve));
  for (const { rule, verdict, why } of judge(round)) {
    if (verdict !== 'killed') survivors += 1;
    console.log(`${verdict.padEnd(9)} ${rule.rule}\n          ${rule.test.spec}: ${rule.test.name}`);
    if (why) console.log(why.replace(/^/gm, '          '));
  }
}
console.log(`\n${selected.length} rules, ${selected.length - survivors} killed, ${survivors} not`);
process.exitCode = survivors === 0 ? 0 : 1;

/**
 * Rules that are taken out together: each concerns something else, or it is alone.
 * @param {readonly import('./rules.mjs').Rule[]} all
 * @returns {import('./rules.mjs').Rule[][]}
 */
function rounds(all) {
  /** @type {import('./rules.mjs').Rule[][]} */
  const shared = [];
  const alone = all.filter(({ concerns }) => concerns === undefined).map((rule) => [rule]);
  for (const rule of all.filter(({ concerns }) => concerns !== undefined)) {
    const free = shared.find((round) => round.every(({ concerns }) => concerns !== rule.concerns));
    if (free) free.push(rule);
    else shared.push([rule]);
  }
  return [...alone, ...shared];
}

/**
 * @param {readonly import('./rules.mjs').Rule[]} round
 * @returns {{ rule: import('./rules.mjs').Rule, verdict: 'killed' | 'survived' | 'invalid', why?: string }[]}
 */
function judge(round) {
  const faults = new Map(round.map((rule) => [rule, faultOf(rule)]));
  const sound = round.filter((rule) => faults.get(rule) === undefined);
  const after = sound.length === 0 ? new Map() : mutated(sound);
  return round.map((rule) => {
    const fault = faults.get(rule);
    if (fault !== undefined) return { rule, verdict: 'invalid', why: fault };
    const outcome = after.get(rule.test);
    if (outcome?.status === 'failed') return { rule, verdict: 'killed' };
    return outcome?.status === 'passed'
      ? { rule, verdict: 'survived' }
      : { rule, verdict: 'invalid', why: outcome?.why };
  });
}

/**
 * Why a rule cannot be judged, or undefined where it can.
 * @param {import('./rules.mjs').Rule} rule
 */
function faultOf(rule) {
  const problem = problemOf(template, rule);
  if (problem !== undefined) return problem;
  const before = unmutated.get(rule.test);
  return before?.status === 'passed'
    ? undefined
    : `the test does not pass without the mutation\n${before?.why}`;
}

/**
 * @param {import('./rules.mjs').Rule[]} sound
 * @returns {ReturnType<typeof runTests>}
 */
function mutated(sound) {
  const wanted = sound.map(({ test }) => test);
  try {
    return withMutations(template, sound, () => runTests(wanted, template));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return new Map(wanted.map((test) => [test, { status: 'absent', why }]));
  }
}
