import type { ProjectGraphExternalNode } from '@nx/devkit';

/**
 * A number per stage, raised by hand when the results of that stage change. It is the only part of modelgate that a
 * cached stage hashes: an upgrade that changes verdicts reruns them, any other bump of a JavaScript dependency does not.
 */
export const STAGE_REVISIONS = {
  lint: 1,
  typecheck: 1,
  test: 1,
  'validate-data': 2,
  'train-smoke': 1,
  train: 1,
  score: 1,
  evaluate: 1,
  measure: 1,
  benchmark: 1,
} as const;

export type CachedStage = keyof typeof STAGE_REVISIONS;

export const CACHED_STAGES = Object.keys(STAGE_REVISIONS) as CachedStage[];

export function revisionNodeOf(stage: CachedStage): string {
  return `modelgate:${stage}`;
}

/** One external node per cached stage, whose hash is the stage's revision. */
export function revisionNodes(): Record<string, ProjectGraphExternalNode> {
  return Object.fromEntries(
    CACHED_STAGES.map((stage) => {
      const name = revisionNodeOf(stage);
      const version = String(STAGE_REVISIONS[stage]);
      return [name, { type: 'npm', name, data: { version, packageName: name, hash: `${name}@${version}` } }];
    }),
  );
}
