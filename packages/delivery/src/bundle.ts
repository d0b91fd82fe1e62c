import { bundleSchema, canonicalJson, UserError, validate, type Bundle } from '@modelgate/contracts';
import { artifactOf, errorCode, readArtifact, sha256Text, verifyArtifact, withPlace } from '@modelgate/store';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** The name of the file that describes a version, in the version's folder. */
export const BUNDLE_FILE = 'bundle.json';

/** What a version's digest is computed over: all keys of bundle.json but the digest itself. */
export type BundleParts = Omit<Bundle, 'digest'>;

/** The digest of a version: SHA-256 of the canonical JSON of everything else that bundle.json says. */
export function bundleDigest(parts: BundleParts): string {
  return sha256Text(canonicalJson(parts));
}

/** The first twelve digits of a version, as people read it. */
export function shortVersion(version: string): string {
  return version.slice(0, 12);
}

/**
 * Reads bundle.json of a version's folder and computes its digest again; says nothing about the other files.
 * @throws UserError where it is missing, not valid, or was changed
 */
export async function readBundle(folder: string): Promise<Bundle> {
  const filePath = join(folder, BUNDLE_FILE);
  let text: string;
  try {
    text = await readFile(filePath, 'utf8');
  } catch (error) {
    if (errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ENOTDIR')
      return withPlace('cannot read the release bundle', filePath, () => Promise.reject(error));
    throw new UserError('there is no release bundle', {
      where: { file: filePath },
      why: 'it was not made yet, or it was removed',
      fix: 'run the target package of this model first',
    });
  }
  const bundle = validate(bundleSchema, text, { filePath });
  const { digest, ...parts } = bundle;
  const actual = bundleDigest(parts);
  if (actual !== digest) {
    throw new UserError('the release bundle is corrupt: its digest is not that of its content', {
      where: { file: filePath },
      why: `it says ${digest}, its content gives ${actual}`,
      fix: 'run the target package again; a bundle is never edited by hand',
    });
  }
  return bundle;
}

/**
 * Reads a version and checks every file of it, and that its model is the one it names.
 * @param fix what to do where a file differs
 * @throws UserError that names the files that are missing or have other bytes
 */
export async function verifyBundle(folder: string, fix = 'run the target package again'): Promise<Bundle> {
  const bundle = await readBundle(folder);
  const filePath = join(folder, BUNDLE_FILE);
  await verifyArtifact(folder, artifactOf(bundle.files), { filePath, fix });
  const trained = await readArtifact(join(folder, 'artifact.json'));
  if (trained.digest !== bundle.candidate) {
    throw new UserError('the release bundle does not hold the model that it names', {
      where: { file: filePath },
      why: `it names ${bundle.candidate}, it holds ${trained.digest}`,
      fix,
    });
  }
  return bundle;
}
