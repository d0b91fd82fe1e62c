import * as z from 'zod';

/** The top-level function that something stands in; null for what runs at import, `__main__` for what does not. */
const scopeSchema = z.string().nullable();

const parameterSchema = z.object({
  name: z.string(),
  kind: z.enum(['positional', 'rest', 'keyword', 'keywords']),
  required: z.boolean(),
  /** The source of the default. */
  default: z.string().optional(),
});
export type PythonParameter = z.infer<typeof parameterSchema>;

const functionSchema = z.object({
  name: z.string(),
  line: z.int(),
  params: z.array(parameterSchema),
  /** How many values its return statements give: `[2]` for `return a, b`. */
  returns: z.array(z.int()),
  decorated: z.boolean(),
});
export type PythonFunction = z.infer<typeof functionSchema>;

const importSchema = z.object({
  module: z.string(),
  /** Leading dots of a relative import. */
  level: z.int(),
  names: z.array(z.string()),
  line: z.int(),
  scope: scopeSchema,
});
export type PythonImport = z.infer<typeof importSchema>;

/** What a Python file defines and imports, read without running it. */
export const pythonOutlineSchema = z.object({
  /** From the folder that was read. */
  path: z.string(),
  /** Why there is nothing else: it is not the syntax of the Python that read it. */
  error: z.object({ line: z.int(), message: z.string() }).optional(),
  imports: z.array(importSchema),
  functions: z.array(functionSchema),
  /** Names that are given a value at import: a text, or what a call makes (`app = FastAPI()`). */
  values: z.array(
    z.object({
      name: z.string(),
      line: z.int(),
      text: z.string().optional(),
      call: z.string().optional(),
    }),
  ),
  /** Where the code says which column it learns to predict, by its text or by the name that holds the text. */
  targets: z.array(
    z.object({
      text: z.string().optional(),
      name: z.string().optional(),
      line: z.int(),
      how: z.enum(['named', 'taken', 'dropped']),
    }),
  ),
  /** Texts that look like names of files. */
  files: z.array(z.object({ text: z.string(), line: z.int(), scope: scopeSchema })),
  /** Names of estimators and objectives: `RandomForestClassifier`, `reg:squarederror`. */
  estimators: z.array(z.string()),
});
export type PythonOutline = z.infer<typeof pythonOutlineSchema>;
