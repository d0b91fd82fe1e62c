import { DEFAULT_VALIDATE_DATA_GATES, validateDataGatesSchema } from '@modelgate/contracts';
import { withCheckpoints, writeValidations } from './checkpoints';
import { dataInputs, openDataFiles } from './data-files';
import { driftFindings } from './drift';
import { fileInputs } from './file-inputs';
import { leakageGates } from './leakage';
import type { StageCore } from './run-stage-task';
import { commandOf, projectFile } from './stage-context';
import { nothingChecked, plannedSuites, runSuites } from './suites';

/** Runs every expectation suite of a model over its data, and compares its training data with its evaluation set. */
export const validateData: StageCore = async (context, out) => {
  const { dataset } = context.model.data;
  const policy = await projectFile(
    context,
    'gates/validate-data.yaml',
    validateDataGatesSchema,
    DEFAULT_VALIDATE_DATA_GATES,
  );
  const data = await openDataFiles(context, ['train', 'test']);
  const plan = await withCheckpoints(context, await plannedSuites(context, context.model.expectations), {
    named: context.shape.suites,
    data,
  });
  const { suites: planned } = plan;
  const { gates, tables, validated } = await runSuites(context, planned, data, policy, 'model.yaml');
  await writeValidations(context, out, plan, validated);
  // The files of a data set are compared once, where they are validated.
  const leakage = dataset === undefined ? await leakageGates(data, undefined, policy) : [];
  const drift = await driftFindings(context, data, policy);
  const isChecked = dataset !== undefined || gates.length > 0 || drift.gates.length > 0;
  const checked = isChecked ? gates : [nothingChecked(policy.mode)];
  const elsewhere =
    dataset === undefined
      ? 'there is no suite in expectations/, so the data was not checked'
      : `the data was checked by ${commandOf({ projectName: dataset, names: context.names }, 'validate-data')}; the model has no suite of its own`;
  return {
    summary:
      planned.length === 0 && drift.gates.length === 0
        ? elsewhere
        : `${gates.length} expectations of ${planned.length} suite${planned.length === 1 ? '' : 's'}${drift.summary}`,
    subject: {
      ...(data.train ? { train_data: data.train.sha256 } : {}),
      ...(data.evaluationSet === undefined ? {} : { test_data: data.evaluationSet }),
    },
    gates: [...checked, ...drift.gates, ...leakage],
    tables: [...tables, ...drift.tables],
    inputs: [
      ...dataInputs(data),
      ...(await fileInputs(context, [...planned.map(({ path }) => path), ...plan.files, ...drift.files])),
    ],
    notes: plan.notes,
    judges: true,
  };
};
