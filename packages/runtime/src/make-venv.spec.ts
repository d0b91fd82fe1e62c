import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeVenv, type VenvOrder } from './make-venv';
import { venvPython } from './python-places';
import { PYTHON, tempFolder, writeFiles } from './testing/temp-project';
import { MARKER } from './venv-marker';

let root: string;
beforeEach(() => (root = tempFolder()));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const notes: string[] = [];
const order = (more: Partial<VenvOrder> = {}): VenvOrder => {
  notes.length = 0;
  return {
    workspaceRoot: root,
    projectRoot: join(root, 'toy'),
    demands: { versions: [], dependencies: [], files: [], lock: undefined },
    base: [PYTHON.path],
    uv: undefined,
    env: process.env,
    cacheDir: join(root, '.cache'),
    onNote: (line) => notes.push(line),
    ...more,
  };
};
const venv = () => join(root, 'toy/.venv');

describe('makeVenv', () => {
  it('makes an environment once, says where and how long, and keeps it out of git', async () => {
    expect(await makeVenv(order())).toBe(venvPython(venv()));
    expect(notes).toEqual([
      `making toy/.venv with ${PYTHON.path} -m venv and pip ...`,
      expect.stringMatching(/^made toy\/\.venv in \d+\.\d s$/),
    ]);
    expect(readFileSync(join(venv(), '.gitignore'), 'utf8')).toMatch(/^\*$/m);
    await makeVenv(order());
    expect(notes).toEqual([]);
  });

  it('begins anew what was killed in the middle', async () => {
    await makeVenv(order());
    writeFileSync(join(venv(), 'left'), '');
    writeFileSync(join(venv(), MARKER), '{"state":"mak');
    await makeVenv(order());
    expect(existsSync(join(venv(), 'left'))).toBe(false);
    expect(JSON.parse(readFileSync(join(venv(), MARKER), 'utf8'))).toMatchObject({ state: 'ready' });
  });

  it('brings one up to date that was made for other demands', async () => {
    await makeVenv(order());
    const made = statSync(join(venv(), 'pyvenv.cfg')).mtimeMs;
    const versions = [{ specifier: '>=3.9', where: { file: 'toy/model.yaml' } }];
    await makeVenv(order({ demands: { versions, dependencies: [], files: [], lock: undefined } }));
    expect(notes[0]).toMatch(/^updating toy\/\.venv/);
    expect(statSync(join(venv(), 'pyvenv.cfg')).mtimeMs).toBe(made);
  });

  it('shows the last lines of a step that fails, and is not taken for whole afterwards', async () => {
    writeFiles(root, { 'fails.sh': '#!/bin/sh\necho no room >&2\nexit 4\n' });
    const failing = order({ base: ['/bin/sh', join(root, 'fails.sh')] });
    await expect(makeVenv(failing)).rejects.toThrow(
      /toy\/\.venv cannot be made: .* ended with exit code 4\n.*\n {4}no room\n/,
    );
    expect(JSON.parse(readFileSync(join(venv(), MARKER), 'utf8'))).toMatchObject({ state: 'making' });
  });

  it('is made once by three processes at once', async () => {
    writeFiles(root, { 'toy/model.yaml': '' });
    const args = [
      '--conditions=@modelgate/source',
      '--require',
      join(__dirname, 'testing/typescript.cjs'),
      join(__dirname, 'testing/make-venv-process.ts'),
      join(root, 'toy'),
      join(root, '.cache'),
      PYTHON.path,
    ];
    const run = promisify(execFile);
    const ends = await Promise.all([1, 2, 3].map(() => run(process.execPath, args)));
    const lines = ends.flatMap(({ stdout }) => stdout.trim().split('\n'));
    expect(lines.filter((line) => line === venvPython(venv()))).toHaveLength(3);
    expect(lines.filter((line) => line.startsWith('made '))).toHaveLength(1);
  }, 20_000);
});
