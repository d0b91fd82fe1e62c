import * as z from 'zod';
import { artifactSchema } from './artifact';
import { baselineMetricsSchema } from './baseline-metrics';
import { bundleSchema } from './bundle';
import { dataLockSchema } from './data-lock';
import { dataProfileSchema } from './data-profile';
import { datasetSchema } from './dataset';
import { deployPolicySchema } from './deploy-policy';
import { environmentStateSchema } from './environment-state';
import {
  benchmarkGatesSchema,
  evaluateGatesSchema,
  trainSmokeGatesSchema,
  validateDataGatesSchema,
} from './gate-files';
import { measureOptionsSchema } from './measure-options';
import { measurementsSchema, scoresSchema } from './measurements';
import { modelSchema } from './model';
import { paramsSchema } from './params';
import { reportSchema } from './report';
import { runRecordSchema } from './run-record';
import { scoreOptionsSchema } from './score-options';
import { entryFileSchema, stageEventSchema, stageRequestSchema, stageResultSchema } from './stage-protocol';
import { verdictSchema } from './verdict';

/** Every file that crosses a boundary, by the name of its JSON Schema. */
export const FILE_SCHEMAS = {
  model: modelSchema,
  dataset: datasetSchema,
  'data-lock': dataLockSchema,
  profile: dataProfileSchema,
  params: paramsSchema,
  score: scoreOptionsSchema,
  measure: measureOptionsSchema,
  'gates.evaluate': evaluateGatesSchema,
  'gates.benchmark': benchmarkGatesSchema,
  'gates.validate-data': validateDataGatesSchema,
  'gates.train-smoke': trainSmokeGatesSchema,
  deploy: deployPolicySchema,
  'baseline-metrics': baselineMetricsSchema,
  artifact: artifactSchema,
  verdict: verdictSchema,
  'run-record': runRecordSchema,
  report: reportSchema,
  bundle: bundleSchema,
  environment: environmentStateSchema,
  scores: scoresSchema,
  measurements: measurementsSchema,
  entry: entryFileSchema,
  'stage-request': stageRequestSchema,
  'stage-event': stageEventSchema,
  'stage-result': stageResultSchema,
} satisfies Record<string, z.ZodType>;

export type FileSchemaName = keyof typeof FILE_SCHEMAS;

/** The JSON Schema (draft 2020-12) of one file, for editors and other tools. Keys that begin with `x-` are free. */
export function jsonSchemaOf(name: FileSchemaName): Record<string, unknown> {
  return z.toJSONSchema(FILE_SCHEMAS[name], {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.type === 'object' && jsonSchema.additionalProperties === false)
        jsonSchema.patternProperties = { '^x-': {} };
    },
  }) as Record<string, unknown>;
}
