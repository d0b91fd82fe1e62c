import {
  stageResultSchema,
  UserError,
  validateJson,
  type Place,
  type StageFailure,
  type StageResult,
} from '@modelgate/contracts';
import { posix } from 'node:path';
import { describeHang, type Hang } from './hang-stack';
import { distributionOf } from './distribution-name';
import { fileInProject } from './library-files';
import { shownCommand } from './stage-program';
import type { StageEnd } from './stage-process';
import type { StageRun } from './stage-run';

/**
 * What the end of a stage's process means: its result, or the one error that says why there is none.
 * @throws UserError for everything that the model's code, its environment or the machine did
 * @throws Error for a defect of the runner
 */
export function stageOutcome(run: StageRun, end: StageEnd): StageResult {
  const name = `${run.request.stage} of ${run.request.project}`;
  const result = resultOf(run, name, end);
  const understood = end.malformedEvent === undefined || run.request.command === undefined;
  if (result && end.cancelled === undefined && understood) {
    if (result.failure) throw failureError(run, name, result.failure, end);
    return end.signal === undefined && (end.exitCode ?? 0) === 0
      ? result
      : {
          ...result,
          notes: [...result.notes, `the process ended with ${endOf(end)} after it had written its result`],
        };
  }
  throw lostError(run, name, end);
}

function resultOf(run: StageRun, name: string, end: StageEnd): StageResult | undefined {
  if (end.result === undefined) return undefined;
  try {
    return readResult(run, name, end);
  } catch (error) {
    // What was stopped may have been in the middle of writing it, and why it was stopped is the mistake.
    const stopped = end.cancelled !== undefined || end.timedOut || end.malformedEvent !== undefined;
    if (stopped && error instanceof UserError) return undefined;
    throw error;
  }
}

function readResult({ request }: StageRun, name: string, end: StageEnd): StageResult {
  const unreadable = (why: string) =>
    new UserError(`${name} wrote a result that cannot be read`, {
      why,
      fix: request.command
        ? 'let the command write what stage-result.schema.json in node_modules/@modelgate/contracts/schemas asks for'
        : 'the result file is written by the runner alone: let no code of the model write to it',
    });
  let result: StageResult;
  try {
    result = validateJson(stageResultSchema, end.result ?? '', { filePath: 'result.json' });
  } catch (error) {
    throw unreadable(end.mask(error instanceof Error ? error.message : String(error)));
  }
  if (result.stage === request.stage) return result;
  throw unreadable(`result.json  stage: expected "${request.stage}", got "${result.stage}"`);
}

function failureError(run: StageRun, name: string, failure: StageFailure, end: StageEnd): Error {
  const message = end.mask(failure.message);
  const trace = failure.trace === undefined ? undefined : end.mask(failure.trace);
  const entry = failure.entry === undefined ? '' : `${failure.entry} `;
  const why = trace === undefined ? undefined : indented('the last lines of the traceback are', trace);
  const model: Place = { file: posix.join(run.projectPath, 'model.yaml') };
  const code: Place | undefined =
    failure.file === undefined
      ? undefined
      : { file: placeIn(run, failure.file), ...(failure.line ? { line: failure.line } : {}) };
  if (run.request.command) {
    return new UserError(`${name}: ${entry}${message}`, {
      where: code ?? model,
      ...(trace === undefined ? {} : { why: indented('the command says', trace) }),
      fix:
        withheldHint(`${message}\n${trace ?? ''}`, end.withheld) ??
        `mend this where the command runs: ${shownCommand(run.request.command)}`,
    });
  }
  switch (failure.kind) {
    case 'missing-entry':
      return new UserError(`${name}: ${message}`, { where: model });
    case 'missing-package':
      return new UserError(`${name}: ${message}`, {
        ...(code ? { where: code } : {}),
        why: `${run.interpreter?.path} (${run.interpreter?.chosen_by}) is the Python that runs this model`,
        fix: installHint(run, failure.package ?? ''),
      });
    case 'raised':
      return new UserError(`${name}: ${entry}failed: ${message}`, {
        ...(code ? { where: code } : {}),
        ...(why ? { why } : {}),
        fix: withheldHint(`${message}\n${trace ?? ''}`, end.withheld) ?? 'mend this in the code of the model',
      });
    case 'wrong-type':
      return new UserError(`${name}: ${entry}does not fit: ${message}`, {
        ...(code ? { where: code } : {}),
        ...(why ? { why } : {}),
      });
    case 'data':
      return new UserError(`${name}: ${message}`, {
        where: model,
        fix: 'mend the data, or what model.yaml says about it under data:',
      });
    case 'model':
      return new UserError(`${name}: ${message}`, {
        ...(code ? { where: code } : {}),
        ...(why ? { why } : {}),
        fix: 'train the model again, or restore its files; they are damaged, incomplete or of other library versions',
      });
    case 'system':
      return new UserError(`${name}: a file cannot be written: ${message}`, {
        fix: 'free space on the disk, or give this user access to it',
      });
    case 'internal':
      return new Error(`the runner failed in ${name}: ${message}\n${trace ?? ''}`);
  }
}

