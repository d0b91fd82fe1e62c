import type { QualityStage } from '@modelgate/contracts/conventions';
import type { Input } from './inputs';
import { foldersAbove, projectPattern } from './nx-patterns';

/** Where the tools look for their settings, in the project and above it. */
const SETTINGS: Record<QualityStage, readonly string[]> = {
  lint: ['pyproject.toml', 'ruff.toml', '.ruff.toml', '.flake8', 'setup.cfg', 'tox.ini'],
  typecheck: ['pyproject.toml', 'mypy.ini', '.mypy.ini', 'setup.cfg'],
  test: ['pyproject.toml', 'pytest.ini', '.pytest.ini', 'conftest.py', 'tox.ini', 'setup.cfg', '.coveragerc'],
};

/**
 * What a check of the code reads. lint and typecheck see Python files and settings; a test may open any file of the project, so
 * all of them count except prose.
 *
 * @param further what else the check reads: files of the workspace's Python libraries that the model uses, its data
 */
export function qualityInputs(
  stage: QualityStage,
  root: string,
  further: readonly Input[],
  lock: readonly Input[],
): Input[] {
  const project = projectPattern(root);
  const own =
    stage === 'test'
      ? [`${project}/**/*`, `!${project}/**/*.md`]
      : [
          `${project}/**/*.py`,
          `${project}/**/*.pyi`,
          `${project}/**/py.typed`,
          // ruff reads notebooks too.
          ...(stage === 'lint' ? [`${project}/**/*.ipynb`] : []),
          ...SETTINGS[stage].map((name) => `${project}/${name}`),
        ];
  return [
    ...own,
    ...foldersAbove(root).flatMap((folder) => SETTINGS[stage].map((name) => `${folder}/${name}`)),
    ...(stage === 'lint' ? [] : further),
    ...lock,
    { env: 'MODELGATE_PYTHON_MINOR' },
  ];
}
