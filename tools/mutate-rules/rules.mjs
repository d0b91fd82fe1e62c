import { cachingRules } from './caching-rules.mjs';
import { dataRules } from './data-rules.mjs';
import { inputRules } from './input-rules.mjs';
import { refusalRules } from './refusal-rules.mjs';

/**
 * Each entry takes one rule out of the compiled code; the named test must then fail.
 *
 * @typedef {object} Rule
 * @property {string} rule what must hold, in words
 * @property {string} file the installed file that keeps the rule, below node_modules/@modelgate, for example `nx/dist/index.js`
 * @property {string} find text that stands in the file exactly once
 * @property {string} replace what stands there in the mutant
 * @property {{ spec: string, name: string }} test the spec file below e2e/src, and the full name of the test (its describe
 *   blocks' names and its own, joined by spaces) or the end of it
 * @property {string} [concerns] what the test changes: rules that concern different things are taken out together, since the
 *   test of one does not see the others; a rule without it is taken out alone
 */

/** @type {Rule[]} */
export const rules = [...refusalRules, ...cachingRules, ...inputRules, ...dataRules];
