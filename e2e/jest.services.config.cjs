/** What takes minutes, installs other versions of Nx, or needs packages from PyPI. */
module.exports = {
  ...require('./jest.config.cjs'),
  roots: ['<rootDir>/src', '<rootDir>/../packages'],
  testMatch: ['**/src/**/*.services.spec.ts'],
  testPathIgnorePatterns: [],
};
