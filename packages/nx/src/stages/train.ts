import { manifestOf } from '@modelgate/store';
import { completeTraining } from './command-training';
import { assertDeclared } from './declared-inputs';
import { dataInputs, openDataFiles } from './data-files';
import { fileInputs, optionalFiles } from './file-inputs';
import { lossSeries } from './loss-series';
import { costOf, interpreterFor, projectRequest, readParams, runModel, unsetParams } from './python-stage';
import type { StageCore } from './run-stage-task';

/** The training of the candidate: model/, code/, history.json, entry.json, for classifiers classes.json. */
export const train: StageCore = async (context, out) => {
  const data = await openDataFiles(context, ['train']);
  const params = await readParams(context);
  const request = projectRequest(context, 'train', {
    data: data.request,
    params,
    unset: await unsetParams(context),
    out,
  });
  const interpreter = await interpreterFor(context, [request]);
  const result = await runModel(context, interpreter, request);
  assertDeclared(context, 'train', result, ['params.yaml']);
  const code = context.model.command === undefined ? [] : await completeTraining(context, out, result);
  const artifact = await manifestOf(out);
  const losses = result.history?.['loss'] ?? [];
  return {
    summary: summaryOf(losses, artifact.files.filter(({ path }) => path.startsWith('model/')).length),
    subject: { candidate: artifact.digest, ...(data.train ? { train_data: data.train.sha256 } : {}) },
    series: lossSeries(losses),
    notes: result.notes,
    artifact,
    inputs: [
      ...dataInputs(data),
      ...(await fileInputs(context, [
        'model.yaml',
        ...optionalFiles(context, ['params.yaml']),
        ...new Set([...result.imported, ...code]),
      ])),
    ],
    ...(interpreter ? { interpreter } : {}),
    cost: costOf(result),
    params,
    imported: [...result.imported, ...result.opened],
    judges: false,
  };
};

function summaryOf(losses: (number | null)[], files: number): string {
  const last = losses.at(-1);
  const fell =
    losses.length > 1 && typeof last === 'number'
      ? `, loss ${losses[0]?.toPrecision(4)} -> ${last.toPrecision(4)}`
      : '';
  return `trained ${losses.length > 0 ? `${losses.length} epochs` : 'the model'}${fell}; ${files} model file${files === 1 ? '' : 's'}`;
}
