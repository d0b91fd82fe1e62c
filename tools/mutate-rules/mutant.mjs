import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { linkTree } from '../workspace/link-tree.cjs';

/**
 * A template of its own, beside the one it is made from, so that no other test run sees the mutations.
 * @param {string} template
 * @returns {string}
 */
export function copyTemplate(template) {
  const copy = mkdtempSync(join(template, '..', `${basename(template)}.mutants-`));
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(template, file), join(copy, file));
  linkTree(join(template, 'node_modules'), join(copy, 'node_modules'));
  runUnbundled(copy);
  return copy;
}

/**
 * The executors are shipped as bundles, in which a rule has no file of its own: here they run from the files of the packages.
 * @param {string} template
 */
function runUnbundled(template) {
  const path = installed(template, 'nx/executors.json');
  replaceFile(path, readFileSync(path, 'utf8').replaceAll('"./bundle/', '"./dist/executors/'));
}

/**
 * Why a rule cannot be applied, or undefined where it can.
 * @param {string} template
 * @param {import('./rules.mjs').Rule} rule
 * @returns {string | undefined}
 */
export function problemOf(template, { file, find }) {
  let text;
  try {
    text = readFileSync(installed(template, file), 'utf8');
  } catch {
    return `there is no node_modules/@modelgate/${file}`;
  }
  const count = text.split(find).length - 1;
  return count === 1 ? undefined : `${JSON.stringify(find)} stands ${count} times in ${file}, not once`;
}

/**
 * Runs `action` while all mutations are in place.
 * @template T
 * @param {string} template
 * @param {readonly import('./rules.mjs').Rule[]} rules
 * @param {() => T} action
 * @returns {T}
 */
export function withMutations(template, rules, action) {
  const originals = new Map(
    rules.map(({ file }) => [installed(template, file), readFileSync(installed(template, file), 'utf8')]),
  );
  try {
    for (const { file, find, replace } of rules) {
      const path = installed(template, file);
      replaceFile(
        path,
        readFileSync(path, 'utf8').replace(find, () => replace),
      );
    }
    for (const path of originals.keys()) if (path.endsWith('.js')) checkSyntax(path);
    return action();
  } finally {
    for (const [path, original] of originals) replaceFile(path, original);
  }
}

/**
 * A file that does not even load would kill every test and prove nothing.
 * @param {string} path
 */
function checkSyntax(path) {
  const checked = spawnSync(process.execPath, ['--check', path], { encoding: 'utf8' });
  if (checked.status !== 0) throw new Error(`the mutant is not valid JavaScript:\n${checked.stderr}`);
}

/**
 * The files are hard links into another template: a new file takes the old one's place.
 * @param {string} path
 * @param {string} text
 */
function replaceFile(path, text) {
  const next = `${path}.next`;
  rmSync(next, { force: true });
  writeFileSync(next, text);
  renameSync(next, path);
}

/**
 * @param {string} template
 * @param {string} file
 */
function installed(template, file) {
  return join(template, 'node_modules/@modelgate', file);
}
