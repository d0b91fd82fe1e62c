import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { createTreeWithEmptyWorkspace } from '@nx/devkit/testing';
import adoptModelGenerator from './generator';
import type { AdoptModelOptions } from './options';

process.env['NX_DAEMON'] = 'false';
process.env['NX_SKIP_FORMAT'] = 'true';

const FIXTURES = join(__dirname, '../../../../../e2e/fixtures');
const ROOT = 'models/credit';

let folder: string;
let tree: Tree;
let said: string[];

beforeEach(() => {
  said = [];
  const listen = (line: unknown) => void said.push(String(line));
  jest.spyOn(console, 'info').mockImplementation(listen);
  jest.spyOn(console, 'warn').mockImplementation(listen);
  folder = mkdtempSync(join(tmpdir(), 'modelgate-adopt-'));
  // Nx waits for ever for the first file of an empty folder.
  put('package.json', '{ "name": "workspace" }');
  tree = freshTree();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the common layout', () => {
  beforeEach(() => cpSync(join(FIXTURES, 'credit-stdlib'), join(folder, ROOT), { recursive: true }));

  it('writes model.yaml and the gates, and touches none of its files', async () => {
    await adopt({});
    const written = tree.listChanges().map(({ path, type }) => `${type} ${path}`);
    expect(written.filter((line) => line.includes(ROOT)).sort()).toEqual([
      `CREATE ${ROOT}/gates/benchmark.yaml`,
      `CREATE ${ROOT}/gates/evaluate.yaml`,
      `CREATE ${ROOT}/model.yaml`,
    ]);
  });
});

function adopt(options: AdoptModelOptions): Promise<void> {
  return adoptModelGenerator(tree, { path: ROOT, ...options });
}

function freshTree(): Tree {
  const onDisk = createTreeWithEmptyWorkspace({ formatter: 'none' });
  onDisk.root = folder;
  return onDisk;
}

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
