import { rmSync } from 'node:fs';
import { folderWith } from './testing/code-folder';
import { listFiles } from './project-files';

let folder: string;
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('the files of a project are those of no environment, no output, and no other model or data set', () => {
  folder = folderWith({
    'src/train.py': '',
    'chart/model.yaml': 'kind: Chart\n',
    'chart/values.py': '',
    'models/other/model.yaml': '# a comment\nschema: modelgate.model/v1\nname: other\n',
    'models/other/src/train.py': '',
    'models/broken/model.yaml': 'schema: modelgate.model/v1\nname: [\n',
    'models/broken/train.py': '',
    'datasets/raw/dataset.yaml': 'schema: modelgate.dataset/v1\nname: raw\n',
    'datasets/raw/train.csv': 'x,y\n1,2\n',
    'venv/pyvenv.cfg': '',
    'venv/lib/code.py': '',
    'dist/old.py': '',
    '.hidden/code.py': '',
  });
  expect(listFiles(folder).map(({ path }) => path)).toEqual([
    'chart/model.yaml',
    'chart/values.py',
    'src/train.py',
  ]);
});
