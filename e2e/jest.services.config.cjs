/** What takes minutes or installs other versions of Nx. */
module.exports = {
  ...require('./jest.config.cjs'),
  testMatch: ['<rootDir>/src/**/*.services.spec.ts'],
  testPathIgnorePatterns: [],
};
