import { posix } from 'node:path';
import type { EntryName, PythonFunction, PythonOutline } from '@modelgate/contracts';
import { API_MODULES, APPLICATIONS, NAMES, type Naming } from './entry-names';
import type { Modules } from './modules';
import { planCall, type CallPlan } from './signatures';

/** A function, or for `api` a value, that was taken for an entry point. */
export interface FoundEntry {
  entry: EntryName;
  /** `credit.train:fit` */
  target: string;
  file: string;
  line: number;
  plan: CallPlan;
}

/** A function that has the name of an entry point and cannot be one. */
export type RefusedEntry = FoundEntry & { plan: { problem: string } };

export interface EntrySearch {
  found: Partial<Record<EntryName, FoundEntry>>;
  /** The best of those that do not fit, for entry points that nothing else fits. */
  refused: RefusedEntry[];
}

/** Finds the entry points of a project by the names of its functions, their modules and their arguments. */
export function findEntryPoints(outlines: readonly PythonOutline[], modules: Modules): EntrySearch {
  const search: EntrySearch = { found: {}, refused: [] };
  const api = findApi(outlines, modules);
  if (api) search.found.api = api;
  for (const entry of Object.keys(NAMES).filter(isCalled)) {
    // What a web service does with a request is no entry point, whatever its name is.
    const files = outlines.filter(({ path }) => path !== api?.file);
    const candidates = files.flatMap((outline) => candidatesOf(entry, outline, modules));
    const inApi = entry === 'load_model' ? outlines.filter(({ path }) => path === api?.file) : [];
    const last = inApi.flatMap((outline) => candidatesOf(entry, outline, modules));
    const ranked = [...candidates.sort(byRank), ...last];
    const best = ranked.find(({ plan }) => plan.problem === undefined);
    if (best) search.found[entry] = foundOf(best);
    else if (ranked[0]) search.refused.push(refusedOf(ranked[0]));
  }
  return withoutHalves(search);
}

type Candidate = FoundEntry & { rank: number };

function isCalled(name: string): name is Exclude<EntryName, 'api'> {
  return name in NAMES;
}

function candidatesOf(
  entry: Exclude<EntryName, 'api'>,
  { path, functions }: PythonOutline,
  modules: Modules,
): Candidate[] {
  const module = modules.nameOf(path);
  if (module === undefined) return [];
  return functions.flatMap((found) => {
    const rank = rankOf(NAMES[entry], path, found);
    if (rank === undefined) return [];
    return {
      entry,
      target: `${module}:${found.name}`,
      file: path,
      line: found.line,
      plan: planCall(entry, found),
      rank,
    };
  });
}

/** Smaller is better; undefined where the names tell nothing. */
function rankOf(
  { sure, likely, modules }: Naming,
  path: string,
  { name }: PythonFunction,
): number | undefined {
  const stem =
    posix.basename(path, '.py') === '__init__'
      ? posix.basename(posix.dirname(path))
      : posix.basename(path, '.py');
  const words = [stem, ...stem.split('_')];
  const place = modules.findIndex((module) => words.includes(module));
  const certain = sure.indexOf(name);
  if (certain >= 0) return certain * 20 + (place < 0 ? 19 : place);
  const possible = likely.indexOf(name);
  return possible < 0 || place < 0 ? undefined : 1000 + possible * 20 + place;
}

function byRank(a: Candidate, b: Candidate): number {
  return a.rank - b.rank || (a.file < b.file ? -1 : 1);
}

function foundOf({ rank: _rank, ...found }: Candidate): FoundEntry {
  return found;
}

function refusedOf({ rank: _rank, ...found }: Candidate): RefusedEntry {
  return { ...found, plan: { ...found.plan, problem: found.plan.problem ?? '' } };
}

function findApi(outlines: readonly PythonOutline[], modules: Modules): FoundEntry | undefined {
  const candidates = outlines.flatMap(({ path, values }) => {
    const module = modules.nameOf(path);
    const made = values.filter(({ call }) => call !== undefined && APPLICATIONS.test(call));
    const value = made.find(({ name }) => /^(app|api|application)$/.test(name)) ?? made[0];
    if (module === undefined || value === undefined) return [];
    return { path, target: `${module}:${value.name}`, line: value.line, place: placeOf(path) };
  });
  const [best] = candidates.sort((a, b) => a.place - b.place);
  return (
    best && {
      entry: 'api',
      target: best.target,
      file: best.path,
      line: best.line,
      plan: { call: '', notes: [] },
    }
  );
}

function placeOf(path: string): number {
  const place = API_MODULES.indexOf(posix.basename(path, '.py'));
  return place < 0 ? API_MODULES.length : place;
}

/** A model that is loaded and never saved is pickled by modelgate, and then loaded the same way. */
function withoutHalves({ found, refused }: EntrySearch): EntrySearch {
  const { load_model: load, save_model: save, ...others } = found;
  if (load && save) return { found, refused };
  const half = load ?? save;
  if (!half) return { found, refused };
  const missing = load ? 'save_model' : 'load_model';
  const because = refused.find(({ entry }) => entry === missing)?.plan.problem;
  const problem = `there is no ${missing} beside it${because === undefined ? '' : ' that can be called'}, so the model is pickled`;
  return { found: others, refused: [...refused, { ...half, plan: { ...half.plan, problem } }] };
}
