import { UserError } from '@modelgate/contracts';
import * as z from 'zod';
import { messageOf } from '../engine/error-message';
import { SEVERITIES } from '../suite/suite';
import type { ExpectationResult, ValidationResult } from '../validation-result';

const objectSchema = z.record(z.string(), z.json());

/** Great Expectations writes null for what it left out. */
function optional<S extends z.ZodType>(schema: S) {
  return schema
    .nullish()
    .catch(undefined)
    .transform((value) => value ?? undefined);
}

const detailSchema = z.object({
  element_count: optional(z.number()),
  unexpected_count: optional(z.number()),
  unexpected_percent: optional(z.number()),
  missing_count: optional(z.number()),
  missing_percent: optional(z.number()),
  unexpected_percent_nonmissing: optional(z.number()),
  unexpected_percent_total: optional(z.number()),
  partial_unexpected_list: optional(z.array(z.json())),
  partial_unexpected_counts: optional(z.array(z.object({ value: z.json(), count: z.number() }))),
  partial_unexpected_index_list: optional(z.array(z.union([z.number(), objectSchema]))),
  unexpected_index_column_names: optional(z.array(z.string())),
  observed_value: z.json().optional(),
  details: optional(objectSchema),
});

const ownMetaSchema = z.object({
  place: z.string().optional(),
  failing_rows: z.string().optional(),
  missing_column: z
    .object({ name: z.string(), near: z.array(z.string()), data: z.string().optional() })
    .optional(),
});

const expectationSchema = z.object({
  success: z.boolean().nullish(),
  expectation_config: z.object({
    type: z.string().optional(),
    expectation_type: z.string().optional(),
    kwargs: objectSchema.nullish(),
    meta: objectSchema.nullish(),
    severity: optional(z.enum(SEVERITIES)),
  }),
  result: detailSchema.nullish(),
  exception_info: z
    .object({ raised_exception: z.boolean().nullish(), exception_message: z.string().nullish() })
    .nullish(),
  meta: optional(z.object({ modelgate: optional(ownMetaSchema) })),
});

const resultSchema = z.object({
  success: z.boolean(),
  results: z.array(expectationSchema),
  suite_name: z.string().optional(),
  suite_parameters: objectSchema.nullish(),
  evaluation_parameters: objectSchema.nullish(),
  statistics: z
    .object({
      evaluated_expectations: z.number(),
      successful_expectations: z.number(),
      unsuccessful_expectations: z.number(),
      success_percent: z.number().nullable(),
    })
    .optional(),
  meta: objectSchema.nullish(),
});

type Read = z.infer<typeof resultSchema>;

/**
 * Reads a result file in the spelling of Great Expectations 1.x or 0.x, ours or its own; what is not needed to compare
 * and show results is left behind.
 * @throws UserError that names the file
 */
export function readResultJson(text: string, { filePath }: { filePath: string }): ValidationResult {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw notReadable(filePath, messageOf(error) ?? String(error));
  }
  const read = resultSchema.safeParse(value);
  if (read.success) return resultOf(read.data);
  const [issue] = read.error.issues;
  const where = issue && issue.path.length > 0 ? `${issue.path.join('.')}: ` : '';
  throw notReadable(filePath, `${where}${issue?.message ?? 'not of its form'}`);
}

function notReadable(file: string, why: string): UserError {
  return new UserError('is no result of a validation', {
    where: { file },
    why,
    fix: 'name a file that --json wrote, or that Great Expectations wrote',
  });
}

function resultOf({ success, results, statistics, meta, ...read }: Read): ValidationResult {
  const named = meta?.['expectation_suite_name'];
  const each = results.map(expectationOf);
  const successful = each.filter((result) => result.success).length;
  return {
    success,
    results: each,
    suite_name: read.suite_name ?? (typeof named === 'string' ? named : ''),
    suite_parameters: read.suite_parameters ?? read.evaluation_parameters ?? {},
    statistics: statistics ?? {
      evaluated_expectations: each.length,
      successful_expectations: successful,
      unsuccessful_expectations: each.length - successful,
      success_percent: each.length > 0 ? (successful / each.length) * 100 : null,
    },
    meta: meta ?? {},
  };
}

function expectationOf({
  success,
  expectation_config: config,
  result,
  exception_info,
  meta,
}: Read['results'][number]): ExpectationResult {
  const message = exception_info?.exception_message ?? null;
  return {
    success: success ?? false,
    expectation_config: {
      type: config.type ?? config.expectation_type ?? '',
      kwargs: config.kwargs ?? {},
      meta: config.meta ?? {},
      ...(config.severity ? { severity: config.severity } : {}),
    },
    result: result ?? {},
    exception_info: {
      raised_exception: exception_info?.raised_exception ?? false,
      exception_message: message,
      exception_traceback: null,
    },
    meta: meta ?? {},
  };
}
