import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** A place in which a tool may be configured. */
export interface SettingsPlace {
  file: string;
  /** The beginning of the name of a section that has to be there; absent: the whole file is the tool's. */
  section?: string;
  /** Keys of which the section, or the file, has to have one. */
  keys?: readonly string[];
}

export const RUFF_SETTINGS: readonly SettingsPlace[] = [
  { file: 'ruff.toml' },
  { file: '.ruff.toml' },
  { file: 'pyproject.toml', section: 'tool.ruff' },
];

export const FLAKE8_SETTINGS: readonly SettingsPlace[] = ['.flake8', 'setup.cfg', 'tox.ini'].map((file) => ({
  file,
  section: 'flake8',
}));

export const PYTEST_SETTINGS: readonly SettingsPlace[] = [
  ...['pytest.ini', '.pytest.ini', 'conftest.py', 'tests/conftest.py'].map((file) => ({ file })),
  { file: 'pyproject.toml', section: 'tool.pytest' },
  { file: 'setup.cfg', section: 'tool:pytest' },
  { file: 'tox.ini', section: 'pytest' },
];

/** Where pytest is told which folders have the tests. */
export const PYTEST_PATHS: readonly SettingsPlace[] = PYTEST_SETTINGS.filter(
  ({ file }) => !file.endsWith('.py'),
).map((place) => ({ ...place, keys: ['testpaths'] }));

const CHECKED = ['files', 'packages', 'modules'];

/** Where mypy is told what to check. */
export const MYPY_FILES: readonly SettingsPlace[] = [
  { file: 'mypy.ini', keys: CHECKED },
  { file: '.mypy.ini', keys: CHECKED },
  { file: 'pyproject.toml', section: 'tool.mypy', keys: CHECKED },
  { file: 'setup.cfg', section: 'mypy', keys: CHECKED },
];

const MEASURED = ['source', 'source_pkgs', 'include'];

/** Where coverage is told which files count. */
export const COVERAGE_SOURCES: readonly SettingsPlace[] = [
  { file: '.coveragerc', keys: MEASURED },
  { file: 'pyproject.toml', section: 'tool.coverage.run', keys: MEASURED },
  { file: 'setup.cfg', section: 'coverage:run', keys: MEASURED },
  { file: 'tox.ini', section: 'coverage:run', keys: MEASURED },
];

/** Whether a folder holds the settings of a tool. */
export function isConfigured(folder: string, places: readonly SettingsPlace[]): boolean {
  return places.some(({ file, section, keys }) => {
    const path = join(folder, file);
    if (!existsSync(path)) return false;
    const lines = readFileSync(path, 'utf8').split(/\r?\n/);
    const own = section === undefined ? lines : linesOf(lines, section);
    if (keys === undefined) return section === undefined || own.length > 0;
    return own.some((line) =>
      keys.some((key) => line.startsWith(key) && /^\s*[=:]/.test(line.slice(key.length))),
    );
  });
}

/** The lines of all sections whose names begin with `section`, each with its heading. */
function linesOf(lines: readonly string[], section: string): string[] {
  let inside = false;
  return lines.filter((line) => {
    const heading = /^\s*\[\[?\s*([\w.:-]+)\s*\]\]?/.exec(line)?.[1];
    if (heading !== undefined) inside = heading === section || heading.startsWith(`${section}.`);
    return inside;
  });
}

/** A folder and those above it up to `top`, the nearest first; absolute. */
export function foldersUpTo(top: string, folder: string): string[] {
  const folders = [folder];
  for (let at = folder; relative(top, at) !== '' && dirname(at) !== at;) {
    at = dirname(at);
    folders.push(at);
  }
  return folders;
}
