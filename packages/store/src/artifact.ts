import { artifactSchema, UserError, validateJson, type Artifact, type FileEntry } from '@modelgate/contracts';
import { readFile, stat } from 'node:fs/promises';
import { sha256File, sha256Text } from './digest';
import { withPlace } from './file-system-errors';
import { byCodeUnit, innerPath } from './inner-path';
import { walkFiles } from './walk';

/** How many faults a message lists before it counts the rest. */
const LISTED_FAULTS = 10;

/**
 * The manifest of a list of files: sorted by path, with the digest over all lines `<sha256>  <bytes>  <path>\n`.
 * @throws UserError where a path stands twice or cannot stand in a manifest
 */
export function artifactOf(files: readonly FileEntry[]): Artifact {
  const sorted = files
    .map(({ path, bytes, sha256 }) => ({ path, bytes, sha256 }))
    .sort((a, b) => byCodeUnit(a.path, b.path));
  sorted.forEach(({ path }, index) => {
    innerPath('', path);
    if (sorted[index - 1]?.path === path)
      throw new UserError(`the path "${path}" stands in the manifest twice`);
  });
  const lines = sorted.map(({ sha256, bytes, path }) => `${sha256}  ${bytes}  ${path}\n`);
  return { schema: 'modelgate.artifact/v1', digest: sha256Text(lines.join('')), files: sorted };
}

/**
 * The manifest of a folder.
 * @param paths files and folders of it to list, with forward slashes; default: everything
 * @throws UserError where a path is missing or a link leaves the folder (see `walkFiles`)
 */
export async function manifestOf(folder: string, paths?: readonly string[]): Promise<Artifact> {
  const files: FileEntry[] = [];
  for (const path of await walkFiles(folder, paths)) {
    files.push({ path, ...(await sha256File(innerPath(folder, path))) });
  }
  return artifactOf(files);
}

/**
 * Reads an artifact.json and computes its digest again.
 * @throws UserError where the file is missing, not valid, or its digest is not that of its list
 */
export async function readArtifact(filePath: string): Promise<Artifact> {
  const text = await withPlace('cannot read the manifest', filePath, () => readFile(filePath, 'utf8'));
  const artifact = validateJson(artifactSchema, text, { filePath });
  const { digest } = artifactOf(artifact.files);
  if (digest !== artifact.digest) {
    throw new UserError('the manifest is corrupt: its digest is not that of its list of files', {
      where: { file: filePath },
      why: `it says ${artifact.digest}, its list gives ${digest}`,
      fix: 'produce it anew; a manifest is never edited by hand',
    });
  }
  return artifact;
}

/**
 * Checks that every file of a manifest is there with its size and its SHA-256. Further files are no fault.
 * @param options.filePath the manifest, to be named in the message
 * @param options.fix what to do where something differs; default: run the stage again without the cache
 * @throws UserError that lists the files that are missing or have other bytes, with both digests
 */
export async function verifyArtifact(
  folder: string,
  artifact: Artifact,
  {
    filePath,
    fix = 'run the stage that makes them again without the cache (--skip-nx-cache)',
  }: { filePath: string; fix?: string },
): Promise<void> {
  const faults: string[] = [];
  for (const entry of artifact.files) {
    const fault = await faultOf(innerPath(folder, entry.path), entry);
    if (fault) faults.push(fault);
  }
  if (faults.length === 0) return;
  const listed = faults.slice(0, LISTED_FAULTS).join('\n  ');
  const rest = faults.length - LISTED_FAULTS;
  throw new UserError(
    `${faults.length} of ${artifact.files.length} files are not those of the manifest:\n  ${listed}` +
      (rest > 0 ? `\n  and ${rest} more` : ''),
    {
      where: { file: filePath },
      why: 'they were changed, removed or never fully written after the manifest was made',
      fix,
    },
  );
}

async function faultOf(place: string, { path, bytes, sha256 }: FileEntry): Promise<string | undefined> {
  const found = await stat(place).catch(() => undefined);
  if (!found?.isFile()) return `${path}: ${found ? 'is not a file' : 'is missing'}`;
  const actual = await sha256File(place);
  if (actual.sha256 === sha256 && actual.bytes === bytes) return undefined;
  return `${path}: expected ${sha256} (${bytes} bytes), found ${actual.sha256} (${actual.bytes} bytes)`;
}
