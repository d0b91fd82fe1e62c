import js from '@eslint/js';
import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import tseslint from 'typescript-eslint';

/** Which room may import which: the arrows of docs/architecture.md. */
const arrows = {
  contracts: [],
  store: ['contracts'],
  report: ['contracts'],
  gates: ['contracts'],
  expectations: ['contracts', 'gates', 'report'],
  runtime: ['contracts', 'store'],
  delivery: ['contracts', 'gates', 'runtime', 'store'],
  nx: ['contracts', 'store', 'report', 'gates', 'expectations', 'runtime', 'delivery'],
};

export default tseslint.config(
  {
    ignores: [
      '**/dist',
      '**/out-tsc',
      'tmp',
      '.nx',
      'packages/nx/templates',
      'packages/nx/bundle',
      '**/node_modules',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  prettier,
  {
    files: ['**/*.{mjs,cjs,js}'],
    languageOptions: {
      globals: {
        console: 'readonly',
        process: 'readonly',
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
        Buffer: 'readonly',
        performance: 'readonly',
        setTimeout: 'readonly',
        clearTimeout: 'readonly',
        URL: 'readonly',
      },
    },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
  {
    files: ['packages/**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: true,
          depConstraints: Object.entries(arrows).map(([room, allowed]) => ({
            sourceTag: `room:${room}`,
            onlyDependOnLibsWithTags: allowed.map((name) => `room:${name}`),
            ...(room === 'nx' ? {} : { bannedExternalImports: ['@nx/*', 'nx'] }),
          })),
        },
      ],
    },
  },
);
