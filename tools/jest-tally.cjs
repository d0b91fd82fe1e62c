const { appendFileSync } = require('node:fs');

/**
 * A Jest reporter: adds one line `{ passed, failed, skipped }` to the file that MODELGATE_TALLY names, so that several runs can
 * be summed. A spec file that did not even load counts as a failure.
 */
module.exports = class Tally {
  /**
   * @param {unknown} _contexts
   * @param {Record<'numPassedTests' | 'numFailedTests' | 'numRuntimeErrorTestSuites' | 'numPendingTests' | 'numTodoTests', number>} results
   */
  onRunComplete(_contexts, results) {
    if (process.env.MODELGATE_TALLY === undefined) return;
    const line = {
      passed: results.numPassedTests,
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    appendFileSync(process.env.MODELGATE_TALLY, `${JSON.stringify(line)}\n`);
  }
};
