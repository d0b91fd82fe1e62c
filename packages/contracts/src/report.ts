import * as z from 'zod';
import { fileEntrySchema } from './artifact';
import { effectSchema, gateResultSchema } from './gate-result';
import { costSchema, hostSchema, interpreterSchema } from './run-record';
import { subjectSchema } from './verdict';

const cellSchema = z.union([z.string(), z.number(), z.boolean(), z.null()]);

export const tableSchema = z.strictObject({
  title: z.string(),
  columns: z.array(z.string()).min(1),
  /** One list of cells per row, as long as `columns`. */
  rows: z.array(z.array(cellSchema)),
});
export type ReportTable = z.infer<typeof tableSchema>;

/** A named curve, for example the loss by epoch. `x` and `y` have the same length; null is a gap. */
export const seriesSchema = z.strictObject({
  title: z.string(),
  x_label: z.string(),
  y_label: z.string(),
  x: z.array(z.number()),
  y: z.array(z.number().nullable()),
});
export type ReportSeries = z.infer<typeof seriesSchema>;

/** report.json: the one form in which every stage tells what it found; all renderers read this and nothing else. */
export const reportSchema = z.strictObject({
  schema: z.literal('modelgate.report/v1'),
  project: z.string(),
  stage: z.string(),
  outcome: effectSchema,
  /** One line: what the stage did, or why it failed. */
  summary: z.string(),
  subject: subjectSchema,
  gates: z.array(gateResultSchema),
  tables: z.array(tableSchema),
  series: z.array(seriesSchema),
  artifacts: z.array(fileEntrySchema),
  /** Remarks that change no verdict: no baseline yet, an unlocked environment. */
  notes: z.array(z.string()),
  cost: costSchema,
  host: hostSchema.optional(),
  interpreter: interpreterSchema.optional(),
  commit: z.string().optional(),
  /** Whether tracked files differed from that commit. */
  dirty: z.boolean().optional(),
  generated_at: z.string(),
});
export type Report = z.infer<typeof reportSchema>;
