import { ExpectationError } from '../../expectations/expectation-error';
import type { Json } from '../../json';
import { nearNames, shown } from '../../wording';
import type { Condition } from './condition';
import { parseJsonCondition } from './json-syntax';
import { parsePythonCondition } from './python-syntax';

type Syntax = 'pandas' | 'great_expectations' | 'sql';

const SYNTAX_OF: Record<string, Syntax> = {
  great_expectations: 'great_expectations',
  great_expectations__experimental__: 'great_expectations',
  pandas: 'pandas',
  python: 'pandas',
  sql: 'sql',
  spark: 'sql',
  duckdb: 'sql',
  postgres: 'sql',
};

/**
 * Reads the argument `row_condition` in any of its forms. Without a parser, a text with `col("...")` in it is in Great
 * Expectations' syntax and any other text in that of pandas, as in Great Expectations 1.x.
 * @param value a text, the JSON form of Great Expectations 1.x, or nothing
 * @param parser the argument `condition_parser`: great_expectations, pandas, sql, or the name of an engine
 * @returns undefined where all rows are meant
 * @throws ExpectationError that shows the place of what cannot be read, or for an unknown parser
 */
export function parseRowCondition(value: Json | undefined, parser?: Json): Condition | undefined {
  const syntax = syntaxOf(parser);
  if (value === undefined || value === null || value === '') return undefined;
  const readText = (text: string): Condition => {
    const chosen = syntax ?? (/\bcol\s*\(/.test(text) ? 'great_expectations' : 'pandas');
    return chosen === 'sql' ? { kind: 'sql', text } : parsePythonCondition(text, chosen);
  };
  if (typeof value === 'string') return readText(value);
  if (typeof value === 'object' && !Array.isArray(value)) return parseJsonCondition(value, readText);
  throw new ExpectationError(`row_condition: expected a text or a condition, got ${shown(value)}`);
}

function syntaxOf(parser: Json | undefined): Syntax | undefined {
  if (parser === undefined || parser === null) return undefined;
  const syntax = typeof parser === 'string' ? SYNTAX_OF[parser] : undefined;
  if (syntax) return syntax;
  const known = Object.keys(SYNTAX_OF);
  const [meant] = typeof parser === 'string' ? nearNames(parser, known) : [];
  throw new ExpectationError(
    `condition_parser: ${shown(parser)} is not known; ` +
      (meant === undefined ? `known are ${known.join(', ')}` : `did you mean ${shown(meant)}?`),
  );
}
