import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expectCode, taskHashes, tasks, workspace, type Workspace } from './harness';
import { modelsWithBaselines, rerun } from './models';

const MODEL = 'models/credit-risk';

describe('the rules of hashing', () => {
  let ws: Workspace;

  beforeAll(async () => {
    ws = workspace({ name: 'hashing' });
    ws.write(
      'apps/shop/project.json',
      JSON.stringify({
        name: 'shop',
        targets: {
          build: { command: 'node -e "console.log(1)"', cache: true },
          test: { command: 'node -e "console.log(2)"', cache: true },
        },
      }),
    );
    ws.write('apps/shop/index.js', 'console.log("shop");\n');
    await modelsWithBaselines(ws, ['credit-risk']);
  });
  afterEach(() => {
    ws.git('checkout', '--quiet', '.');
    ws.git('clean', '--quiet', '-fd', 'models');
  });
  afterAll(() => ws?.remove());

  it('keeps its inputs and its cache where targetDefaults name the same targets', async () => {
    const nxJson = JSON.parse(ws.read('nx.json')) as { targetDefaults: Record<string, unknown> };
    Object.assign(nxJson.targetDefaults, {
      evaluate: { cache: false, inputs: ['{projectRoot}/nothing'] },
      train: { cache: false, inputs: ['{projectRoot}/nothing'] },
      test: { inputs: ['default'] },
    });
    ws.write('nx.json', JSON.stringify(nxJson));
    expectCode(0, await ws.nx(['run', 'credit-risk:evaluate']));
    const again = expectCode(0, await ws.nx(['run', 'credit-risk:evaluate']));
    expect(rerun(again, 'credit-risk')).toBe('');
    ws.replace(`${MODEL}/params.yaml`, 'epochs: 50', 'epochs: 30');
    const changed = expectCode(0, await ws.nx(['run', 'credit-risk:evaluate']));
    expect(rerun(changed, 'credit-risk')).toBe('S T C E');
  });

  it('leaves the hashes of a JavaScript application beside the models alone', async () => {
    const before = taskHashes(expectCode(0, await ws.nx(['run-many', '-t', 'build', 'test', '-p', 'shop'])));
    ws.write(`${MODEL}/model.yaml`, `${ws.read(`${MODEL}/model.yaml`)}x-note: edited\n`);
    ws.write(`${MODEL}/src/credit_risk/extra.py`, 'EXTRA = 1\n');
    expectCode(0, await ws.nx(['generate', 'ml-model', 'newcomer']));
    const after = taskHashes(expectCode(0, await ws.nx(['run-many', '-t', 'build', 'test', '-p', 'shop'])));
    expect(Object.keys(before).sort()).toEqual(['shop:build', 'shop:test']);
    expect(after).toEqual(before);
  });

  it('selects one model, and no application, by a commit that touched it', async () => {
    const head = ws.git('rev-parse', 'HEAD').trim();
    ws.replace(`${MODEL}/params.yaml`, 'epochs: 50', 'epochs: 40');
    ws.commit('Train less');
    const run = expectCode(0, await ws.nx(['affected', '-t', 'evaluate', 'build', '--base=HEAD~1']));
    expect(rerun(run, 'credit-risk')).toBe('S T C E');
    expect([...tasks(run).ran, ...tasks(run).cached].filter((id) => id.startsWith('shop'))).toEqual([]);
    ws.git('reset', '--quiet', '--hard', head);
  });

  it('refuses to score with a file that score does not hash, and hashes it once it is declared', async () => {
    const code = `${MODEL}/src/credit_risk`;
    ws.write(`${code}/shift.txt`, '0.0\n');
    ws.write(
      `${code}/evaluate.py`,
      `${ws.read(`${code}/evaluate.py`)}\n\nSHIFT = float(open(__file__.replace("evaluate.py", "shift.txt")).read())\n`,
    );
    const refused = await ws.nx(['run', 'credit-risk:score']);
    expect(refused.code).not.toBe(0);
    expect(refused.all).toContain('src/credit_risk/shift.txt, which is not one of its inputs');
    ws.write(
      `${MODEL}/model.yaml`,
      `${ws.read(`${MODEL}/model.yaml`)}train: { inputs: [src/credit_risk/shift.txt] }\n`,
    );
    expectCode(0, await ws.nx(['run', 'credit-risk:gate']));
    ws.write(`${code}/shift.txt`, '1.0\n');
    expect(rerun(expectCode(0, await ws.nx(['run', 'credit-risk:gate'])), 'credit-risk')).toBe('S T C M B');
  });

  it('packages and deploys where a judging stage is left out', async () => {
    const head = ws.git('rev-parse', 'HEAD').trim();
    const nxJson = JSON.parse(ws.read('nx.json')) as { plugins: unknown[] };
    nxJson.plugins = [
      { plugin: '@modelgate/nx', options: { targets: { measure: false, benchmark: false, gate: 'judge' } } },
    ];
    ws.write('nx.json', JSON.stringify(nxJson));
    ws.commit('Leave the benchmark out');
    rmSync(join(ws.root, 'dist'), { recursive: true, force: true });
    expectCode(0, await ws.nx(['run', 'credit-risk:package']));
    expectCode(0, await ws.nx(['run', 'credit-risk:deploy', '--configuration=staging']));
    ws.git('reset', '--quiet', '--hard', head);
  });

  it('puts no environment of deploy.yaml into target definitions', async () => {
    const show = async () =>
      JSON.parse(expectCode(0, await ws.nx(['show', 'project', 'credit-risk', '--json'])).stdout) as unknown;
    const before = await show();
    ws.write(`${MODEL}/deploy.yaml`, 'schema: modelgate.deploy/v1\nenvironments:\n  canary: {}\n');
    expect(await show()).toEqual(before);
  });

  it('restores run records with a cache hit', async () => {
    const record = `dist/${MODEL}/train/run-record.json`;
    expectCode(0, await ws.nx(['run', 'credit-risk:evaluate']));
    const before = ws.read(record);
    rmSync(join(ws.root, 'dist'), { recursive: true });
    const run = expectCode(0, await ws.nx(['run', 'credit-risk:evaluate']));
    expect(rerun(run, 'credit-risk')).toBe('');
    expect(ws.read(record)).toBe(before);
  });

  it('serves nothing of another cache: a fresh one runs everything', async () => {
    ws.freshCache();
    const run = expectCode(0, await ws.nx(['run', 'credit-risk:evaluate']));
    expect(rerun(run, 'credit-risk')).toBe('V S T C E');
  });

  it('infers the models without a schema library, and without a parser where nothing changed', async () => {
    expectCode(0, await ws.nx(['show', 'projects']));
    const script = `
      const { createNodes } = require('@modelgate/nx');
      createNodes[1](['${MODEL}/model.yaml'], undefined, { workspaceRoot: process.cwd(), nxJsonConfiguration: {} }).then((nodes) => {
        const loaded = Object.keys(require.cache).map((path) => path.split('node_modules/').pop().split('/').slice(0, 2).join('/'));
        console.log(JSON.stringify({ nodes: nodes.length, loaded: [...new Set(loaded)].filter((name) => /^(zod|yaml|execa|@duckdb)/.test(name)) }));
      });`;
    const output = execFileSync(process.execPath, ['-e', script], {
      cwd: ws.root,
      env: ws.environment(),
      encoding: 'utf8',
    });
    expect(JSON.parse(output)).toEqual({ nodes: 1, loaded: [] });
  });
});
