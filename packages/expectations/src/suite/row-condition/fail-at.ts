import { ExpectationError } from '../../expectations/expectation-error';

const SHOWN_BEFORE = 60;

/**
 * Ends the reading of a `row_condition` with a message that shows how far it could be read.
 * @param at 0-based place in the text
 * @throws ExpectationError, always
 */
export function failAt(text: string, at: number, what: string): never {
  const before = text.slice(Math.max(0, at - SHOWN_BEFORE), at);
  const shown = at > SHOWN_BEFORE ? `...${before}` : before;
  const place = at >= text.length ? 'at its end' : `at character ${at + 1}`;
  throw new ExpectationError(
    `row_condition, ${place}: ${what}${shown === '' ? '' : ` (after \`${shown}\`)`}`,
  );
}
