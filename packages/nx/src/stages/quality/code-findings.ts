import { posix } from 'node:path';
import type { GateResult, ReportTable } from '@modelgate/contracts';

/** What a linter or a type checker says of a line. */
export interface CodeFinding {
  /** From the folder in which the tool ran. */
  file: string;
  line: number;
  column: number | undefined;
  /** `F401`, `arg-type`; of a tool that names none, what it is: `error`. */
  rule: string;
  message: string;
}

/** Rows of a report that are more than this tell nobody anything. */
const MOST_ROWS = 500;

const PLACE = /^(.+?):(\d+)(?::(\d+))?(?::\d+:\d+)?:\s+(.+)$/;
/** `F401 [*] message` of ruff, `invalid-syntax: message`, `E501 message` of flake8. */
const RULE_FIRST = /^([A-Z]{1,8}\d+|[a-z]+(?:-[a-z]+)+)(?::|\s)\s*(?:\[\*\]\s*)?(.+)$/;
/** `error: message  [arg-type]` of mypy. */
const RULE_LAST = /^error:\s+(.*?)(?:\s+\[([\w-]+)\])?$/;

/** Findings in what ruff (`--output-format=concise`), flake8 or mypy printed, in its order; notes are none. */
export function readFindings(output: string): CodeFinding[] {
  return output.split(/\r?\n/).flatMap((line) => {
    const [, file, at, column, text] = PLACE.exec(line) ?? [];
    if (file === undefined || at === undefined || text === undefined) return [];
    const place = {
      file: file.split('\\').join('/'),
      line: Number(at),
      column: column === undefined ? undefined : Number(column),
    };
    const typed = RULE_LAST.exec(text);
    if (typed) return [{ ...place, rule: typed[2] ?? 'error', message: typed[1] ?? '' }];
    const styled = RULE_FIRST.exec(text);
    return styled ? [{ ...place, rule: styled[1] ?? '', message: styled[2] ?? '' }] : [];
  });
}

/** A failed gate for each rule that was broken, the most often broken first: a list of lines is in the table. */
export function findingGates(findings: readonly CodeFinding[], folder: string): GateResult[] {
  const byRule = new Map<string, CodeFinding[]>();
  for (const finding of findings) byRule.set(finding.rule, [...(byRule.get(finding.rule) ?? []), finding]);
  return [...byRule]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([rule, found]) => {
      const [first] = found;
      const where = first ? `${placeOf(first, folder)}: ${first.message}` : '';
      return {
        id: rule,
        title: rule,
        mode: 'enforce',
        outcome: 'fail',
        effect: 'fail',
        message: found.length === 1 ? where : `${where} (the first of ${found.length})`,
        evidence: 'check',
      };
    });
}

/** @param folder the folder in which the tool ran, from the workspace */
export function findingTable(findings: readonly CodeFinding[], folder: string): ReportTable[] {
  if (findings.length === 0) return [];
  const rest = findings.length - MOST_ROWS;
  return [
    {
      title: rest > 0 ? `Findings (the first ${MOST_ROWS} of ${findings.length})` : 'Findings',
      columns: ['place', 'rule', 'message'],
      rows: findings
        .slice(0, MOST_ROWS)
        .map((finding) => [placeOf(finding, folder), finding.rule, finding.message]),
    },
  ];
}

function placeOf({ file, line, column }: CodeFinding, folder: string): string {
  const path = posix.normalize(posix.join(folder, file));
  return column === undefined ? `${path}:${line}` : `${path}:${line}:${column}`;
}

/** A number of things in words: `1 error`, `2 errors`, or what is said of none. */
export function counted(count: number, thing: string, none: string): string {
  return count === 0 ? none : `${count} ${thing}${count === 1 ? '' : 's'}`;
}
