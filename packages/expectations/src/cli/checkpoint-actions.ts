import { resolve } from 'node:path';
import type { Checkpoint } from '../checkpoint/checkpoint';
import { ciLink } from '../checkpoint/ci-link';
import { planActions } from '../checkpoint/plan-actions';
import { sendActions } from '../checkpoint/send-actions';
import { writeDataDocs, type WrittenDataDocs } from '../render/data-docs/write-data-docs';
import { withPrevious } from '../render/data-docs/runs';
import type { Run } from '../render/run';
import { shownPath } from './outputs';
import type { Surroundings } from './surroundings';

/** Where results and pages go that an action asks for, unless --docs names another folder. */
const DOCS_FOLDER = '.modelgate/data-docs';

/**
 * Does what the actions of a checkpoint say, one line for each. Results and pages are kept in one folder, and the run is
 * compared with the last one there. An action that fails changes no verdict.
 * @returns the run as it was compared
 */
export async function runActions(
  checkpoint: Checkpoint,
  run: Run,
  { docs, surroundings }: { docs: string | undefined; surroundings: Surroundings },
): Promise<Run> {
  const folder = resolve(surroundings.cwd, docs ?? DOCS_FOLDER);
  const compared = await withPrevious(folder, run);
  const link = ciLink(surroundings.env);
  const planned = planActions(
    checkpoint,
    {
      checkpoint: checkpoint.name,
      project: checkpoint.name,
      time: run.time,
      validations: compared.validations,
      fresh: true,
      ...(link === undefined ? {} : { link }),
    },
    surroundings.env,
  );
  let written: Promise<WrittenDataDocs> | undefined;
  const write = () => (written ??= writeDataDocs(folder, compared));
  const results = await sendActions(planned, {
    store: async () => (await write()).results.map((path) => shownPath(path, surroundings)).join(', '),
    docs: async () => shownPath((await write()).page, surroundings),
  });
  if (docs !== undefined) await write();
  for (const { action, outcome, message } of results) {
    surroundings.err(`checkpoint ${checkpoint.name}, ${action}: ${outcome}: ${message}\n`);
  }
  return compared;
}
