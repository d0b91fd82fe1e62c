/** Where a mistake stands: a path as the user would type it, and 1-based line and column where they are known. */
export interface Place {
  file: string;
  line?: number;
  column?: number;
}

export interface UserErrorParts {
  where?: Place;
  why?: string;
  fix?: string;
  cause?: unknown;
}

/**
 * A mistake that the user can mend: what happened, where, why, and what to do. It is shown as one message without
 * a stack trace; everything else that is thrown is a defect of modelgate and keeps its trace.
 */
export class UserError extends Error {
  readonly where?: Place;
  readonly why?: string;
  readonly fix?: string;

  constructor(what: string, parts: UserErrorParts = {}) {
    super(renderUserError(what, parts), { cause: parts.cause });
    this.name = 'UserError';
    this.where = parts.where;
    this.why = parts.why;
    this.fix = parts.fix;
  }
}

export function formatPlace(place: Place): string {
  if (place.line === undefined) return place.file;
  return place.column === undefined
    ? `${place.file}:${place.line}`
    : `${place.file}:${place.line}:${place.column}`;
}

function renderUserError(what: string, { where, why, fix }: UserErrorParts): string {
  const lines = [where ? `${formatPlace(where)}  ${what}` : what];
  if (why) lines.push(`  why: ${why}`);
  if (fix) lines.push(`  fix: ${fix}`);
  return lines.join('\n');
}
