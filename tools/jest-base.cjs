/** What the unit and the e2e configuration share: swc, and sources of sibling packages by the `@modelgate/source` condition. */
module.exports = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@modelgate/source', 'node', 'require', 'default'] },
  transform: {
    '^.+\\.[cm]?[jt]s$': [
      require.resolve('@swc/jest'),
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  // execa and what it imports are published as ES modules only.
  transformIgnorePatterns: [
    '/node_modules/(?!(execa|@sindresorhus/merge-streams|cross-spawn|figures|get-stream|human-signals|is-plain-obj|is-stream|is-unicode-supported|npm-run-path|path-key|parse-ms|pretty-ms|signal-exit|strip-final-newline|unicorn-magic|yoctocolors|sec-ant|@sec-ant)/)',
  ],
  // It is exported to `import` alone, and Jest resolves by `require`.
  moduleNameMapper: {
    '^unicorn-magic$': require('node:path').join(__dirname, '../node_modules/unicorn-magic/node.js'),
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/packages/[^/]+/dist/', '<rootDir>/tmp/'],
};
