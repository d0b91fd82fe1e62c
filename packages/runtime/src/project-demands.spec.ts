import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readDemands } from './project-demands';
import { tempFolder } from './testing/temp-project';

describe('readDemands', () => {
  let root: string;
  beforeEach(() => (root = tempFolder()));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it('asks for what the libraries of the workspace depend on, instead of the libraries', async () => {
    const files = {
      'models/m/pyproject.toml':
        '[project]\nname = "m"\ndependencies = ["numpy>=1", "Shared.Text[fast]>=1", "other @ file:../../libs/other"]\n' +
        '[tool.uv.sources]\nshared-text = { path = "../../libs/shared" }\n',
      'libs/shared/pyproject.toml':
        '[project]\nname = "shared-text"\ndependencies = ["pandas>=2", "deep"]\n[tool.uv.sources]\ndeep = { path = "../deep" }\n',
      'libs/deep/pyproject.toml': '[project]\nname = "deep"\ndependencies = ["numpy>=1"]\n',
      'libs/other/other.py': '',
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const { dependencies } = await readDemands(root, join(root, 'models/m'), undefined);
    expect(dependencies).toEqual(['numpy>=1', 'pandas>=2']);
  });

  it('adds the extras that model.yaml names, and refuses one that is not there', async () => {
    const text =
      '[project]\nname = "m"\ndependencies = ["numpy>=1"]\n[project.optional-dependencies]\nTrain_Set = ["pandas>=2"]\n';
    writeFileSync(join(root, 'pyproject.toml'), text);
    const { dependencies } = await readDemands(root, root, undefined, ['train-set']);
    expect(dependencies).toEqual(['numpy>=1', 'pandas>=2']);
    await expect(readDemands(root, root, undefined, ['api'])).rejects.toThrow(
      'project.optional-dependencies has no list "api"',
    );
  });
});