/** There is no result, or none that counts. */
function lostError(run: StageRun, name: string, end: StageEnd): UserError {
  const during = end.phase === undefined ? '' : ` in ${entryOf(run, end.phase)}`;
  const printed =
    end.lastLines.length > 0
      ? indented('the last lines that it printed are', end.lastLines.join('\n'))
      : undefined;
  const why = printed === undefined ? {} : { why: printed };
  if (end.startError !== undefined) return notStarted(run, name, end.startError);
  if (end.cancelled !== undefined) return new UserError(`${name} was stopped${during}: ${end.cancelled}`);
  const { command } = run.request;
  if (end.timedOut) {
    const stack = end.stack === undefined ? undefined : describeHang(end.stack, run.request.root);
    return new UserError(`${name} ran longer than ${duration(run.timeoutMs ?? 0)}${during} and was stopped`, {
      ...placeOf(run, stack),
      ...(stack ? { why: indented('it was here', end.mask(stack.text)) } : why),
      fix: 'mend what hangs, or set a longer resources.timeout in model.yaml',
    });
  }
  if (end.malformedEvent !== undefined) {
    return new UserError(`${name} sent an event that cannot be read${during}: ${end.malformedEvent}`, {
      fix: command
        ? 'write to file descriptor 3 what stage-event.schema.json in node_modules/@modelgate/contracts/schemas asks for, one JSON object a line'
        : 'file descriptor 3 carries the events of the stage: let no code of the model write to it',
    });
  }
  if (end.signal === 'SIGKILL') {
    return new UserError(`${name} was killed${during} (SIGKILL)`, {
      ...why,
      fix: 'the system does this when memory runs out: give the stage more memory, or let it use less (fewer rows, a smaller batch_size)',
    });
  }
  if (end.signal !== undefined) {
    // Python's faulthandler writes the stack to standard error before the process dies.
    const stack = describeHang(end.lastLines.join('\n'), run.request.root);
    return new UserError(`${name} crashed${during} (${end.signal})`, {
      ...placeOf(run, stack),
      ...(stack ? { why: indented('it was here', stack.text) } : why),
      fix: 'this happens in native code: look at the library that was being called, and at its version',
    });
  }
  if (command) {
    const told = end.lastError === undefined ? '' : `: ${end.lastError}`;
    return new UserError(`${name}: the command ended without a result (${endOf(end)})${told}`, {
      where: { file: posix.join(run.projectPath, 'model.yaml') },
      ...why,
      fix:
        withheldHint(end.lastLines.join('\n'), end.withheld) ??
        `let it write the file that "result" of the request names; it is ${shownCommand(command)}`,
    });
  }
  if (end.lastError !== undefined) {
    return new UserError(`${name}: ${end.lastError}`, {
      fix: 'free space on the disk, or give this user access to it',
    });
  }
  return new UserError(`${name} ended without a result${during} (${endOf(end)})`, {
    ...why,
    fix: 'let no code of the model end the process (os._exit, exec)',
  });
}

function notStarted(run: StageRun, name: string, code: string): UserError {
  const { command } = run.request;
  if (!command) {
    return new UserError(
      `${name}: the Python interpreter ${run.interpreter?.path} cannot be started (${code})`,
      {
        why: `it was chosen by ${run.interpreter?.chosen_by}`,
        fix: 'install it again, or name another one in MODELGATE_PYTHON',
      },
    );
  }
  const [program = ''] = command;
  const inProject = /[/\\]/.test(program);
  const where = { where: { file: posix.join(run.projectPath, 'model.yaml') } };
  if (code === 'ENOENT') {
    return new UserError(`${name}: the command ${program} is not found`, {
      ...where,
      why: inProject ? `it is looked for in ${run.request.root}` : 'it is looked for on PATH',
      fix: 'install it, or mend command: in model.yaml',
    });
  }
  if (code === 'EACCES') {
    const path = posix.join(run.projectPath, program);
    return new UserError(`${name}: the command ${program} may not be executed`, {
      ...where,
      fix: inProject
        ? `chmod +x ${path}, and keep it in git: git update-index --chmod=+x ${path}`
        : 'give this user the right to execute it',
    });
  }
  return new UserError(`${name}: the command ${shownCommand(command)} cannot be started (${code})`, {
    ...where,
    fix: 'mend command: in model.yaml; a script needs a first line such as #!/bin/sh, or its program before it',
  });
}

/** A file that the code read, as a user types it from the workspace. */
function placeIn(run: StageRun, file: string): string {
  return posix.join(run.projectPath, fileInProject(file, run.request.libraries, run.request.root));
}

function placeOf(run: StageRun, stack: Hang | undefined): { where?: Place } {
  if (!stack?.place) return {};
  return { where: { file: posix.join(run.projectPath, stack.place.file), line: stack.place.line } };
}

function endOf(end: StageEnd): string {
  return end.signal ?? `exit code ${end.exitCode ?? 'unknown'}`;
}

function entryOf(run: StageRun, phase: string): string {
  return run.request.entry[phase] ?? phase;
}

function installHint(run: StageRun, module: string): string {
  const distribution = distributionOf(module);
  const python = run.interpreter?.path ?? 'python3';
  return (
    `uv pip install --python ${python} ${distribution}   (or: ${python} -m pip install ${distribution}), ` +
    'and name it under dependencies in pyproject.toml; another interpreter can be named in MODELGATE_PYTHON'
  );
}

function withheldHint(text: string, withheld: readonly string[]): string | undefined {
  const name = withheld.find((variable) => text.includes(variable));
  return name === undefined
    ? undefined
    : `${name} looks like a credential and was not passed to the stage: name it under secrets: in model.yaml`;
}

function indented(head: string, text: string): string {
  const lines = text.trimEnd().split('\n');
  return [head, ...lines.map((line) => `    ${line}`)].join('\n');
}

function duration(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  return ms % 60_000 === 0 ? `${ms / 60_000} min` : `${ms / 1000} s`;
}
