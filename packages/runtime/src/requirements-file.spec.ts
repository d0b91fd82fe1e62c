import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readRequirements } from './requirements-file';
import { tempFolder, writeFiles } from './testing/temp-project';

const FILES = {
  'requirements.txt': `
# what the model needs
--index-url https://example.org/simple
numpy>=1.26   # arrays
pandas[parquet] \\
  >=2 ; python_version < "3.13"
torch==2.1 --hash=sha256:abc \\
    --hash=sha256:def
-r more/base.txt
-e .
./wheels/x.whl
https://example.org/y.whl
tool @ https://example.org/tool.whl
-c constraints.txt
`,
  'more/base.txt': 'scipy\n-r ../requirements.txt\n',
  'broken.txt': 'scipy\n-r nowhere.txt\n',
};

describe('readRequirements', () => {
  const root = tempFolder();
  writeFiles(root, FILES);
  afterAll(() => rmSync(root, { recursive: true }));

  it('gives what is named by a name, also from included files, each once', async () => {
    expect(await readRequirements(join(root, 'requirements.txt'), 'requirements.txt')).toEqual([
      'numpy>=1.26',
      'pandas[parquet]   >=2 ; python_version < "3.13"',
      'torch==2.1',
      'scipy',
      'tool @ https://example.org/tool.whl',
    ]);
  });

  it('names the line that includes a missing file', async () => {
    await expect(readRequirements(join(root, 'broken.txt'), 'models/toy/broken.txt')).rejects.toThrow(
      'models/toy/broken.txt:2  there is no file nowhere.txt',
    );
  });
});
