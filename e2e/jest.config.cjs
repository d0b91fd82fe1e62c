/** Real workspaces made from the packed tarballs, and the real Nx. */
const shared = require('../tools/jest-base.cjs');

module.exports = {
  ...shared,
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  testPathIgnorePatterns: ['\\.services\\.spec\\.ts$'],
  globalSetup: '<rootDir>/global-setup.ts',
  maxWorkers: 2,
  testTimeout: 300_000,
  reporters: ['default', '<rootDir>/../tools/jest-tally.cjs'],
};
