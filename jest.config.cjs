/** Unit tests: beside the code, in milliseconds. Sources are used as they stand, nothing has to be built first. */
module.exports = {
  testMatch: ['<rootDir>/packages/*/src/**/*.spec.ts'],
  // Those need more than Node and a Python: `npm run test:services`.
  testPathIgnorePatterns: ['/node_modules/', '\\.services\\.spec\\.ts$'],
  // Generous, since a machine that is busy with something else is no failure.
  testTimeout: 30_000,
  reporters: ['default', '<rootDir>/tools/jest-tally.cjs'],
  ...require('./tools/jest-base.cjs'),
};
