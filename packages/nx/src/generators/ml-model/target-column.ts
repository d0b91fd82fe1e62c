import { suggest, UserError } from '@modelgate/contracts';
import { guessTarget, guessTask, type ColumnProfile, type Profile } from '@modelgate/expectations';
import type { SyntheticTask } from './synthetic-data';

/** What is to be predicted, and how that was found out. */
export interface TargetChoice {
  target: string;
  task: SyntheticTask;
  /** One line for each thing that was guessed. */
  notes: string[];
}

export interface TargetQuestion {
  /** What messages call the data file. */
  file: string;
  target: string | undefined;
  task: SyntheticTask | undefined;
}

/**
 * The target column and the task: what the user says, else what the data suggests.
 * @throws UserError where the column is not there, or cannot be the target of such a task
 */
export function chooseTarget(
  profile: Profile,
  { file, target: given, task: wanted }: TargetQuestion,
): TargetChoice {
  const where = { file };
  if (profile.columns.length < 2) {
    throw new UserError('the data has one column only, so there is nothing to predict it from', {
      where,
      fix: 'take a table with at least two columns; its cells are separated by "," ";" "|" or a tab',
    });
  }
  const guessedTarget = given === undefined ? guessTarget(profile) : undefined;
  const name = given ?? guessedTarget?.column ?? '';
  const column = profile.columns.find((candidate) => candidate.name === name);
  if (!column) throw unknownColumn(name, profile, file);
  if (column.missing > 0) {
    const count = `${column.missing} of ${profile.rows} rows have no value in the target column ${JSON.stringify(name)}`;
    throw new UserError(count, {
      where,
      why: 'nothing can be learnt from such a row, and no prediction can be judged by it',
      fix: 'take these rows out of the data, or name another column with --target',
    });
  }
  const guessedTask = wanted === undefined ? guessTask(profile, name) : undefined;
  const task = wanted ?? guessedTask?.task ?? 'regression';
  const problem = problemOf(column, profile.rows, task);
  if (problem) throw new UserError(problem.what, { where, fix: problem.fix });
  return {
    target: name,
    task,
    notes: [
      ...(guessedTarget ? [`the target is ${JSON.stringify(name)}: ${guessedTarget.reason}`] : []),
      ...(guessedTask ? [`the task is ${task}: ${guessedTask.reason}`] : []),
    ],
  };
}

function unknownColumn(name: string, { columns }: Profile, file: string): UserError {
  const names = columns.map((column) => column.name);
  const near = suggest(name, names);
  return new UserError(`the data has no column ${JSON.stringify(name)}`, {
    where: { file },
    why: `its columns are ${names.map((column) => JSON.stringify(column)).join(', ')}`,
    fix:
      near === undefined
        ? 'name one of them with --target'
        : `did you mean --target=${JSON.stringify(near)}?`,
  });
}

/** Why a column cannot be the target of a task. */
function problemOf(
  column: ColumnProfile,
  rows: number,
  task: SyntheticTask,
): { what: string; fix: string } | undefined {
  const { family, distinct, distinct_exact } = column;
  const name = JSON.stringify(column.name);
  const values = `${distinct_exact ? '' : 'about '}${distinct} different values`;
  const isNumber = family === 'integer' || family === 'float' || family === 'decimal';
  if (distinct_exact && distinct < 2) {
    return {
      what: `the target column ${name} has the same value in all ${rows} rows, so there is nothing to learn`,
      fix: 'take data with different values there, or name another column with --target',
    };
  }
  if (task === 'regression' && !isNumber) {
    return {
      what: `the target column ${name} holds no numbers (${family}), as a regression needs`,
      fix: `say --task=${distinct === 2 ? 'binary-classification' : 'multiclass-classification'}, or name another column with --target`,
    };
  }
  if (task === 'binary-classification' && distinct > 2) {
    return {
      what: `the target column ${name} has ${values}, and a binary classification has two`,
      fix: `say --task=multiclass-classification${isNumber ? ' or --task=regression' : ''}, or name another column with --target`,
    };
  }
  if (task === 'multiclass-classification' && distinct * 2 > rows) {
    return {
      what: `the target column ${name} has ${values} in ${rows} rows: too many to be classes`,
      fix: `name another column with --target${isNumber ? ', or say --task=regression' : ''}`,
    };
  }
  return undefined;
}
