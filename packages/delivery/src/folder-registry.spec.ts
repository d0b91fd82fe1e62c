import { environmentLogLineSchema, UserError, type HistoryEntry } from '@modelgate/contracts';
import { fork, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  applyDeploy,
  applyRollback,
  folderRegistry,
  isRefusal,
  planDeploy,
  planRollback,
  refusalError,
  verifyBundle,
  type DeployPlan,
  type LoadCheck,
  type Registry,
  type Swap,
} from './index';
import { failure } from './testing/failure';
import { ALICE, digest, MODEL, NOW, release } from './testing/release';

let folder: string;
let root: string;
let registry: Registry;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'modelgate-registry-'));
  root = join(folder, 'registry');
  registry = folderRegistry(root, { lockWaitMs: 0 });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const loads: LoadCheck = async () => undefined;
const versions = () => join(root, MODEL, 'versions');
const state = (end: string) => join(root, MODEL, 'environments', `staging${end}`);
const logLines = () =>
  readFileSync(state('.log.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => environmentLogLineSchema.parse(JSON.parse(line)));

async function planOf(bundleDir: string): Promise<DeployPlan> {
  const planned = planDeploy({
    bundle: await verifyBundle(bundleDir),
    environment: 'staging',
    environments: ['staging', 'production'],
    policy: undefined,
    states: { staging: await registry.readEnvironment(MODEL, 'staging') },
    now: NOW,
  });
  if (isRefusal(planned)) throw refusalError(planned);
  return planned;
}

/** Packages and deploys a model with these weights; returns its version. */
async function deploy(weights: string, loadCheck = loads): Promise<string> {
  const { bundle, bundleDir } = await release(folder, weights);
  await applyDeploy(await planOf(bundleDir), { registry, bundleDir, loadCheck, actor: ALICE });
  return bundle.digest;
}

function swap(version: string, expectedSequence: number, by = 'alice'): Swap {
  const next: HistoryEntry = { sequence: expectedSequence + 1, version, action: 'deploy', at: ALICE.at, by };
  return { model: MODEL, environment: 'staging', expectedSequence, next, host: 'laptop' };
}

describe('applyDeploy', () => {
  it('stores the version, loads it, and sets the environment', async () => {
    const seen: string[] = [];
    const { bundle, bundleDir } = await release(folder, 'A');
    const steps: string[] = [];
    const after = await applyDeploy(await planOf(bundleDir), {
      registry,
      bundleDir,
      actor: { ...ALICE, reason: 'first' },
      loadCheck: async (place, { digest: loaded }) => void seen.push(place, loaded),
      onStep: ({ step }) => void steps.push(step),
    });
    expect(steps).toEqual(['put', 'verify', 'load-check', 'swap']);
    expect(seen).toEqual([bundleDir, bundle.digest]);
    expect(after).toMatchObject({ sequence: 1, current: bundle.digest });
    expect(await registry.readEnvironment(MODEL, 'staging')).toEqual(after);
    expect(await registry.readEnvironment(MODEL, 'production')).toMatchObject({ sequence: 0, current: null });
    expect(logLines()).toEqual([
      {
        sequence: 1,
        version: bundle.digest,
        action: 'deploy',
        at: ALICE.at,
        by: 'alice',
        reason: 'first',
        commit: bundle.lineage.commit,
        previous: null,
        host: 'laptop',
      },
    ]);
    expect(readdirSync(join(root, MODEL, 'environments'))).toEqual(['staging.json', 'staging.log.jsonl']);
    expect(statSync(join(versions(), bundle.digest, 'model/weights.json')).mode & 0o777).toBe(0o444);
  });

  it('changes nothing in the environment where the model does not load', async () => {
    const first = await deploy('A');
    const fails: LoadCheck = async () => {
      throw new UserError('the model does not load');
    };
    expect((await failure(deploy('B', fails))).message).toBe('the model does not load');
    expect(await registry.readEnvironment(MODEL, 'staging')).toMatchObject({ sequence: 1, current: first });
    expect(logLines()).toHaveLength(1);
  });

  it('does nothing where the environment runs the version', async () => {
    await deploy('A');
    const never: LoadCheck = async () => {
      throw new Error('nothing to load');
    };
    await deploy('A', never);
    expect(await registry.readEnvironment(MODEL, 'staging')).toMatchObject({ sequence: 1 });
  });

  it('refuses a bundle that was made anew after the plan', async () => {
    const { bundleDir } = await release(folder, 'A');
    const planned = await planOf(bundleDir);
    await release(folder, 'B', { out: bundleDir });
    const attempt = applyDeploy(planned, { registry, bundleDir, loadCheck: loads, actor: ALICE });
    expect((await failure(attempt)).message).toContain('the release bundle changed after the plan was made');
  });

  it('refuses a stored version whose bytes were changed', async () => {
    const version = await deploy('A');
    const stored = join(versions(), version, 'model/weights.json');
    await deploy('B');
    chmodSync(stored, 0o644);
    writeFileSync(stored, 'X');
    const error = await failure(deploy('A'));
    expect(error.message).toContain('model/weights.json: expected');
    expect(error.message).toContain(`move ${join(versions(), version)} away`);
    expect(await registry.readEnvironment(MODEL, 'staging')).toMatchObject({ sequence: 2 });
  });
});

describe('applyRollback', () => {
  async function rollback(loadCheck: LoadCheck = loads) {
    const planned = planRollback({
      model: MODEL,
      environment: 'staging',
      environments: ['staging'],
      state: await registry.readEnvironment(MODEL, 'staging'),
    });
    if (isRefusal(planned)) throw refusalError(planned);
    return applyRollback(planned, { registry, loadCheck, actor: { ...ALICE, by: 'bob' }, scratch: folder });
  }

  it('loads a whole copy of the previous version, then swaps', async () => {
    const first = await deploy('A');
    const second = await deploy('B');
    const before = readdirSync(folder);
    let weights = '';
    const after = await rollback(async (place) => {
      weights = readFileSync(join(place, 'model/weights.json'), 'utf8');
    });
    expect(weights).toBe('A');
    expect(after).toMatchObject({ sequence: 3, current: first });
    expect(logLines().at(-1)).toMatchObject({ action: 'rollback', by: 'bob', previous: second });
    expect(readdirSync(folder)).toEqual(before);
  });

  it('changes nothing where the stored version is damaged, or does not load', async () => {
    const first = await deploy('A');
    const second = await deploy('B');
    const fails: LoadCheck = async () => {
      throw new UserError('the model does not load');
    };
    expect((await failure(rollback(fails))).message).toBe('the model does not load');
    const stored = join(versions(), first, 'model/weights.json');
    chmodSync(stored, 0o644);
    writeFileSync(stored, 'X');
    expect((await failure(rollback())).message).toContain(`${stored}  a file of the version has other bytes`);
    rmSync(stored);
    expect((await failure(rollback())).message).toContain(`${stored}  a file of the version is missing`);
    rmSync(join(versions(), first), { recursive: true });
    expect((await failure(rollback())).message).toContain(`no version ${first.slice(0, 12)} of credit-risk`);
    expect(await registry.readEnvironment(MODEL, 'staging')).toMatchObject({ sequence: 2, current: second });
  });
});

describe('put', () => {
  it('writes a version once', async () => {
    const { bundle, bundleDir } = await release(folder, 'A');
    await registry.put(bundleDir, bundle);
    const place = join(versions(), bundle.digest);
    const before = statSync(place).ino;
    await registry.put(bundleDir, bundle);
    expect(statSync(place).ino).toBe(before);
    expect(await registry.has(MODEL, bundle.digest)).toBe(true);
    expect(await registry.has(MODEL, digest('other'))).toBe(false);
  });

  it('keeps nothing of a bundle whose bytes are others than its list says', async () => {
    const { bundle, bundleDir } = await release(folder, 'A');
    writeFileSync(join(bundleDir, 'entry.json'), 'X');
    expect((await failure(registry.put(bundleDir, bundle))).message).toMatch(
      /entry\.json {2}a file of the version/,
    );
    expect(readdirSync(versions())).toEqual([]);
  });

  it('passes over what a killed process left, and takes it away after a day', async () => {
    const { bundle, bundleDir } = await release(folder, 'A');
    const half = join(versions(), '.modelgate-1-0123456789abcdef.tmp');
    mkdirSync(join(half, 'model'), { recursive: true });
    utimesSync(half, 0, 0);
    await registry.put(bundleDir, bundle);
    expect(readdirSync(versions())).toEqual([bundle.digest]);
  });

  it('refuses a folder of that digest that holds something else', async () => {
    const { bundle, bundleDir } = await release(folder, 'A');
    const other = await release(folder, 'B');
    await registry.put(other.bundleDir, other.bundle);
    mkdirSync(join(versions(), bundle.digest));
    writeFileSync(
      join(versions(), bundle.digest, 'bundle.json'),
      readFileSync(join(other.bundleDir, 'bundle.json'), 'utf8'),
    );
    expect((await failure(registry.put(bundleDir, bundle))).message).toContain('holds another version');
  });
});

describe('swapEnvironment', () => {
  it('refuses a plan that is out of date, and says who did what', async () => {
    const first = await deploy('A');
    const second = await deploy('B');
    const error = await failure(registry.swapEnvironment(swap(first, 1, 'bob')));
    expect(error.message).toContain('staging of credit-risk was changed by somebody else in between');
    expect(error.message).toContain(`alice deployed ${second.slice(0, 12)} at ${ALICE.at} (sequence 2)`);
    expect(error.message).toContain('look at what runs there now, and repeat');
  });

  it('refuses a version that the registry does not have, and names that would leave it', async () => {
    expect((await failure(registry.swapEnvironment(swap(digest('none'), 0)))).message).toContain(
      'the registry has no version',
    );
    for (const name of ['../x', 'a/b', '', 'Ä']) {
      expect((await failure(registry.readEnvironment(name, 'staging'))).message).toContain('cannot be used');
      expect((await failure(registry.readEnvironment(MODEL, name))).message).toContain('cannot be used');
    }
  });

  it('lets one of two win', async () => {
    const first = await deploy('A');
    const second = await deploy('B');
    const patient = folderRegistry(root);
    const results = await Promise.allSettled([
      patient.swapEnvironment(swap(first, 2, 'bob')),
      patient.swapEnvironment(swap(second, 2, 'carol')),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await registry.readEnvironment(MODEL, 'staging')).toMatchObject({ sequence: 3 });
    expect(logLines().map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
  });

  it.each<[string, (text: string) => string, RegExp]>([
    ['is cut off', (text) => text.slice(0, 40), /staging\.json.*not readable/],
    ['has another sequence', (text) => text.replace('"sequence": 1', '"sequence": 7'), /contradicts itself/],
    ['is of another model', (text) => text.replace(MODEL, 'churn'), /contradicts itself/],
  ])('reads no state that %s', async (_name, change, message) => {
    await deploy('A');
    writeFileSync(state('.json'), change(readFileSync(state('.json'), 'utf8')));
    expect((await failure(registry.readEnvironment(MODEL, 'staging'))).message).toMatch(message);
  });

  it.each([
    ['is missing', () => rmSync(state('.log.jsonl'))],
    ['was cut off', () => writeFileSync(state('.log.jsonl'), '{"sequence":1,"ver')],
  ])('writes the line that %s when a killed process had swapped', async (_name, damage) => {
    const first = await deploy('A');
    damage();
    const second = await deploy('B');
    const whole = readFileSync(state('.log.jsonl'), 'utf8')
      .split('\n')
      .filter((line) => line.endsWith('}'))
      .map((line) => environmentLogLineSchema.parse(JSON.parse(line)));
    expect(whole).toMatchObject([
      { sequence: 1, version: first, previous: null },
      { sequence: 2, version: second, previous: first, host: 'laptop' },
    ]);
    expect(whole[0]).not.toHaveProperty('host');
  });

  it('tells that the swap happened where only its log fails', async () => {
    await deploy('A');
    rmSync(state('.log.jsonl'));
    mkdirSync(state('.log.jsonl'));
    const error = await failure(deploy('B'));
    expect(error.message).toMatch(/staging runs [0-9a-f]{12} now, but its log could not be written/);
    expect(error.message).toContain('do not repeat this');
  });
});

describe('the lock of an environment', () => {
  const lock = (parts: object) => {
    mkdirSync(join(state(''), '..'), { recursive: true });
    writeFileSync(
      state('.lock'),
      JSON.stringify({
        pid: process.pid,
        host: hostname(),
        pid_namespace: ownNamespace(),
        at: '2025-11-24T20:00:00Z',
        by: 'carol',
        token: 'x',
        ...parts,
      }),
    );
  };

  it.each([
    ['a living process', {}],
    ['a process of another machine', { host: 'elsewhere', pid: 2 ** 30 }],
    ['a process of another container', { pid_namespace: 'pid:[1]', pid: 2 ** 30 }],
  ])('of %s stays, and the message says whose it is', async (_name, parts) => {
    lock(parts);
    const error = await failure(deploy('A'));
    expect(error.message).toContain(`${state('.lock')}  another process is changing this environment`);
    expect(error.message).toContain('carol holds the lock since 2025-11-24T20:00:00Z');
    expect(existsSync(state('.lock'))).toBe(true);
    expect(await registry.readEnvironment(MODEL, 'staging')).toMatchObject({ sequence: 0 });
  });

  it('of a process that is gone is taken away', async () => {
    lock({ pid: 2 ** 30 });
    await deploy('A');
    expect(readdirSync(join(root, MODEL, 'environments'))).toEqual(['staging.json', 'staging.log.jsonl']);
  });

  it('of a process that is gone is taken away though its removal was once cut off', async () => {
    lock({ pid: 2 ** 30 });
    writeFileSync(state('.lock.break'), readFileSync(state('.lock'), 'utf8'));
    await deploy('A');
    expect(readdirSync(join(root, MODEL, 'environments'))).toEqual(['staging.json', 'staging.log.jsonl']);
  });

  it('without content is taken away once it is old', async () => {
    lock({});
    writeFileSync(state('.lock'), '');
    expect((await failure(deploy('A'))).message).toContain('the lock says nothing about its owner');
    utimesSync(state('.lock'), 0, 0);
    await deploy('A');
    expect(existsSync(state('.lock'))).toBe(false);
  });
});

describe('with processes of their own', () => {
  const start = (...args: string[]) =>
    fork(join(__dirname, 'testing', 'deploy.ts'), [root, ...args], {
      execArgv: [
        '--conditions=@modelgate/source',
        '--require',
        join(__dirname, '../../../tools/swc-register.cjs'),
      ],
    });

  it('two deployers at once: one wins, the other is told who did', async () => {
    const bundles = [await release(folder, 'A'), await release(folder, 'B')];
    const children = bundles.map(({ bundleDir }, index) => start(bundleDir, index === 0 ? 'bob' : 'carol'));
    await Promise.all(children.map(message));
    const said = children.map(message);
    for (const child of children) child.send('apply');
    const texts = await Promise.all(said);
    const winner = texts.indexOf('sequence 1');
    const loser = texts[1 - winner] ?? '';
    expect(loser).toContain('staging of credit-risk was changed by somebody else in between');
    expect(loser).toContain(
      `${winner === 0 ? 'bob' : 'carol'} deployed ${bundles[winner]?.bundle.digest.slice(0, 12)}`,
    );
    expect(await registry.readEnvironment(MODEL, 'staging')).toMatchObject({
      sequence: 1,
      current: bundles[winner]?.bundle.digest,
    });
    expect(logLines()).toHaveLength(1);
    expect(readdirSync(versions()).sort()).toEqual(bundles.map(({ bundle }) => bundle.digest).sort());
  });

  it('a deployer that is killed on the way leaves nothing that stops the next one', async () => {
    const { bundle, bundleDir } = await release(folder, 'A');
    const child = start(bundleDir, 'bob', 'kill');
    const ended = exit(child);
    await message(child);
    child.send('apply');
    expect(await ended).toBe('SIGKILL');
    expect(await registry.readEnvironment(MODEL, 'staging')).toMatchObject({ sequence: 0 });
    expect(await deploy('A')).toBe(bundle.digest);
    expect(await registry.readEnvironment(MODEL, 'staging')).toMatchObject({ sequence: 1 });
  });
});

function message(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('message', (text) => resolve(String(text)));
    child.once('exit', (code) => reject(new Error(`the process ended with ${code} and said nothing`)));
  });
}

function exit(child: ChildProcess): Promise<string | null> {
  return new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)));
}

function ownNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}
