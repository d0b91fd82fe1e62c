import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { runRecordSchema, UserError, type Bundle } from '@modelgate/contracts';
import { shortVersion, writeBundle } from '@modelgate/delivery';
import { gitOrigin } from '@modelgate/runtime';
import { readJudgedCandidate } from './judged-candidate';
import { LOCK_FILES, NOT_LOCKED } from './lock-files';
import { predictionCode } from './prediction-code';
import type { StageCore } from './run-stage-task';
import { projectPath, shown, stageFile, stageFolder, type StageContext } from './stage-context';
import { VERSION } from './version';

/** Verifies every artifact and verdict and writes the release bundle. Never cached: it is cheap, and it looks. */
export const packageModel: StageCore = async (context, out) => {
  const { artifact, verdicts, data, gaps } = await readJudgedCandidate(context, context.judges);
  if (!artifact || gaps.length > 0) {
    throw new UserError(
      `cannot package ${context.projectName}:\n${gaps.map((gap) => `  - ${gap}`).join('\n')}`,
      {
        why: 'a version carries the verdicts about exactly its bytes',
      },
    );
  }
  const trained = await stageFile(context, 'train', 'run-record.json', runRecordSchema);
  const scored = await stageFile(context, 'score', 'run-record.json', runRecordSchema);
  const listed = new Set(artifact.files.map(({ path }) => path));
  const code = predictionCode(context.shape, scored.imported ?? [], (path) =>
    existsSync(projectPath(context, path)),
  );
  const locks = lockFiles(context);
  const lineage: Bundle['lineage'] = {
    ...(await gitOrigin(context.workspaceRoot, [
      context.projectRoot,
      ...locks.map(({ from }) => shown(context, from)),
    ])),
    inputs: data,
    ...(trained.interpreter ? { interpreter: { version: trained.interpreter.version } } : {}),
    modelgate: VERSION,
    locked: locks.some(({ isLock }) => isLock),
  };
  const bundle = await writeBundle({
    model: context.projectName,
    task: context.model.task,
    trainDir: stageFolder(context, 'train'),
    verdicts,
    require: context.judges,
    extraFiles: [
      ...code
        .map((path) => ({ path: posix.join('code', path), from: projectPath(context, path) }))
        .filter(({ path }) => !listed.has(path)),
      ...locks.map(({ name, from }) => ({ path: posix.join('lock', name), from })),
    ],
    lineage,
    out: join(out, 'bundle'),
    now: new Date(),
  });
  return {
    summary: `version ${shortVersion(bundle.digest)}: ${bundle.files.length} files, ${verdicts.length} verdicts`,
    subject: { candidate: artifact.digest, version: bundle.digest, ...data },
    tables: [
      {
        title: 'Verdicts',
        columns: ['stage', 'outcome', 'gates'],
        rows: verdicts.map(({ stage, outcome, gates }) => [stage, outcome, gates.length]),
      },
    ],
    notes: lineage.locked ? [] : [NOT_LOCKED],
    judges: false,
  };
};

/** What describes the environment: the project's own files, else the workspace's. */
function lockFiles(context: StageContext): { name: string; from: string; isLock: boolean }[] {
  const folders = [projectPath(context, '.'), context.workspaceRoot];
  return LOCK_FILES.flatMap(({ name, isLock }) => {
    const folder = folders.find((candidate) => existsSync(join(candidate, name)));
    return folder === undefined ? [] : [{ name, isLock, from: join(folder, name) }];
  });
}
