import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { libraryFinder } from './read-workspace';

const depends = (name: string, ...paths: string[]) =>
  `[project]\nname = "${name}"\n[tool.uv.sources]\n${paths.map((path, index) => `d${index} = { path = "${path}" }\n`).join('')}`;

describe('librariesOf', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'modelgate-libraries-'));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));
  const write = (files: Record<string, string>) => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
  };
  const find = (project = 'models/m') => libraryFinder(root).librariesOf(project);

  it('finds none where there is no file', async () => {
    write({ 'models/m/model.yaml': '' });
    expect(await find()).toEqual({ libraries: [], edges: [] });
  });

  it('finds libraries through libraries, once each, with where they are named', async () => {
    write({
      'models/m/pyproject.toml': depends('m', '../../libs/a', '../../libs/b'),
      'models/m/requirements-dev.txt': 'pytest\n-e ../../libs/c\n',
      'libs/a/pyproject.toml': depends('Lib.A', '../b'),
      'libs/a/src/lib_a/__init__.py': '',
      'libs/b/b.py': '',
      'libs/c/pyproject.toml': '[project]\nname = "c"\n[tool.setuptools.package-dir]\n"" = "python"\n',
      'libs/c/python/c.py': '',
    });
    expect(await find()).toEqual({
      libraries: [
        { name: 'lib-a', root: 'libs/a', path: ['src'], distribution: 'Lib.A' },
        { name: 'b', root: 'libs/b', path: ['.'], distribution: undefined },
        { name: 'c', root: 'libs/c', path: ['python'], distribution: 'c' },
      ],
      edges: [
        { source: 'models/m', target: 'libs/a', dependency: 'd0', file: 'models/m/pyproject.toml', line: 4 },
        { source: 'models/m', target: 'libs/b', dependency: 'd1', file: 'models/m/pyproject.toml', line: 5 },
        {
          source: 'models/m',
          target: 'libs/c',
          dependency: undefined,
          file: 'models/m/requirements-dev.txt',
          line: 2,
        },
        { source: 'libs/a', target: 'libs/b', dependency: 'd0', file: 'libs/a/pyproject.toml', line: 4 },
      ],
    });
  });

  it('ends where libraries depend on each other and on the project', async () => {
    write({
      'models/m/pyproject.toml': depends('m', '../../libs/a'),
      'libs/a/pyproject.toml': depends('a', '../b', '.'),
      'libs/b/pyproject.toml': depends('b', '../a', '../../models/m'),
    });
    const { libraries, problem } = await find();
    expect(libraries.map((library) => library.root)).toEqual(['libs/a', 'libs/b']);
    expect(problem).toBeUndefined();
  });

  it('gives libraries of one name names of their own', async () => {
    write({
      'models/m/pyproject.toml': depends('m', '../../x/shared', '../../y/shared'),
      'x/shared/a.py': '',
      'y/shared/a.py': '',
    });
    expect((await find()).libraries.map(({ name }) => name)).toEqual(['shared', 'shared-2']);
  });

  it('finds members of a uv workspace by their names', async () => {
    write({
      'pyproject.toml': '[tool.uv.workspace]\nmembers = ["libs/*", "models/**"]\nexclude = ["libs/old*"]\n',
      'libs/shared/pyproject.toml': '[project]\nname = "Shared_Text"\n',
      'libs/old-shared/pyproject.toml': '[project]\nname = "shared-text"\n',
      'models/m/pyproject.toml': '[tool.uv.sources]\nshared-text = { workspace = true }\n',
    });
    expect((await find()).libraries.map((library) => library.root)).toEqual(['libs/shared']);
  });

  it.each<[string, Record<string, string>, string]>([
    [
      'a missing folder',
      { 'models/m/pyproject.toml': depends('m', '../../libs/shard') },
      'models/m/pyproject.toml:4  there is no folder libs/shard (../../libs/shard)',
    ],
    [
      'a folder outside the workspace',
      { 'models/m/pyproject.toml': depends('m', '../../../elsewhere') },
      'models/m/pyproject.toml:4  the library ../../../elsewhere lies outside the workspace',
    ],
    [
      'an absolute folder outside the workspace',
      { 'models/m/requirements.txt': '-e /srv/shared\n' },
      'models/m/requirements.txt:1  the library /srv/shared lies outside the workspace',
    ],
    [
      'no member of that name',
      {
        'pyproject.toml': '[tool.uv.workspace]\nmembers = ["libs/*"]\n',
        'models/m/pyproject.toml': '[tool.uv.sources]\nshared = { workspace = true }\n',
      },
      'models/m/pyproject.toml:2  "shared" is no member of the uv workspace of pyproject.toml',
    ],
    [
      'no uv workspace',
      { 'models/m/pyproject.toml': '[tool.uv.sources]\nshared = { workspace = true }\n' },
      'models/m/pyproject.toml:2  "shared" is said to be a member of a uv workspace, and no pyproject.toml above has one',
    ],
    [
      'a mistake in a library',
      { 'models/m/pyproject.toml': depends('m', '../../libs/a'), 'libs/a/pyproject.toml': 'path = =\n' },
      'libs/a/pyproject.toml:1  not readable: ',
    ],
  ])('names %s with its line', async (_what, files, message) => {
    write({ 'models/m/model.yaml': '', ...files });
    const { problem } = await find();
    expect(problem).toContain(message);
    expect(problem).toContain('\n  fix: ');
  });
});
