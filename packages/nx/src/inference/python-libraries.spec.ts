import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PyprojectCache } from './pyproject-cache';
import { inferLibraries } from './python-libraries';

const depends = (name: string, ...paths: string[]) =>
  `[project]\nname = "${name}"\n[tool.uv.sources]\n${paths.map((path, index) => `d${index} = { path = "${path}" }\n`).join('')}`;

describe('inferLibraries', () => {
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
  const infer = (...models: string[]) => inferLibraries(root, models, join(root, 'cache'));
  const names = async (taken: string[], ...models: string[]) =>
    Object.fromEntries(
      (await infer(...models))
        .nodes(new Set(taken))
        .flatMap(([, { projects = {} }]) =>
          Object.entries(projects).map(([folder, { name }]) => [folder, name]),
        ),
    ) as Record<string, string>;

  it('makes a project of each library once, named as its own file names it, else by its path', async () => {
    write({
      'models/a/pyproject.toml': depends(
        'a',
        '../../libs/one',
        '../../libs/two',
        '../../libs/three',
        '../../libs/four',
      ),
      'models/b/pyproject.toml': depends('b', '../../libs/one', '../a'),
      'libs/one/project.json': '{ "name": "from-project" }',
      'libs/one/package.json': '{ "name": "@org/one" }',
      'libs/two/package.json': '{ "name": "@org/two" }',
      'libs/two/pyproject.toml': '[project]\nname = "py-two"\n',
      'libs/three/pyproject.toml': '[project]\nname = "b"\n',
      'libs/four/four.py': '',
    });
    expect(await names(['a', 'b'], 'models/a', 'models/b')).toEqual({
      'libs/one': 'from-project',
      'libs/two': '@org/two',
      'libs/three': 'libs-three',
      'libs/four': 'libs-four',
    });
    const libraries = await infer('models/a', 'models/b');
    expect(libraries.edges.map(({ from, to }) => `${from} ${to}`).sort()).toEqual([
      'models/a libs/four',
      'models/a libs/one',
      'models/a libs/three',
      'models/a libs/two',
      'models/b libs/one',
      'models/b models/a',
    ]);
    expect(libraries.of('models/b').map((library) => library.root)).toEqual([
      'libs/one',
      'models/a',
      'libs/two',
      'libs/three',
      'libs/four',
    ]);
  });

  it('tells both ends of a circle through a model, and draws no edge back to it', async () => {
    write({
      'models/a/pyproject.toml': depends('a', '../../libs/x'),
      'libs/x/pyproject.toml': depends('x', '../y'),
      'libs/y/pyproject.toml': depends('y', '../x', '../../models/a'),
      'models/b/pyproject.toml': depends('b', '../../libs/x'),
    });
    const libraries = await infer('models/a', 'models/b');
    expect(libraries.problemOf('models/a')).toBe(
      'libs/y/pyproject.toml:5  libs/y depends on models/a, which depends on it\n' +
        '  why: the other end is in models/a/pyproject.toml:4\n' +
        '  fix: take one of the two dependencies out',
    );
    expect(libraries.problemOf('models/b')).toBeUndefined();
    expect(libraries.edges.map(({ from, to }) => `${from} ${to}`).sort()).toEqual([
      'libs/x libs/y',
      'libs/y libs/x',
      'models/a libs/x',
      'models/b libs/x',
    ]);
  });

  it('parses a text once, keeps what it says, and needs no parser for most texts', async () => {
    const cacheFolder = join(root, 'cache');
    const telling = depends('a', '../../libs/x');
    const first = new PyprojectCache(cacheFolder);
    await first.facts(telling);
    await first.facts(telling);
    await first.facts('[project]\nname = "plain"\n');
    expect(first.parses).toBe(1);
    first.save();
    const second = new PyprojectCache(cacheFolder);
    expect(await second.facts(telling)).toEqual(await first.facts(telling));
    expect(second.parses).toBe(0);
    writeFileSync(join(cacheFolder, 'pyprojects.json'), '{ damaged');
    const third = new PyprojectCache(cacheFolder);
    await third.facts(telling);
    expect(third.parses).toBe(1);
  });
});
