/**
 * Lets a child process of a test run the TypeScript sources as they stand, the same way Jest does:
 * `fork(script, args, { execArgv: ['--conditions=@modelgate/source', '--require', <this file>] })`.
 */
const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  module._compile(code, filename);
};
