import {
  JUDGING_STAGES,
  UserError,
  type Artifact,
  type Bundle,
  type FileEntry,
  type JudgingStage,
  type Task,
  type Verdict,
} from '@modelgate/contracts';
import {
  copyFileVerified,
  innerPath,
  manifestOf,
  readArtifact,
  sha256File,
  temporaryBeside,
  verifyArtifact,
  withPlace,
  writeFileAtomic,
} from '@modelgate/store';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { BUNDLE_FILE, bundleDigest, readBundle } from './bundle';
import { verdictRefusals } from './verdict-refusals';

export interface WriteBundleOptions {
  model: string;
  task: Task;
  /** The outputs of the stage train; its artifact.json says which of them belong to the model. */
  trainDir: string;
  verdicts: readonly Verdict[];
  /** Stages that have to have judged. Default: all judging stages. */
  require?: readonly JudgingStage[];
  /** Further files: `path` in the version, `from` on this machine. */
  extraFiles: readonly { path: string; from: string }[];
  lineage: Bundle['lineage'];
  /** The folder of the bundle; one that stands there is replaced. */
  out: string;
  now: Date;
}

/**
 * Writes one version of a model: train's artifact, the verdicts about it, further files and its lineage, with one
 * digest over all. The same model, verdicts and lineage give the same version.
 * @throws UserError where a file of the model is not the one that was trained, and, with all reasons at once, where a
 * required verdict is missing, failed, expired or about something else. What stood at `out` stands there still then.
 */
export async function writeBundle(options: WriteBundleOptions): Promise<Bundle> {
  const trained = await readTrained(options);
  refuse(options, trained);
  const folder = dirname(options.out);
  await withPlace('cannot make the folder', folder, () => mkdir(folder, { recursive: true }));
  const building = temporaryBeside(options.out);
  try {
    await assemble(building, options, trained);
    const files = (await manifestOf(building)).files;
    const parts = {
      schema: 'modelgate.bundle/v1' as const,
      model: options.model,
      task: options.task,
      candidate: trained.digest,
      files,
      verdicts: inOrder(options.verdicts),
      lineage: options.lineage,
    };
    const bundle: Bundle = { ...parts, digest: bundleDigest(parts) };
    await writeFileAtomic(join(building, BUNDLE_FILE), asJson(bundle));
    const written = await readBundle(building);
    await replace(options.out, building);
    return written;
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

async function readTrained({ model, trainDir }: WriteBundleOptions): Promise<Artifact> {
  const filePath = join(trainDir, 'artifact.json');
  const exists = await access(filePath).then(
    () => true,
    () => false,
  );
  if (!exists) {
    throw new UserError(`there is no trained model of ${model}`, {
      where: { file: filePath },
      fix: `run the target train of ${model} first`,
    });
  }
  const trained = await readArtifact(filePath);
  await verifyArtifact(trainDir, trained, { filePath });
  return trained;
}

function refuse(
  { model, verdicts, require = JUDGING_STAGES, lineage, now }: WriteBundleOptions,
  trained: Artifact,
) {
  const refusals = verdictRefusals({
    model,
    candidate: trained.digest,
    inputs: lineage.inputs,
    verdicts,
    require,
    now,
  });
  if (refusals.length === 0) return;
  throw new UserError(`cannot package ${model}:\n${refusals.map((line) => `  - ${line}`).join('\n')}`, {
    why: 'a version carries the verdicts about exactly its bytes',
    fix: 'run these stages until they pass, then package again',
  });
}

async function assemble(
  folder: string,
  { trainDir, verdicts, extraFiles }: WriteBundleOptions,
  trained: Artifact,
): Promise<void> {
  await withPlace('cannot make the folder', folder, () => mkdir(folder));
  const placed = new Map<string, string>();
  for (const entry of trained.files) {
    await place(folder, entry, innerPath(trainDir, entry.path));
    placed.set(entry.path, entry.sha256);
  }
  const reserved = [BUNDLE_FILE, 'artifact.json', ...verdicts.map(({ stage }) => verdictPath(stage))];
  for (const { path, from } of extraFiles) {
    const { sha256, bytes } = await sha256File(from);
    const there = placed.get(path);
    if (there === sha256) continue;
    if (there !== undefined || reserved.includes(path)) {
      throw new UserError(`"${path}" is in the version already, with other bytes`, {
        where: { file: from },
        why: there ? 'the file changed after the model was trained with it' : 'the name is one of ours',
        fix: there ? 'train again, then package again' : 'give the file another name',
      });
    }
    await place(folder, { path, sha256, bytes }, from);
    placed.set(path, sha256);
  }
  await writeFileAtomic(join(folder, 'artifact.json'), asJson(trained));
  if (verdicts.length > 0) await mkdir(join(folder, 'verdicts'), { recursive: true });
  for (const verdict of verdicts)
    await writeFileAtomic(join(folder, verdictPath(verdict.stage)), asJson(verdict));
}

async function place(folder: string, { path, sha256 }: FileEntry, from: string): Promise<void> {
  await copyFileVerified(from, innerPath(folder, path), {
    sha256,
    mismatch: (actual) =>
      new UserError('the file changed while it was being packaged', {
        where: { file: from },
        why: `expected ${sha256}, found ${actual.sha256}`,
        fix: 'package again, and leave the outputs alone meanwhile',
      }),
  });
}

/** Puts the finished folder in the place of the one that is there; a failure puts the old one back. */
async function replace(out: string, building: string): Promise<void> {
  const old = temporaryBeside(out);
  await withPlace('cannot replace the release bundle', out, async () => {
    const had = await rename(out, old).then(
      () => true,
      () => false,
    );
    try {
      await rename(building, out);
    } catch (error) {
      if (had) await rename(old, out);
      throw error;
    }
    await rm(old, { recursive: true, force: true });
  });
}

function verdictPath(stage: string): string {
  return `verdicts/${stage}.json`;
}

function inOrder(verdicts: readonly Verdict[]): Verdict[] {
  return JUDGING_STAGES.flatMap((stage) => verdicts.filter((verdict) => verdict.stage === stage));
}

function asJson(value: unknown): string {
  return JSON.stringify(value, null, 2) + '\n';
}
