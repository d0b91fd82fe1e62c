import { Document } from 'yaml';
import { comment, inFlow, yamlText } from '../yaml-text';
import type { DatasetRequest } from './options';

export interface DatasetFile {
  /** From the project's folder. */
  path: string;
  content: string | Buffer;
}

/** What dataset.yaml names. */
export interface NamedFiles {
  train: string;
  test: string | undefined;
}

/** The files of a new data set without its data. `suite`: the text of expectations/train.yaml, where there is one. */
export function datasetFiles(
  request: DatasetRequest,
  files: NamedFiles,
  suite: string | undefined,
): DatasetFile[] {
  return [
    { path: 'dataset.yaml', content: datasetText(request, files) },
    ...(suite === undefined ? [] : [{ path: 'expectations/train.yaml', content: suite }]),
    { path: '.gitattributes', content: GITATTRIBUTES },
    { path: 'README.md', content: readme(request, files) },
  ];
}

const GITATTRIBUTES = `# Digests are of bytes: git must not change line endings here.
data/** -text
`;

function datasetText({ name, owner, keys, root }: DatasetRequest, { train, test }: NamedFiles): string {
  const document = new Document({
    schema: 'modelgate.dataset/v1',
    name,
    ...(owner === undefined ? {} : { owner }),
    files: { train, ...(test === undefined ? {} : { test }) },
    ...(keys.length > 0 ? { keys } : {}),
  });
  comment(document, 'files', 'Paths from this folder (a file, its .dvc pointer, a folder, a glob), or URIs.');
  comment(
    document,
    'keys',
    'The columns that identify a row; test rows that are in the training data too are reported.',
  );
  inFlow(document, ['keys']);
  return yamlText(root, 'dataset.yaml', 'dataset', document);
}

function readme({ name }: DatasetRequest, { train, test }: NamedFiles): string {
  return `# ${name}

A data set that models share.

| | |
| --- | --- |
| training data | \`${train}\` |
| evaluation set | ${test === undefined ? 'none: a model holds rows out with `split`' : `\`${test}\``} |

\`\`\`
nx run ${name}:validate-data   # checks it once, before any model on it is trained
\`\`\`

A model uses it by its name, in its \`model.yaml\`:

\`\`\`yaml
data:
  dataset: ${name}
  target: <column>${test === undefined ? '\n  split: { test: 0.2, seed: 7 }' : ''}
\`\`\`

| file | what it is |
| --- | --- |
| \`dataset.yaml\` | name, files, keys |
| \`expectations/train.yaml\`, \`expectations/test.yaml\` | Great Expectations suites of the training data and of the evaluation set |
| \`data/\` | the data, or pointers of DVC |
`;
}
