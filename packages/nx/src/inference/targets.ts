import { posix } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import { JUDGING_STAGES, STAGES, type JudgingStage, type Stage } from '@modelgate/contracts/conventions';
import type { ModelShape } from './model-shape';
import type { ModelgateOptions } from './plugin-options';
import { outputPath } from './nx-patterns';
import { stageInputs } from './stage-inputs';
import { CACHED_STAGES, type CachedStage } from './stage-revisions';

/** What a stage runs after; stages that are left out are replaced by what they run after themselves. */
const AFTER: Record<Stage, readonly Stage[]> = {
  'validate-data': [],
  'train-smoke': ['validate-data'],
  train: ['train-smoke'],
  score: ['train'],
  evaluate: ['score'],
  measure: ['train'],
  benchmark: ['measure'],
  check: ['validate-data', 'train-smoke'],
  gate: ['evaluate', 'benchmark'],
  package: ['check', 'gate'],
  deploy: [],
  rollback: [],
};

const DESCRIPTIONS: Record<Stage, string> = {
  'validate-data': 'Checks the data against the expectation suites; blocks everything after it',
  'train-smoke': 'Trains on a few rows: training completes, the loss falls, predictions are sane',
  train: 'Trains the candidate model',
  score: 'Predicts the evaluation set with candidate and baseline, each with its own code',
  evaluate: 'Computes the metrics and judges the candidate against the baseline',
  measure: 'Measures latency, throughput, memory and size of candidate and baseline in one run',
  benchmark: 'Judges the measurements',
  check: 'What a pull request needs: validate-data and train-smoke',
  gate: 'What a release needs: evaluate and benchmark',
  package: 'Verifies every artifact and writes the release bundle',
  deploy: 'Puts the packaged version into an environment',
  rollback: 'Puts the previous good version back into an environment',
};

/** Where a stage writes, from the workspace. Named after the stage, whatever its target is called. */
export function outputFolder(projectRoot: string, stage: Stage): string {
  return posix.join('dist', outputPath(projectRoot), stage);
}

/**
 * All targets of a model: a function of model.yaml's shape and the plugin's options alone, since the definitions of a
 * project enter the hash of each of its tasks.
 *
 * @param problem what is wrong with the project as the workspace sees it; every target then fails with this text
 */
export function modelTargets(
  root: string,
  shape: ModelShape,
  options: ModelgateOptions,
  problem?: string,
): Record<string, TargetConfiguration> {
  const targets: Record<string, TargetConfiguration> = {};
  const inputs = stageInputs(root, shape);
  for (const stage of STAGES) {
    const name = targetName(stage, options);
    if (name !== undefined) targets[name] = target(stage, root, shape.name, inputs, options, problem);
  }
  return targets;
}

/** The stages that judge, without those that the options leave out. */
export function presentJudges(options: ModelgateOptions): JudgingStage[] {
  return JUDGING_STAGES.filter((stage) => targetName(stage, options) !== undefined);
}

export function targetName(stage: Stage, options: ModelgateOptions): string | undefined {
  const named = options.targets[stage];
  return named === false ? undefined : (named ?? stage);
}

function target(
  stage: Stage,
  root: string,
  project: string,
  inputs: ReturnType<typeof stageInputs>,
  options: ModelgateOptions,
  problem: string | undefined,
): TargetConfiguration {
  const name = targetName(stage, options) ?? stage;
  const dependsOn = [
    ...(stage === 'validate-data' ? [`^${name}`] : []),
    ...new Set(AFTER[stage].flatMap((upstream) => present(upstream, options))),
  ];
  const metadata = {
    description: DESCRIPTIONS[stage],
    technologies: ['modelgate', 'python'],
    help: { command: `nx run ${project}:${name} --help`, example: {} },
  };
  if (stage === 'check' || stage === 'gate') return { executor: 'nx:noop', dependsOn, metadata };
  const common = {
    executor: `@modelgate/nx:${stage}`,
    ...(dependsOn.length > 0 ? { dependsOn } : {}),
    metadata,
  };
  const own = executorOptions(stage, options, problem);
  if (stage === 'deploy' || stage === 'rollback') {
    return {
      ...common,
      cache: false,
      options: { environments: options.environments, registry: options.registry, ...own },
      configurations: Object.fromEntries(
        options.environments.map((environment) => [environment, { environment }]),
      ),
    };
  }
  return {
    ...common,
    ...(Object.keys(own).length === 0 ? {} : { options: own }),
    outputs: [`{workspaceRoot}/${outputFolder(root, stage)}`],
    ...(isCached(stage) ? { cache: true, inputs: inputs[stage] } : { cache: false }),
    ...(stage === 'measure' ? { parallelism: false } : {}),
  };
}

/** What an executor has to know of the plugin's options, where they differ from the defaults. */
function executorOptions(
  stage: Stage,
  options: ModelgateOptions,
  problem: string | undefined,
): Record<string, unknown> {
  const names = targetNames(options);
  return {
    ...(stage === 'package' || stage === 'deploy' ? { judges: presentJudges(options) } : {}),
    ...(Object.keys(names).length === 0 ? {} : { names }),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** Names of the targets that are not called as their stage. */
export function targetNames({ targets }: ModelgateOptions): Partial<Record<Stage, string>> {
  return Object.fromEntries(
    Object.entries(targets).filter(([stage, name]) => typeof name === 'string' && name !== stage),
  ) as Partial<Record<Stage, string>>;
}

function present(stage: Stage, options: ModelgateOptions): string[] {
  const name = targetName(stage, options);
  return name === undefined ? AFTER[stage].flatMap((upstream) => present(upstream, options)) : [name];
}

function isCached(stage: Stage): stage is CachedStage {
  return (CACHED_STAGES as readonly string[]).includes(stage);
}
