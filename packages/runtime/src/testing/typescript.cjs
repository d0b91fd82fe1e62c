/**
 * Lets plain Node run the sources, for tests that need several real processes:
 * node --conditions=@modelgate/source --require <this file> <file.ts>
 */
const { readFileSync } = require('node:fs');
const { transformSync } = require('@swc/core');

require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs', ignoreDynamic: true },
    sourceMaps: false,
  });
  module._compile(code, filename);
};
