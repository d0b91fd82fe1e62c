import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { ModelSpec } from './model-spec';
import type { TextFile } from './yaml-files';

/** In the source tree and in the published package, this file is three folders below `packages/nx`. */
const TEMPLATES = join(__dirname, '..', '..', '..', 'templates');

/** The folders of `packages/nx/templates`. */
export type TemplateName = 'sklearn' | 'stdlib' | 'command';

/** What both Python templates run on. */
export const PYTHON_VERSION = '>=3.9';

/** What the sklearn template imports; joblib and numpy come with them. */
export const SKLEARN_PACKAGES = ['pandas>=2.0', 'scikit-learn>=1.4'];

/** The files of a template for a task, with the names of this model in the place of the placeholders. */
export function templateFiles(spec: ModelSpec): TextFile[] {
  return ['every-task', spec.data.task].flatMap((folder) =>
    filesIn(join(TEMPLATES, spec.template, folder)).map((path) => ({
      path: path.replace('__pkg__', spec.packageName),
      content: fill(readFileSync(join(TEMPLATES, spec.template, folder, path), 'utf8'), spec),
    })),
  );
}

function filesIn(folder: string, below = ''): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(join(folder, below), { withFileTypes: true })
    .filter((entry) => entry.name !== '__pycache__')
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = posix.join(below, entry.name);
      return entry.isDirectory() ? filesIn(folder, path) : [path];
    });
}

/** Templates stay valid code: a placeholder with quotes becomes a literal, one without a word. */
function fill(text: string, { name, packageName, data }: ModelSpec): string {
  const values: Record<string, string> = {
    __pkg__: packageName,
    __model__: name,
    __task__: data.task,
    '"__target__"': JSON.stringify(data.target),
    '"__delimiter__"': JSON.stringify(data.delimiter),
    '"__train_data__"': JSON.stringify(data.train),
    __target__: data.target,
    __train_data__: data.train,
    __evaluation_data__: data.test ?? `a fifth of ${data.train}, chosen by the seed in model.yaml`,
  };
  const pattern = new RegExp(Object.keys(values).join('|'), 'g');
  return text.replace(pattern, (placeholder) => values[placeholder] ?? placeholder);
}
