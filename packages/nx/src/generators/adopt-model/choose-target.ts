import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { UserError, type PythonOutline, type Task } from '@modelgate/contracts';
import { profile, type Profile } from '@modelgate/expectations';
import { chooseTarget } from '../ml-model/target-column';

export interface ChosenTarget {
  target: string;
  task: Task;
  /** One line each for what was guessed, and why. */
  notes: string[];
  /** Rows and columns of the training data; undefined where its bytes are not there. */
  size: { rows: number; columns: number } | undefined;
}

export interface TargetSearch {
  /** Absolute folder of the project. */
  folder: string;
  /** The project's folder from the workspace. */
  root: string;
  /** From the project's folder. */
  train: string;
  target: string | undefined;
  task: Task | undefined;
  outlines: readonly PythonOutline[];
}

/** Where the code says which column it predicts. */
interface Told {
  column: string;
  where: string;
}

/**
 * What the model predicts: what the user says, else what the code takes as its target, else what the data suggests.
 * @throws UserError where nothing tells, or the column cannot be the target of such a task
 */
export async function findTarget(search: TargetSearch): Promise<ChosenTarget> {
  const known = await profileOf(search);
  const columns = known?.columns.map(({ name }) => name);
  const told = search.target === undefined ? toldTarget(search.outlines, columns) : undefined;
  const told_notes = told ? [`the target is ${JSON.stringify(told.column)}: ${told.where}`] : [];
  const target = search.target ?? told?.column;
  const kind = search.task === undefined ? kindOf(search.outlines) : undefined;
  if (!known) return withoutData(search, target, kind, told_notes);

  const size = { rows: known.rows, columns: known.columns.length };
  if (search.task === 'ranking')
    return { target: target ?? unknown(search, 'target'), task: 'ranking', notes: told_notes, size };
  const file = posix.join(search.root, search.train);
  const guessed = chooseTarget(known, { file, target, task: search.task });
  const task = kind === undefined ? guessed.task : taskOf(kind.family, known, guessed.target);
  const notes =
    task === guessed.task
      ? guessed.notes
      : [
          ...guessed.notes.filter((note) => !note.startsWith('the task')),
          `the task is ${task}: ${kind?.because ?? ''}`,
        ];
  return { target: guessed.target, task, notes: [...told_notes, ...notes], size };
}

async function profileOf({ folder, root, train }: TargetSearch): Promise<Profile | undefined> {
  const path = join(folder, train);
  if (train.endsWith('.dvc') || !existsSync(path)) return undefined;
  return profile({ data: { path, name: posix.join(root, train) } });
}

function withoutData(
  search: TargetSearch,
  target: string | undefined,
  kind: Kind | undefined,
  notes: string[],
): ChosenTarget {
  const task = search.task ?? (kind?.family === 'regression' ? 'regression' : undefined);
  return {
    target: target ?? unknown(search, 'target'),
    task: task ?? unknown(search, 'task'),
    notes: [...notes, ...(search.task === undefined && kind ? [`the task is ${task}: ${kind.because}`] : [])],
    size: undefined,
  };
}

function unknown({ root, train }: TargetSearch, what: 'target' | 'task'): never {
  throw new UserError(`nothing tells the ${what} of the model`, {
    where: { file: posix.join(root, train) },
    why: 'the bytes of the training data are not here, and the code does not say it',
    fix: `say it with --${what}=${what === 'target' ? '<column>' : 'binary-classification'}, or fetch the data first (dvc pull)`,
  });
}

const WEIGHT = { named: 3, taken: 2, dropped: 1 };

/** The column that the code names most clearly as its target; one that the data has, where its columns are known. */
function toldTarget(
  outlines: readonly PythonOutline[],
  columns: readonly string[] | undefined,
): Told | undefined {
  const texts = new Map(
    outlines.flatMap(({ values }) =>
      values.flatMap(({ name, text }) => (text === undefined ? [] : [[name, text] as const])),
    ),
  );
  const weights = new Map<string, { weight: number; best: number; where: string }>();
  for (const { path, targets } of outlines) {
    for (const { text, name, line, how } of targets) {
      const column = text ?? (name === undefined ? undefined : texts.get(name));
      if (column === undefined || (columns && !columns.includes(column))) continue;
      const before = weights.get(column) ?? { weight: 0, best: 0, where: '' };
      const isBetter = WEIGHT[how] > before.best;
      weights.set(column, {
        weight: before.weight + WEIGHT[how],
        best: Math.max(before.best, WEIGHT[how]),
        where: isBetter ? `${path}:${line} ${SAYS[how]}` : before.where,
      });
    }
  }
  const ordered = [...weights].sort(([, a], [, b]) => b.best - a.best || b.weight - a.weight);
  const [first] = ordered;
  // Dropping a column alone may as well be the removal of an identifier.
  if (
    first === undefined ||
    (first[1].best === WEIGHT.dropped && (columns === undefined || ordered.length > 1))
  )
    return undefined;
  return { column: first[0], where: first[1].where };
}

const SAYS = {
  named: 'names it',
  taken: 'takes it as what is to be predicted',
  dropped: 'drops it from the features',
};

interface Kind {
  family: 'classification' | 'regression';
  because: string;
}

/** What kind of model the code trains, where its estimators agree. */
function kindOf(outlines: readonly PythonOutline[]): Kind | undefined {
  const all = outlines.flatMap(({ path, estimators }) => estimators.map((name) => ({ path, name })));
  const isClassifier = (name: string) => /Classifier$|^LogisticRegression|SVC$|NB$|^binary|^multi/.test(name);
  const isRegressor = (name: string) =>
    /Regressor$|^reg|^(Linear|Poisson|Gamma|Tweedie|Huber|Quantile)Regression|SVR$|^(Ridge|Lasso|ElasticNet)$/.test(
      name,
    );
  const classifiers = all.filter(({ name }) => isClassifier(name));
  const regressors = all.filter(({ name }) => isRegressor(name) && !isClassifier(name));
  const [one] = classifiers.length > 0 ? classifiers : regressors;
  if (!one || (classifiers.length > 0 && regressors.length > 0)) return undefined;
  return {
    family: classifiers.length > 0 ? 'classification' : 'regression',
    because: `${one.path} uses ${one.name}`,
  };
}

function taskOf(family: Kind['family'], { columns }: Profile, target: string): Exclude<Task, 'ranking'> {
  if (family === 'regression') return 'regression';
  const column = columns.find(({ name }) => name === target);
  return column && column.distinct_exact && column.distinct <= 2
    ? 'binary-classification'
    : 'multiclass-classification';
}
