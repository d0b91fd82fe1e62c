import { PatternError } from './python-regex/ast';
import { parsePythonRegex } from './python-regex/parse';
import { toJavaScript } from './python-regex/to-javascript';
import { NotRe2, toRe2 } from './python-regex/to-re2';

/** A Python regular expression that is searched for in texts. */
export interface PythonPattern {
  /** The same pattern for RE2; undefined where it has none. */
  re2?: string;
  /** Why it has none. */
  notRe2?: string;
  /** Whether a text holds a match anywhere. @throws PatternError for what JavaScript's RegExp cannot follow */
  search(text: string): boolean;
}

/** @throws PatternError where Python refuses the pattern, or no engine here follows it */
export function pythonPattern(pattern: string): PythonPattern {
  const { root } = parsePythonRegex(pattern);
  let compiled: ((text: string) => boolean) | undefined;
  const regex = () => (compiled ??= toJavaScript(root));
  const search = (text: string) => regex()(text);
  try {
    return { re2: toRe2(root), search };
  } catch (error) {
    if (!(error instanceof NotRe2)) throw error;
    regex();
    return { notRe2: error.message, search };
  }
}

export { PatternError };
