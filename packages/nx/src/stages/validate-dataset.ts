import { join, posix } from 'node:path';
import { DEFAULT_VALIDATE_DATA_GATES, validateDataGatesSchema } from '@modelgate/contracts';
import { sha256File } from '@modelgate/store';
import { withCheckpoints, writeValidations } from './checkpoints';
import { dataInputs, openDatasetFiles } from './data-files';
import type { DatasetContext } from './dataset-context';
import { driftFindings } from './drift';
import { leakageGates } from './leakage';
import type { Core } from './run-stage-task';
import { projectFile, projectPath } from './stage-context';
import { nothingChecked, plannedSuites, runSuites } from './suites';

/** Runs every expectation suite of a data set over its files, and compares the two by its keys. */
export const validateDataset: Core<DatasetContext> = async (context, out) => {
  const { dataset, projectRoot } = context;
  const policy = await projectFile(
    context,
    'gates/validate-data.yaml',
    validateDataGatesSchema,
    DEFAULT_VALIDATE_DATA_GATES,
  );
  const data = await openDatasetFiles(context);
  const { expectations } = dataset;
  const plan = await withCheckpoints(context, await plannedSuites(context, expectations), {
    named: expectations && [expectations.train ?? [], expectations.test ?? []].flat(2),
    data,
  });
  const { suites: planned } = plan;
  const { gates, tables, validated } = await runSuites(context, planned, data, policy, 'dataset.yaml');
  await writeValidations(context, out, plan, validated);
  const leakage = await leakageGates(data, dataset.keys, policy);
  const drift = await driftFindings(context, data, policy);
  return {
    summary:
      planned.length === 0 && drift.gates.length === 0
        ? 'there is no suite in expectations/, so the data was not checked'
        : `${gates.length} expectations of ${planned.length} suite${planned.length === 1 ? '' : 's'}${drift.summary}`,
    subject: {
      ...(data.train ? { train_data: data.train.sha256 } : {}),
      ...(data.test ? { test_data: data.test.sha256 } : {}),
    },
    gates: [
      ...(gates.length === 0 && drift.gates.length === 0 ? [nothingChecked(policy.mode)] : gates),
      ...drift.gates,
      ...leakage,
    ],
    tables: [...tables, ...drift.tables],
    inputs: [
      ...dataInputs(data),
      ...(await Promise.all(
        [...planned.map(({ path }) => path), ...plan.files, ...drift.files].map(async (path) => ({
          path: posix.join(projectRoot, path),
          ...(await sha256File(join(projectPath(context, path)))),
        })),
      )),
    ],
    notes: plan.notes,
    judges: true,
  };
};
