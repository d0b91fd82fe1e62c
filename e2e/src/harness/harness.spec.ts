import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { taskHashes, tasks, workspace, type Workspace } from '.';

/** Two projects: `make` writes dist/<project>/out.txt from in.txt, `next` reads it. */
function addProjects(ws: Workspace): void {
  for (const name of ['a', 'b']) {
    ws.write(
      `${name}/project.json`,
      JSON.stringify({
        name,
        targets: {
          make: {
            executor: 'nx:run-commands',
            cache: true,
            inputs: ['{projectRoot}/in.txt'],
            outputs: [`{workspaceRoot}/dist/${name}`],
            options: { command: `node make.js ${name}` },
          },
          next: {
            executor: 'nx:run-commands',
            dependsOn: ['make'],
            cache: true,
            inputs: [{ dependentTasksOutputFiles: '**/out.txt' }],
            options: { command: `node -e ""` },
          },
        },
      }),
    );
    ws.write(`${name}/in.txt`, name);
  }
  ws.write(
    'make.js',
    `const fs = require('fs'); const name = process.argv[2];
     fs.mkdirSync('dist/' + name, { recursive: true });
     fs.copyFileSync(name + '/in.txt', 'dist/' + name + '/out.txt');`,
  );
  ws.commit('Add two projects');
}

describe('the harness, with plain targets', () => {
  let ws: Workspace;
  beforeEach(() => {
    ws = workspace({ name: 'harness' });
    addProjects(ws);
  });
  afterEach(() => ws.remove());

  it('tells what ran, what was cached and what failed', async () => {
    const everything = ['a:make', 'a:next', 'b:make', 'b:next'];
    const first = await ws.nx(['run-many', '-t', 'next']);
    expect(first.code).toBe(0);
    expect(tasks(first)).toEqual({ ran: everything, cached: [], failed: [] });

    const second = await ws.nx(['run-many', '-t', 'next']);
    expect(tasks(second)).toEqual({ ran: [], cached: everything, failed: [] });
    expect(taskHashes(second)).toEqual(taskHashes(first));

    ws.git('rm', '--quiet', 'b/in.txt');
    const third = await ws.nx(['run-many', '-t', 'next']);
    expect(third.code).toBe(130);
    expect(tasks(third)).toEqual({ ran: [], cached: ['a:make', 'a:next'], failed: ['b:make'] });
    expect(third.all).toContain('in.txt');
  });

  it('selects with affected what a commit can have touched', async () => {
    ws.replace('a/in.txt', 'a', 'another');
    ws.commit('Edit a');
    const run = await ws.nx(['affected', '-t', 'next', '--base=HEAD~1']);
    expect(tasks(run)).toEqual({ ran: ['a:make', 'a:next'], cached: [], failed: [] });
    expect(ws.read('dist/a/out.txt')).toBe('another');
  });

  it('begins anew with a fresh cache, and shares one with a clone on demand', async () => {
    await ws.nx(['run', 'a:make']);
    ws.freshCache();
    expect(tasks(await ws.nx(['run', 'a:make'])).ran).toEqual(['a:make']);

    const alone = ws.clone();
    const sharing = ws.clone({ name: 'sharing', shareCache: true });
    try {
      expect(tasks(await alone.nx(['run', 'a:make'])).ran).toEqual(['a:make']);
      const run = await sharing.nx(['run', 'a:make']);
      expect(tasks(run)).toEqual({ ran: [], cached: ['a:make'], failed: [] });
      expect(existsSync(join(sharing.root, 'dist/a/out.txt'))).toBe(true);
    } finally {
      alone.remove();
      sharing.remove();
    }
  });

  it('has the packed plugin installed', () => {
    expect(existsSync(join(ws.root, 'node_modules/@modelgate/nx/package.json'))).toBe(true);
    expect(existsSync(join(ws.root, 'node_modules/@modelgate/contracts/schemas/model.schema.json'))).toBe(
      true,
    );
    expect(ws.git('status', '--porcelain')).toBe('');
  });
});
