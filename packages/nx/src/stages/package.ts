import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { runRecordSchema, UserError, type Bundle } from '@modelgate/contracts';
import { shortVersion, writeBundle } from '@modelgate/delivery';
import { fileInProject, gitOrigin } from '@modelgate/runtime';
import { chainCost } from './chain-cost';
import { readJudgedCandidate } from './judged-candidate';
import { environmentFiles, lockNotes } from './lock-files';
import { predictionCode } from './prediction-code';
import type { StageCore } from './run-stage-task';
import { refused } from './stage-failure';
import { projectPath, shown, stageFile, stageFolder } from './stage-context';
import { VERSION } from './version';

/** Verifies every artifact and verdict and writes the release bundle. Never cached: it is cheap, and it looks. */
export const packageModel: StageCore = async (context, out) => {
  const { artifact, verdicts, data, gaps } = await readJudgedCandidate(context, context.judges);
  if (!artifact || gaps.length > 0) {
    const mistake = new UserError(
      `cannot package ${context.projectName}:\n${gaps.map((gap) => `  - ${gap}`).join('\n')}`,
      {
        why: 'a version carries the verdicts about exactly its bytes',
      },
    );
    throw refused(mistake, gaps);
  }
  const trained = await stageFile(context, 'train', 'run-record.json', runRecordSchema);
  const scored = await stageFile(context, 'score', 'run-record.json', runRecordSchema);
  const listed = new Set(artifact.files.map(({ path }) => path));
  const code = predictionCode(
    context.shape,
    scored.imported ?? [],
    (path) => fileInProject(path, context.libraries, projectPath(context, '.')),
    (path) => existsSync(projectPath(context, path)),
  );
  const locks = environmentFiles(context);
  // Where commands run everything, there is no Python environment.
  const notes = trained.interpreter ? await lockNotes(context) : [];
  const lineage: Bundle['lineage'] = {
    ...(await gitOrigin(context.workspaceRoot, [
      context.projectRoot,
      ...context.libraries.map(({ root }) => shown(context, root)),
      ...locks.map(({ from }) => shown(context, from)),
    ])),
    inputs: data,
    ...(trained.interpreter ? { interpreter: { version: trained.interpreter.version } } : {}),
    modelgate: VERSION,
    locked: notes.length === 0,
  };
  const bundle = await writeBundle({
    model: context.projectName,
    task: context.model.task,
    trainDir: stageFolder(context, 'train'),
    verdicts,
    require: context.judges,
    extraFiles: [
      ...code
        .map(({ path, from }) => ({ path: posix.join('code', path), from: projectPath(context, from) }))
        .filter(({ path }) => !listed.has(path)),
      ...locks.map(({ name, from }) => ({ path: posix.join('lock', name), from })),
    ],
    lineage,
    out: join(out, 'bundle'),
    now: new Date(),
  });
  const cost = await chainCost(context);
  const contents = `${bundle.files.length} files, ${verdicts.length} verdicts`;
  return {
    summary:
      `version ${shortVersion(bundle.digest)}: ${contents}` +
      (cost.sentence === undefined ? '' : `; the stages before it ${cost.sentence}`),
    subject: { candidate: artifact.digest, version: bundle.digest, ...data },
    tables: [
      {
        title: 'Verdicts',
        columns: ['stage', 'outcome', 'gates'],
        rows: verdicts.map(({ stage, outcome, gates }) => [stage, outcome, gates.length]),
      },
      cost.table,
    ],
    notes,
    judges: false,
  };
};
