import { dirname } from 'node:path';
import { DEFAULT_TRAIN_SMOKE_GATES, trainSmokeGatesSchema, UserError } from '@modelgate/contracts';
import { judgeSmoke } from '@modelgate/gates';
import { assertDeclared } from './declared-inputs';
import { dataInputs, openDataFiles } from './data-files';
import { costOf, interpreterFor, projectRequest, readParams, runModel, unsetParams } from './python-stage';
import { lossSeries } from './loss-series';
import type { StageCore } from './run-stage-task';
import { projectFile } from './stage-context';
import { withScratch } from './working-folder';

/** Rows that are predicted: enough to see a wrong shape, few enough to cost nothing. */
const PREDICT_ROWS = 10;

/** A training on a few rows: completes, the loss falls, predictions are sane, a saved model is the same model. */
export const trainSmoke: StageCore = async (context, out) => {
  const policy = await projectFile(
    context,
    'gates/train-smoke.yaml',
    trainSmokeGatesSchema,
    DEFAULT_TRAIN_SMOKE_GATES,
  );
  const data = await openDataFiles(context, ['train']);
  const params = { ...(await readParams(context)), epochs: policy.epochs, batch_size: policy.batch_size };
  const request = projectRequest(context, 'train-smoke', {
    data: data.request,
    params,
    unset: await unsetParams(context, ['epochs', 'batch_size']),
    smoke: { rows: policy.rows, predict_rows: PREDICT_ROWS },
    out,
  });
  const interpreter = await interpreterFor(context, [request]);
  const result = await withScratch(dirname(out), (scratch) =>
    runModel(context, interpreter, { ...request, out: scratch }),
  );
  assertDeclared(context, 'train-smoke', result, ['params.yaml', 'gates/train-smoke.yaml']);
  const findings = result.smoke;
  if (!findings) {
    throw new UserError(`train-smoke of ${context.projectName} ended without findings`, {
      fix: 'let the command give "smoke" in its result, as stage-result.schema.json in node_modules/@modelgate/contracts/schemas says',
    });
  }
  const gates = judgeSmoke({ findings, policy, task: context.model.task });
  return {
    summary: `trained ${policy.epochs} epochs on ${findings.trained_rows} rows`,
    subject: { ...(data.train ? { train_data: data.train.sha256 } : {}) },
    gates,
    series: lossSeries(findings.losses),
    notes: result.notes,
    inputs: dataInputs(data),
    ...(interpreter ? { interpreter } : {}),
    cost: costOf(result),
    params,
    imported: result.imported,
    judges: true,
  };
};
