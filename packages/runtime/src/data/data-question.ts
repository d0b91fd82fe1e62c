import { basename, join, posix, relative } from 'node:path';
import type { Place } from '@modelgate/contracts';

export interface DataQuestion {
  workspaceRoot: string;
  /** Absolute folder of the project. */
  projectRoot: string;
  /** As the project's file has it: a path from the project (file, pointer, folder or glob), or a URI. */
  path: string;
  role: 'train' | 'test';
  /** A folder of the workspace for what may be lost at any time. */
  cacheDir: string;
  /** The file and key that name the data. Default: `data.<role>` of the project's model.yaml. */
  declaredIn?: Declaration | undefined;
  /** The project's name, for the command that locks its data. Default: the name of its folder. */
  project?: string | undefined;
  /** Folders to look for `dvc` in before PATH; a function is called only where bytes have to be fetched. */
  programFolders?: readonly string[] | (() => readonly string[] | Promise<readonly string[]>) | undefined;
  /**
   * Absolute paths of data that other tasks of the same nx command will ask for: git is then asked about all of them at once.
   * Called where that has not happened yet.
   */
  siblings?: (() => readonly string[]) | undefined;
  /** Default: this process's own. */
  env?: NodeJS.ProcessEnv | undefined;
  /** Gets what is done that takes time, and what DVC prints, line by line. */
  onNote?: ((line: string) => void) | undefined;
  signal?: AbortSignal | undefined;
}

export interface Declaration {
  /** Path from the workspace, with forward slashes. */
  file: string;
  /** 1-based. */
  line?: number;
  /** Default: `files.<role>` in dataset.yaml, else `data.<role>`. */
  key?: string;
}

export interface OpenedData {
  /** Absolute path of the file or folder; of a glob the absolute pattern. */
  file: string;
  /** Path from the workspace, with forward slashes; of data outside it, its URI. */
  relative: string;
  /** Of the file; of a folder or glob the digest of its manifest (paths from the folder, or from what stands before the first wildcard). */
  sha256: string;
  /** Of all files together. */
  bytes: number;
  /** The files of a folder or glob, sorted by path. */
  files?: OpenedFile[];
}

export interface OpenedFile {
  /** Absolute path. */
  file: string;
  /** Path from the workspace, with forward slashes. */
  relative: string;
  sha256: string;
  bytes: number;
}

/** A question with all that messages about it need. */
export interface Asked extends DataQuestion {
  /** The key that names the data: `data.train`. */
  key: string;
  /** Where it stands. */
  where: Place;
}

export function asked(question: DataQuestion): Asked {
  const { workspaceRoot, projectRoot, role } = question;
  const { file, line, key }: Declaration = question.declaredIn ?? {
    file: posix.join(inWorkspace(workspaceRoot, projectRoot), 'model.yaml'),
  };
  return {
    ...question,
    key: key ?? (basename(file) === 'dataset.yaml' ? `files.${role}` : `data.${role}`),
    where: line === undefined ? { file } : { file, line },
  };
}

export function inWorkspace(workspaceRoot: string, path: string): string {
  return relative(workspaceRoot, path).split('\\').join('/') || '.';
}

/** The lock of all processes of this machine for one piece of work. */
export function lockFile(cacheDir: string, name: string): string {
  return join(cacheDir, 'locks', `${name}.lock`);
}
