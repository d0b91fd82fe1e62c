import { STAGES, type Stage } from '@modelgate/contracts/conventions';

interface Naming {
  /** The stage of a target that a project.json names otherwise. */
  stage?: Stage;
  /** Names of targets that are not called as their stage; set by the plugin. */
  names?: Partial<Record<Stage, string>>;
}

/** The stage that a target is for: what its options say, else what the plugin calls it. */
export function stageOf({ stage, names = {} }: Naming, target: string | undefined): Stage {
  const found = STAGES.find((each) =>
    stage === undefined ? (names[each] ?? each) === target : each === stage,
  );
  if (found === undefined) {
    throw new Error(
      `the target "${target ?? ''}" is no stage of modelgate: set options.stage to one of ${STAGES.join(', ')}`,
    );
  }
  return found;
}
