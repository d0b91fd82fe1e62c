import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cloneWorkspace, createWorkspace, git, nxScript } from '../../../tools/workspace/create.cjs';
import { workspaceEnvironment } from '../../../tools/workspace/environment.cjs';
import { startNx, type NxRun, type RunningNx } from './run-nx';

export interface RunOptions {
  /** Variables beside those of every run; `undefined` takes one out. */
  env?: NodeJS.ProcessEnv;
  /** Where to run, from the workspace's root (default: the root itself). */
  cwd?: string;
}

export interface Workspace {
  root: string;
  /** Runs nx to its end; a failure is a result, not an exception. */
  nx(args: string[], options?: RunOptions): Promise<NxRun>;
  /** Starts nx, for tests that interrupt it. */
  start(args: string[], options?: RunOptions): RunningNx;
  /** Runs git and returns what it printed; a failure throws. */
  git(...args: string[]): string;
  /** Commits everything. */
  commit(message: string): void;
  /** Writes a file, path from the root, with its folders. */
  write(path: string, text: string): void;
  read(path: string): string;
  /** Changes a file's text; throws where `find` does not stand in it. */
  replace(path: string, find: string, replacement: string): void;
  /** Environment of each run, for other programs that a test starts. */
  environment(overrides?: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
  /** An empty cache and empty workspace data from now on; Nx needs both to be new. */
  freshCache(): void;
  /** A clone of what is committed, with an empty cache or with this workspace's (as Nx shares one between clones). */
  clone(options?: { name?: string; shareCache?: boolean }): Workspace;
  /** Deletes the workspace, unless MODELGATE_E2E_KEEP is set. */
  remove(): void;
}

export interface WorkspaceOptions {
  name: string;
  /** From `prepareTemplate`, for another version of Nx; default: the one that the test run prepared. */
  template?: string;
}

/** A new workspace with Nx and the packed plugin installed (and not yet named in nx.json), committed on `main`. */
export function workspace({ name, template = preparedTemplate() }: WorkspaceOptions): Workspace {
  return open(createWorkspace({ template, name }), template);
}

/**
 * Seconds since 1970. Without its daemon, Nx takes a file that changed twice within one second for unchanged, so every edit of a
 * test gets a second of its own.
 */
const FIRST_EDIT = 978_307_200;

type Folders = ReturnType<typeof createWorkspace>;

function open(folders: Folders, template: string): Workspace {
  const { root, home } = folders;
  const script = nxScript(root);
  let caches = { ...folders };
  let edits = 0;

  const environment = (overrides?: NodeJS.ProcessEnv) => workspaceEnvironment(caches, overrides);
  const start = (args: string[], { env, cwd = '.' }: RunOptions = {}) =>
    startNx(script, args, join(root, cwd), environment(env));
  const read = (path: string) => readFileSync(join(root, path), 'utf8');
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
    edits += 1;
    utimesSync(join(root, path), FIRST_EDIT + edits, FIRST_EDIT + edits);
  };

  return {
    root,
    start,
    nx: (args, options) => start(args, options).finished,
    git: (...args) => git(folders, args),
    commit(message) {
      git(folders, ['add', '--all']);
      git(folders, ['commit', '--quiet', `--message=${message}`]);
    },
    write,
    read,
    replace(path, find, replacement) {
      const text = read(path);
      if (!text.includes(find)) throw new Error(`${path} does not contain ${JSON.stringify(find)}:\n${text}`);
      write(
        path,
        text.replace(find, () => replacement),
      );
    },
    environment,
    freshCache() {
      const fresh = mkdtempSync(join(home, 'fresh-'));
      caches = {
        ...folders,
        cacheDirectory: join(fresh, 'cache'),
        workspaceDataDirectory: join(fresh, 'workspace-data'),
      };
    },
    clone({ name = 'clone', shareCache = false } = {}) {
      const cloned = cloneWorkspace({ template, name, from: root });
      if (!shareCache) return open(cloned, template);
      // The index of the cache lies in the workspace data: one without the other yields no hits.
      const { cacheDirectory, workspaceDataDirectory } = caches;
      return open({ ...cloned, cacheDirectory, workspaceDataDirectory }, template);
    },
    remove() {
      if (process.env.MODELGATE_E2E_KEEP === undefined) rmSync(home, { recursive: true, force: true });
    },
  };
}

function preparedTemplate(): string {
  const template = process.env.MODELGATE_E2E_TEMPLATE;
  if (template === undefined)
    throw new Error('MODELGATE_E2E_TEMPLATE is not set: run the tests with the e2e configuration of Jest');
  return template;
}
