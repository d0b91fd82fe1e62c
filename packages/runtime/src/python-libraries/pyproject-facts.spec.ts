import { parse } from 'smol-toml';
import { isTelling, plainFacts, readPyproject } from './pyproject-facts';
import { requirementsReferences } from './requirements-references';

const facts = (text: string) => readPyproject(text, parse);

describe('readPyproject', () => {
  it.each<[string, string, { line: number; name?: string; path?: string }]>([
    [
      'a path of uv',
      '[project]\nname = "m"\ndependencies = ["shared"]\n\n[tool.uv.sources]\nshared = { path = "../../libs/shared", editable = true }\n',
      { line: 6, name: 'shared', path: '../../libs/shared' },
    ],
    [
      'a path of uv in a table of its own',
      '[project]\nname = "m"\n[tool.uv.sources.shared]\npath = "../../libs/shared/"\n',
      { line: 3, name: 'shared', path: '../../libs/shared' },
    ],
    [
      'one of several sources of uv',
      '[tool.uv.sources]\nshared = [{ index = "pypi", marker = "x" }, { path = "../shared" }]\n',
      { line: 2, name: 'shared', path: '../shared' },
    ],
    [
      'a member of a uv workspace',
      '[tool.uv.sources]\nshared = { workspace = true }\n',
      { line: 2, name: 'shared' },
    ],
    [
      'a path of poetry',
      '[tool.poetry.dependencies]\npython = "^3.10"\nshared = { path = "../../libs/shared", develop = true }\n',
      { line: 3, name: 'shared', path: '../../libs/shared' },
    ],
    [
      'a path of a group of poetry',
      '[tool.poetry.group.dev.dependencies]\nshared = { path = "../shared" }\n',
      { line: 2, name: 'shared', path: '../shared' },
    ],
    [
      'a direct reference',
      '[project]\ndependencies = [\n  "pandas>=2",\n  "shared[extra] @ file:../../libs/shared ; python_version > \'3\'",\n]\n',
      { line: 4, name: 'shared', path: '../../libs/shared' },
    ],
    [
      'a direct reference from the folder of the project',
      '[project]\ndependencies = ["shared @ file:///${PROJECT_ROOT}/../../libs/shared"]\n',
      { line: 2, name: 'shared', path: '../../libs/shared' },
    ],
    [
      'the same in the words of hatch',
      '[project]\ndependencies = ["shared @ {root:uri}/../x", "other @ file:{root:uri}/../../libs/other"]\n',
      { line: 2, name: 'other', path: '../../libs/other' },
    ],
    [
      'an absolute direct reference',
      '[dependency-groups]\ntest = ["shared @ file:///srv/my%20libs/shared#egg=shared"]\n',
      { line: 2, name: 'shared', path: '/srv/my libs/shared' },
    ],
  ])('finds %s', (_what, text, expected) => {
    expect(isTelling(text)).toBe(true);
    expect(facts(text).references).toEqual([
      { kind: expected.path === undefined ? 'workspace' : 'path', ...expected },
    ]);
  });

  it.each([
    '[project]\nname = "m"\ndependencies = ["pandas>=2", "x @ https://example.com/x.whl"]\n',
    '[tool.uv.sources]\nshared = { git = "https://example.com/path.git" }\nwheel = { path = "wheels/a-1.0-py3-none-any.whl" }\nself = { path = "." }\n',
  ])('finds none in %j', (text) => {
    expect(facts(text).references).toEqual([]);
  });

  it('reads the name, the places of packages and the members of a workspace', () => {
    expect(
      facts(
        '[project]\nname = "Shared_Lib"\n[tool.setuptools.packages.find]\nwhere = ["lib/"]\n[tool.uv.workspace]\nmembers = ["libs/*"]\nexclude = ["libs/old"]\n',
      ),
    ).toEqual({
      name: 'Shared_Lib',
      references: [],
      sources: ['lib'],
      workspace: { members: ['libs/*'], exclude: ['libs/old'] },
    });
    expect(facts('[tool.hatch.build.targets.wheel]\npackages = ["src/shared"]\n').sources).toEqual(['src']);
    expect(
      facts('[tool.poetry]\nname = "p"\npackages = [{ include = "p", from = "python" }]\n'),
    ).toMatchObject({ name: 'p', sources: ['python'] });
  });

  it('names the line of a mistake', () => {
    expect(facts('[project]\nname = = "m"\n').problem?.line).toBe(2);
  });
});

describe('plainFacts', () => {
  it.each([
    ['[build-system]\nrequires = ["x"]\n[project]\nversion = "1"\nname = "m"\n', 'm'],
    ["[project]\nname = 'm' # mine\n[tool.x]\nname = 'other'\n", 'm'],
    ['[tool.x]\nname = "other"\n', undefined],
    ['', undefined],
  ])('reads the name in %j without a parser', (text, name) => {
    expect(isTelling(text)).toBe(false);
    expect(plainFacts(text)).toEqual({ ...(name === undefined ? {} : { name }), references: [] });
  });
});

describe('requirementsReferences', () => {
  it.each([
    ['-e ../../libs/shared', '../../libs/shared', undefined],
    ['--editable=../../libs/shared[extra]', '../../libs/shared', undefined],
    ['-e file:../../libs/shared#egg=shared', '../../libs/shared', undefined],
    ['../../libs/shared ; python_version > "3"', '../../libs/shared', undefined],
    ['shared @ file:../../libs/shared  # ours', '../../libs/shared', 'shared'],
    ['./vendored/', './vendored', undefined],
  ])('finds %s', (line, path, name) => {
    expect(requirementsReferences(`pandas>=2\n# -e ../old\n${line}\n`)).toEqual([
      { kind: 'path', line: 3, name, path },
    ]);
  });

  it.each([
    '-e .',
    '-r ../other.txt',
    './wheels/x-1.0-py3-none-any.whl',
    '-e git+https://example.com/x.git',
    'x==1',
  ])('finds nothing in %s', (line) => {
    expect(requirementsReferences(line)).toEqual([]);
  });
});
