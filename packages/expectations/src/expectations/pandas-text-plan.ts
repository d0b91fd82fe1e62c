import type { Dialect } from '../engine/dialect';
import { bytesOf, decoded } from '../patterns/bytes';
import { decimalText, floatText, momentText, singleText, timestampTexts } from '../patterns/python-text';
import { valueOf, type Column } from '../table/column';
import type { Table } from '../table/table';
import { shown } from '../wording';
import type { Answers, Plan, Verdict } from './define';
import { distinctPlan, distinctText } from './distinct-plan';
import { ExpectationError } from './expectation-error';

export interface PandasTextPlanParts {
  column: Column;
  table: Table;
  sql: Dialect;
  mostly: number;
  /** Whether a value is unexpected, given the text that pandas makes of it. @throws ExpectationError */
  isUnexpected(text: string): boolean;
  finish?(verdict: Verdict): Verdict;
}

type TextOf = (text: string) => string;

/** The plan of an expectation about the text of every value, as pandas 2 makes texts of values of any type. */
export function pandasTextPlan({ isUnexpected, table, ...parts }: PandasTextPlanParts): Plan {
  const { column, sql } = parts;
  let pandasText: TextOf = (text) => text;
  const plan = distinctPlan({ ...parts, isUnexpected: (text) => isUnexpected(pandasText(text)) });
  const value = valueOf(column);
  const missing = {
    columns: [column],
    // The type that pandas gives a column does not depend on a row condition.
    of: table,
    sql: (rows: string) => `SELECT count(*) - count(${value}) AS n FROM ${rows} AS t`,
  };
  return {
    ...plan,
    second: (figures) => [
      ...(plan.second?.(figures) ?? []),
      ...(column.family === 'integer' ? [missing] : []),
    ],
    verdict: (figures, answers) => {
      pandasText = textOfValues(column, sql, answers);
      return plan.verdict(figures, answers);
    },
  };
}

function textOfValues(column: Column, sql: Dialect, answers: Answers): TextOf {
  switch (column.family) {
    case 'integer':
      // pandas keeps integers with missing values as floats.
      return Number(answers.rows(1)[0]?.['n'] ?? 0) > 0 ? (text) => floatText(Number(text)) : same;
    case 'float':
      return (text) => (column.sqlType === 'FLOAT' ? singleText : floatText)(numberOf(text));
    case 'decimal':
      return decimalText;
    case 'boolean':
      return (text) => (text === 'true' ? 'True' : 'False');
    case 'timestamp':
      return timestampTexts(answers.rows(0).map(distinctText));
    case 'timestamptz':
    case 'time':
      return momentText;
    case 'bytes':
      return (text) => {
        const found = decoded(bytesOf(text, sql.name));
        if (found === undefined) {
          throw new ExpectationError(`column ${shown(column.name)} holds bytes that are no UTF-8 text`);
        }
        return found;
      };
    case 'list':
    case 'struct':
      return () => {
        throw new ExpectationError(
          `column ${shown(column.name)} is of type ${column.sqlType}, whose values are no texts: compare a part of them`,
        );
      };
    default:
      return same;
  }
}

const same: TextOf = (text) => text;

/** A double from an engine's text of it. */
export function numberOf(text: string): number {
  const special = /^(-?)inf(inity)?$/i.exec(text);
  return special ? (special[1] === '-' ? -Infinity : Infinity) : Number(text);
}

/** A column's value as text, where it is one. */
export function textValueOf(column: Column, sql: Dialect): string {
  return column.sqlType === 'VARCHAR' ? valueOf(column) : sql.toText(valueOf(column));
}
