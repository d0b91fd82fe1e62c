import type { EntryName, PythonFunction, PythonParameter } from '@modelgate/contracts';

/** How modelgate calls a function of the project. */
export interface CallPlan {
  /** `fit(features, target, seed=...)` */
  call: string;
  /** Why it cannot be called as that entry point. */
  problem?: string;
  /** What a user should know, and need not change. */
  notes: string[];
}

type Plan = (found: PythonFunction) => CallPlan;

/** What the training function is offered, with the defaults of a model without params.yaml. */
const OFFERED: Record<string, string> = { epochs: '50', batch_size: '64', seed: '7' };

// The names that the runner takes for features and for a target.
const FEATURES = /^(train_|test_)?(x|features)(_(train|test|val|eval))?$/i;
const TARGET = /^(train_|test_)?(y|targets?|labels?)(_(train|test|val|eval|true))?$/i;

/** How the function of an entry point is called; `api` is never called. */
export function planCall(entry: Exclude<EntryName, 'api'>, found: PythonFunction): CallPlan {
  const plan = PLANS[entry](found);
  const names = plan.call === '' ? '' : `${found.name}(${plan.call})`;
  return { ...plan, call: names };
}

const PLANS: Record<Exclude<EntryName, 'api'>, Plan> = {
  load_data: (found) => {
    const plan = withArguments(found, ['path']);
    if (positional(found).length === 0 && !takesRest(found))
      return { ...plan, problem: 'it takes no path, and the data has to come from where model.yaml says' };
    if (plan.problem === undefined && found.returns.every((count) => count <= 2) && found.returns.includes(2))
      return { ...plan, notes: ['it gives features and target apart, which become one table'] };
    return oneValue(found, plan, 'the table with its target column');
  },
  preprocess_features: (found) => {
    const plan = withArguments(found, ['table without target']);
    return oneValue(found, plan, 'the features of the table');
  },
  train: planTraining,
  save_model: (found) => inOrder(found, withArguments(found, ['model', placeOf(found, 1)])),
  load_model: (found) => oneValue(found, withArguments(found, [placeOf(found, 0)]), 'the model'),
  evaluate: (found) => {
    if (takesPredictions(found)) return withArguments(found, ['target', 'predictions']);
    const pair = isPair(found, 1);
    return inOrder(
      found,
      withArguments(found, pair ? ['model', 'features', 'target'] : ['model', 'table with target']),
    );
  },
  predict: (found) => inOrder(found, withArguments(found, ['model', 'table without target'])),
  predict_proba: (found) => inOrder(found, withArguments(found, ['model', 'table without target'])),
};

function planTraining(found: PythonFunction): CallPlan {
  const pair = isPair(found, 0);
  const given = pair ? ['features', 'target'] : ['table'];
  const rest = found.params
    .slice(given.length)
    .filter(({ kind }) => kind === 'positional' || kind === 'keyword');
  const takesAll = found.params.some(({ kind }) => kind === 'keywords');
  const offered = Object.keys(OFFERED).filter(
    (name) => takesAll || rest.some((param) => param.name === name),
  );
  const history = ['history', 'return_history'].find((name) => rest.some((param) => param.name === name));
  const left = Object.keys(OFFERED).filter((name) => !offered.includes(name));
  const missing = rest.filter(
    ({ name, required }) => required && !(name in OFFERED) && !/^(return_)?history$/.test(name),
  );
  const own = rest.filter((param) => !param.required && offered.includes(param.name));
  const ours = offered.filter((name) => !own.some((param) => param.name === name));
  const plan: CallPlan = {
    call: [...given, ...offered, ...(history ? [history] : [])].join(', '),
    notes: [
      ...(own.length > 0
        ? [
            `without a params.yaml it keeps its own ${own.map((param) => `${param.name}=${param.default ?? ''}`).join(', ')}`,
          ]
        : []),
      ...(ours.length > 0
        ? [`without a params.yaml it gets ${ours.map((name) => `${name}=${OFFERED[name]}`).join(', ')}`]
        : []),
      ...(left.length > 0 ? [`it does not take ${left.join(', ')}, which are left out`] : []),
    ],
  };
  if (positional(found).length < given.length && !takesRest(found))
    return { ...plan, problem: 'it takes no table: the data has to be given to it, by load_data' };
  if (missing.length > 0) {
    const names = missing.map(({ name }) => name).join(', ');
    return { ...plan, problem: `it needs ${names}: give ${names} a default, or a value in params.yaml` };
  }
  if (found.returns.some((count) => count > 1) && history !== 'return_history')
    plan.notes.push(`it gives ${listed(found.returns)} values, of which the first one has to be the model`);
  return plan;
}

