import { relative } from 'node:path';
import type { QualityStage } from '@modelgate/contracts';
import {
  FLAKE8_SETTINGS,
  foldersUpTo,
  isConfigured,
  RUFF_SETTINGS,
  type SettingsPlace,
} from '../../stages/quality/tool-settings';
import { isTest, type FileInProject } from './project-files';

export interface FoundQuality {
  stages: QualityStage[];
  /** What was found for each. */
  because: string[];
}

const MYPY_SETTINGS: readonly SettingsPlace[] = [
  { file: 'mypy.ini' },
  { file: '.mypy.ini' },
  { file: 'pyproject.toml', section: 'tool.mypy' },
  { file: 'setup.cfg', section: 'mypy' },
];

/** Which checks of the code a project has: a linter and a type checker that it or a folder above configures, and tests. */
export function findQuality(
  workspaceRoot: string,
  folder: string,
  files: readonly FileInProject[],
): FoundQuality {
  const configured = (tool: string, places: readonly SettingsPlace[]) => {
    for (const place of foldersUpTo(workspaceRoot, folder)) {
      const own = places.find((settings) => isConfigured(place, [settings]));
      if (!own) continue;
      const above = relative(folder, place).split('\\').join('/');
      return `${tool} (${above === '' ? '' : `${above}/`}${own.file})`;
    }
    return undefined;
  };
  const tests = files
    .map(({ path }) => path)
    .filter((path) => isTest(path) && /(^|\/)(test_[^/]*|[^/]*_test)\.py$/.test(path));
  const first = tests[0];
  const found: [QualityStage, string | undefined][] = [
    ['lint', configured('ruff', RUFF_SETTINGS) ?? configured('flake8', FLAKE8_SETTINGS)],
    ['typecheck', configured('mypy', MYPY_SETTINGS)],
    [
      'test',
      first === undefined
        ? undefined
        : `${tests.length === 1 ? first : `${tests.length} test files (${first}, ...)`}`,
    ],
  ];
  return {
    stages: found.flatMap(([stage, what]) => (what === undefined ? [] : [stage])),
    because: found.flatMap(([stage, what]) => (what === undefined ? [] : [`${stage}: ${what}`])),
  };
}
