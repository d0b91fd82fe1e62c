import * as z from 'zod';

const testCaseSchema = z.strictObject({
  /** Class and name: `tests.test_data.LoadDataTest::test_has_rows`. */
  name: z.string(),
  outcome: z.enum(['passed', 'failed', 'skipped']),
  seconds: z.number(),
  message: z.string().optional(),
  /** As the runner of the tests wrote it. */
  file: z.string().optional(),
  line: z.int().optional(),
});
export type TestCase = z.infer<typeof testCaseSchema>;

/** Lines that can run, and those of them that did. */
const coveredLinesSchema = { lines: z.int().min(0), covered: z.int().min(0) };

const coverageSchema = z.strictObject({
  ...coveredLinesSchema,
  files: z.array(z.strictObject({ file: z.string(), ...coveredLinesSchema })),
});
export type Coverage = z.infer<typeof coverageSchema>;

/** What the reader of JUnit XML and coverage XML prints. */
export const testReportsSchema = z.strictObject({
  cases: z.array(testCaseSchema),
  coverage: coverageSchema.optional(),
});
export type TestReports = z.infer<typeof testReportsSchema>;
