import { posix } from 'node:path';
import type { Tree } from '@nx/devkit';
import type { DataFile, ModelSpec } from './model-spec';
import { PYTHON_VERSION, SKLEARN_PACKAGES, templateFiles } from './template-files';
import { yamlFiles } from './yaml-files';

/** Every file of a new model, with paths from the project's folder. */
export function projectFiles(spec: ModelSpec): DataFile[] {
  return [
    ...yamlFiles(spec),
    ...(spec.data.suite === undefined ? [] : [{ path: 'expectations/train.yaml', content: spec.data.suite }]),
    ...(spec.template === 'command' ? [] : [{ path: 'pyproject.toml', content: pyproject(spec) }]),
    { path: '.gitattributes', content: GITATTRIBUTES },
    ...templateFiles(spec),
    ...spec.data.files,
  ];
}

/**
 * Writes the files that are not there yet.
 * @returns the paths of those that are, which stay as they are
 */
export function writeMissing(tree: Tree, root: string, files: readonly DataFile[]): string[] {
  const left: string[] = [];
  for (const { path, content } of files) {
    const place = posix.join(root, path);
    if (tree.exists(place)) left.push(path);
    else tree.write(place, content);
  }
  return left;
}

const GITATTRIBUTES = `# Digests are of bytes: git must not change line endings here.
data/** -text
baseline/** -text
`;

function pyproject({ name, template }: ModelSpec): string {
  const dependencies = template === 'sklearn' ? SKLEARN_PACKAGES : [];
  return `[project]
name = ${JSON.stringify(name.replace(/[._-]+$/, ''))}
version = "0.1.0"
requires-python = ${JSON.stringify(PYTHON_VERSION)}
dependencies = [${dependencies.map((name) => JSON.stringify(name)).join(', ')}]
`;
}
