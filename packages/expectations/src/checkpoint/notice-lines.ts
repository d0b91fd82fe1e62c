import type { Notice, ValidationNotice } from './notice';

/** Failed expectations that a message names of one suite. */
const NAMED = 10;

/** The failed expectations of a validation, a line each; of many, the first. */
export function failureLines({ failures }: ValidationNotice): string[] {
  const lines = failures.slice(0, NAMED).map(({ expectation, severity, message, change }) => {
    const remarks = [
      ...(severity === 'critical' ? [] : [severity]),
      ...(change === undefined ? [] : [change]),
    ];
    return `${expectation}: ${message}${remarks.length === 0 ? '' : ` (${remarks.join('; ')})`}`;
  });
  return failures.length > NAMED ? [...lines, `and ${failures.length - NAMED} more`] : lines;
}

/** A notice below its title as lines of plain text. */
export function plainLines(notice: Notice): string[] {
  return [
    ...notice.validations.flatMap((validation) => [
      `${validation.suite} over ${validation.data}: ${validation.sentence}`,
      ...(validation.change === undefined ? [] : [`Since the last run: ${validation.change}`]),
      ...failureLines(validation).map((line) => `- ${line}`),
    ]),
    ...notice.remarks,
  ];
}
