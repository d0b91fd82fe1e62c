import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PythonOutline } from '@modelgate/contracts';
import { tomlParser } from '@modelgate/runtime/python-libraries';
import { mapping, textOf, texts } from '../../inference/tolerant-yaml';

export interface FoundEnvironment {
  /** What names the packages: requirements.txt, pyproject.toml, uv.lock. */
  files: string[];
  /** `requires-python` of pyproject.toml. */
  requires: string | undefined;
  /** Extras of pyproject.toml that the model's code needs a package of. */
  extras: string[];
}

/** Distributions whose modules have another name. */
const MODULE_OF: Record<string, string> = {
  'scikit-learn': 'sklearn',
  'xgboost-cpu': 'xgboost',
  'onnxruntime-gpu': 'onnxruntime',
  'opencv-python': 'cv2',
  'opencv-python-headless': 'cv2',
  pillow: 'pil',
  pyyaml: 'yaml',
  'python-dateutil': 'dateutil',
  'imbalanced-learn': 'imblearn',
  'tensorflow-cpu': 'tensorflow',
  'faiss-cpu': 'faiss',
};

/** How the project says which Python packages it needs. */
export async function findEnvironment(
  folder: string,
  outlines: readonly PythonOutline[],
): Promise<FoundEnvironment> {
  const names = [
    'requirements.txt',
    'pyproject.toml',
    'uv.lock',
    'poetry.lock',
    'environment.yml',
    'Pipfile',
  ];
  const files = names.filter((name) => existsSync(join(folder, name)));
  const pyproject = files.includes('pyproject.toml')
    ? await readToml(join(folder, 'pyproject.toml'))
    : undefined;
  const project = mapping(mapping(pyproject)?.['project']);
  const optional = mapping(project?.['optional-dependencies']) ?? {};
  const imported = new Set(
    outlines.flatMap(({ imports }) =>
      imports.filter(({ level }) => level === 0).map(({ module }) => normalized(module.split('.')[0] ?? '')),
    ),
  );
  const has = new Set(texts(project?.['dependencies']).map(moduleOf));
  const extras = Object.entries(optional)
    .filter(([, packages]) =>
      texts(packages)
        .map(moduleOf)
        .some((module) => imported.has(module) && !has.has(module)),
    )
    .map(([name]) => name);
  return { files, requires: textOf(project?.['requires-python']), extras };
}

function moduleOf(requirement: string): string {
  const [name = ''] = /^[\w.-]+/.exec(requirement.trim()) ?? [];
  const distribution = name.toLowerCase().replace(/[_.]/g, '-');
  return normalized(MODULE_OF[distribution] ?? distribution);
}

function normalized(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '_');
}

/** A file that is not TOML is told by the first stage that needs Python. */
async function readToml(path: string): Promise<unknown> {
  const parse = await tomlParser();
  try {
    return parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
