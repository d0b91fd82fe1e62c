import type { Artifact, FileEntry, Provenance, Verdict } from '@modelgate/contracts';
import { canonicalMetric } from '@modelgate/gates';
import { artifactOf } from '@modelgate/store';

/** What the stages have left of a candidate, and what the baseline is now. */
export interface CandidateState {
  project: string;
  /** Train's manifest; undefined where train has not run. */
  artifact: Artifact | undefined;
  verdicts: readonly Verdict[];
  /** What is missing or about other bytes, a sentence each with the command that mends it. */
  gaps: readonly string[];
  /** Files that are not what they were when the candidate was scored. */
  changed: readonly string[];
  /** Code that a prediction needs, by its path below `code/`: the evaluate and api modules and their imports. */
  code: readonly CodeEntry[];
  metrics: Readonly<Record<string, number>>;
  evaluationSet: string | undefined;
  commit: string | undefined;
  current: CurrentBaseline;
}

/** A file of code; `from` is its path from the project's folder. */
export interface CodeEntry extends FileEntry {
  from: string;
}

export interface CurrentBaseline {
  artifact: Artifact | undefined;
  /** Whether every byte of it is in baseline/files or in the store. */
  complete: boolean;
  /** The numbers of baseline_metrics.json. */
  metrics: Readonly<Record<string, number>> | undefined;
  /** Its `$schema` key. */
  schema: string | undefined;
}

export interface AcceptRequest {
  reason: string;
  override: boolean;
  inlineLimitBytes: number;
  localOnly: boolean;
  /** Whether other machines can reach the store. */
  sharedStore: boolean;
  by: string;
  /** ISO 8601. */
  at: string;
  /** The target that runs everything a baseline needs, as a command. */
  gateCommand: string;
}

export interface AcceptPlan {
  kind: 'accept';
  artifact: Artifact;
  /** Files of the artifact that stand in the project or its libraries, not in train's folder. */
  projectFiles: readonly { path: string; from: string }[];
  bytes: number;
  /** In git under baseline/files, or in the store. */
  place: 'git' | 'store';
  metricsFile: Record<string, unknown>;
  notes: string[];
}

export type Planned =
  AcceptPlan | { kind: 'unchanged'; artifact: Artifact } | { kind: 'refused'; refusals: string[] };

/** Decides whether a candidate becomes the baseline, and what is written then. Nothing is read or written here. */
export function planAcceptance(state: CandidateState, request: AcceptRequest): Planned {
  const { artifact: trained, current } = state;
  const refusals = [...state.gaps, ...staleFiles(state, request), ...failedVerdicts(state, request)];
  if (!trained || refusals.length > 0) return { kind: 'refused', refusals };

  const listed = new Set(trained.files.map(({ path }) => path));
  const added = state.code.filter(({ path }) => !listed.has(`code/${path}`));
  const artifact = artifactOf([
    ...trained.files,
    ...added.map(({ path, bytes, sha256 }) => ({ path: `code/${path}`, bytes, sha256 })),
  ]);
  if (
    current.artifact?.digest === artifact.digest &&
    current.complete &&
    sameMetrics(current.metrics, state.metrics)
  ) {
    return { kind: 'unchanged', artifact };
  }

  const bytes = artifact.files.reduce((sum, file) => sum + file.bytes, 0);
  const place = bytes <= request.inlineLimitBytes ? 'git' : 'store';
  if (place === 'store' && !request.sharedStore && !request.localOnly) {
    return { kind: 'refused', refusals: [noSharedStore(bytes, request)] };
  }
  const overridden = state.verdicts.some(({ outcome }) => outcome === 'fail');
  const provenance: Provenance = {
    artifact: artifact.digest,
    ...(state.evaluationSet === undefined ? {} : { evaluation_set: state.evaluationSet }),
    ...(state.commit === undefined ? {} : { commit: state.commit }),
    accepted_at: request.at,
    accepted_by: request.by,
    reason: request.reason,
    ...(overridden ? { override: true } : {}),
  };
  return {
    kind: 'accept',
    artifact,
    projectFiles: added.map(({ path, from }) => ({ path: `code/${path}`, from })),
    bytes,
    place,
    metricsFile: {
      ...(current.schema === undefined ? {} : { $schema: current.schema }),
      ...sorted(state.metrics),
      provenance,
    },
    notes: [...droppedMetrics(state), ...localStoreNote(place, request)],
  };
}

function staleFiles({ changed }: CandidateState, { gateCommand }: AcceptRequest): string[] {
  if (changed.length === 0) return [];
  const list =
    changed.length > 5
      ? `${changed.slice(0, 5).join(', ')} and ${changed.length - 5} more`
      : changed.join(', ');
  return [`changed since the candidate was scored: ${list}: ${gateCommand}`];
}

function failedVerdicts(
  { verdicts }: CandidateState,
  { override, at, gateCommand }: AcceptRequest,
): string[] {
  const expired = verdicts.filter(
    ({ valid_until }) => valid_until !== undefined && Date.parse(valid_until) < Date.parse(at),
  );
  const failed = override ? [] : verdicts.filter(({ outcome }) => outcome === 'fail');
  return [
    ...expired.map(
      ({ stage, valid_until }) => `the verdict of ${stage} was valid until ${valid_until}: ${gateCommand}`,
    ),
    ...failed.map(({ stage, gates }) => {
      const reasons = gates.filter(({ effect }) => effect === 'fail').map(({ message }) => message);
      return `${stage} failed (${reasons.join('; ') || 'see its report'}); --override with a --reason accepts it all the same`;
    }),
  ];
}

function noSharedStore(bytes: number, { inlineLimitBytes }: AcceptRequest): string {
  return (
    `the model and its code have ${megabytes(bytes)}, more than the ${megabytes(inlineLimitBytes)} that go into git, and the ` +
    'only store is on this machine: every fresh clone would fail for want of these bytes; set MODELGATE_STORE to a folder that ' +
    'all machines share, raise --inline-limit, or say --local-only'
  );
}

function localStoreNote(place: 'git' | 'store', { sharedStore }: AcceptRequest): string[] {
  return place === 'store' && !sharedStore
    ? ['only this machine has the bytes of this baseline: score and measure fail in every other clone']
    : [];
}

/** Names of the old file that nothing computed this time; `auc` is another name of `roc_auc`. */
function droppedMetrics({ metrics, current }: CandidateState): string[] {
  const known = new Set(Object.keys(metrics).map(canonicalMetric));
  const dropped = Object.keys(current.metrics ?? {}).filter((name) => !known.has(canonicalMetric(name)));
  return dropped.length === 0
    ? []
    : [`no longer in the file, since evaluate did not compute them: ${dropped.join(', ')}`];
}

/** A latency is measured anew in each run and says nothing about which model it is. */
function sameMetrics(
  before: Readonly<Record<string, number>> | undefined,
  now: Readonly<Record<string, number>>,
): boolean {
  const comparable = (metrics: Readonly<Record<string, number>>) =>
    JSON.stringify(Object.entries(sorted(metrics)).filter(([name]) => name !== 'latency_ms'));
  return before !== undefined && comparable(before) === comparable(now);
}

function sorted(metrics: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(metrics).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** 1 MB is 1,048,576 bytes here, as in baseline_metrics.json. */
function megabytes(bytes: number): string {
  return `${Number((bytes / 1_048_576).toPrecision(3))} MB`;
}