/** Whether the parameter at a place takes features and the next one a target, as the runner sees it. */
function isPair(found: PythonFunction, place: number): boolean {
  const [features, target] = positional(found).slice(place);
  return (
    features !== undefined &&
    target !== undefined &&
    FEATURES.test(features.name) &&
    TARGET.test(target.name) &&
    target.required
  );
}

// The names that the runner takes for predictions.
const PREDICTED = /^(y_?)?(preds?|predicted|predictions?|hat)(_(test|val|eval))?$/i;

function takesPredictions(found: PythonFunction): boolean {
  const [truth, predictions] = positional(found);
  return (
    truth !== undefined &&
    predictions !== undefined &&
    TARGET.test(truth.name) &&
    PREDICTED.test(predictions.name)
  );
}

function withArguments(found: PythonFunction, given: readonly string[]): CallPlan {
  const plan: CallPlan = { call: given.join(', '), notes: [] };
  const takes = positional(found);
  const shown = `${found.name}(${found.params.map(({ name }) => name).join(', ')})`;
  if (takes.length < given.length && !takesRest(found))
    return { ...plan, problem: `${shown} does not take ${given.length} arguments (${given.join(', ')})` };
  const missing = found.params
    .filter(({ required, kind }) => required && (kind === 'positional' || kind === 'keyword'))
    .filter((param) => param.kind === 'keyword' || takes.indexOf(param) >= given.length);
  if (missing.length === 0) return plan;
  const names = missing.map(({ name }) => name).join(', ');
  return { ...plan, problem: `${shown} also needs ${names}, which nothing gives: give ${names} a default` };
}

/** Functions that take the model last, or predictions instead of a model, have other arguments than ours. */
function inOrder(found: PythonFunction, plan: CallPlan): CallPlan {
  const [first, second] = positional(found);
  if (plan.problem !== undefined || first === undefined) return plan;
  const isModel = (name: string) =>
    /model|clf|classifier|regressor|estimator|pipeline|net|booster|session/i.test(name);
  const takesValues =
    /^(y|true|pred|predictions?|labels?|targets?|x|features|df|data|rows|path|file)(_|$)/i.test(first.name);
  if (!isModel(first.name) && ((second && isModel(second.name)) || takesValues)) {
    const names = [first, second].flatMap((param) => param?.name ?? []).join(', ');
    return { ...plan, problem: `it takes (${names}, ...), and the model has to come first` };
  }
  return plan;
}

function oneValue(found: PythonFunction, plan: CallPlan, what: string): CallPlan {
  if (plan.problem !== undefined || !found.returns.some((count) => count > 1)) return plan;
  return { ...plan, problem: `it gives ${listed(found.returns)} values, and has to give ${what} alone` };
}

/** Whether a path is given as the folder or as a file, by the name of the parameter; both where it does not say. */
function placeOf(found: PythonFunction, place: number): string {
  const name = positional(found)[place]?.name ?? '';
  return /file/i.test(name) ? 'file' : /dir|folder/i.test(name) ? 'folder' : 'folder or file';
}

function positional({ params }: PythonFunction): PythonParameter[] {
  return params.filter(({ kind }) => kind === 'positional');
}

function takesRest({ params }: PythonFunction): boolean {
  return params.some(({ kind }) => kind === 'rest');
}

function listed(counts: readonly number[]): string {
  return counts.filter((count) => count > 1).join(' or ');
}
