import { posix } from 'node:path';
import type { TargetConfiguration } from '@nx/devkit';
import {
  JUDGING_STAGES,
  QUALITY_STAGES,
  STAGES,
  type JudgingStage,
  type QualityStage,
  type Stage,
} from '@modelgate/contracts/conventions';
import type { DatasetShape } from './dataset-shape';
import { executorOf } from './executors';
import type { Input } from './inputs';
import type { ModelShape } from './model-shape';
import type { ModelgateOptions } from './plugin-options';
import { outputPath } from './nx-patterns';
import { datasetInputs, stageInputs } from './stage-inputs';
import { CACHED_STAGES } from './stage-revisions';

/** What a stage runs after; stages that are left out are replaced by what they run after themselves. */
const AFTER: Record<Stage, readonly Stage[]> = {
  lint: [],
  typecheck: [],
  test: [],
  'lock-data': [],
  'validate-data': [],
  'train-smoke': ['validate-data'],
  train: ['train-smoke'],
  score: ['train'],
  evaluate: ['score'],
  measure: ['train'],
  benchmark: ['measure'],
  check: [...QUALITY_STAGES, 'validate-data', 'train-smoke'],
  gate: ['evaluate', 'benchmark'],
  package: ['check', 'gate'],
  deploy: [],
  rollback: [],
  repro: [],
};

const DESCRIPTIONS: Record<Stage, string> = {
  lint: 'Checks the style of the Python code with ruff or flake8',
  typecheck: 'Checks the types of the Python code with mypy',
  test: 'Runs the tests with pytest or unittest, with coverage',
  'lock-data': 'Writes data.lock.json: which bytes the data in object stores has',
  'validate-data': 'Checks the data against the expectation suites; blocks everything after it',
  'train-smoke': 'Trains on a few rows: training completes, the loss falls, predictions are sane',
  train: 'Trains the candidate model',
  score: 'Predicts the evaluation set with candidate and baseline, each with its own code',
  evaluate: 'Computes the metrics and judges the candidate against the baseline',
  measure: 'Measures latency, throughput, memory and size of candidate and baseline in one run',
  benchmark: 'Judges the measurements',
  check: 'What a pull request needs: code quality, validate-data and train-smoke',
  gate: 'What a release needs: evaluate and benchmark',
  package: 'Verifies every artifact and writes the release bundle',
  deploy: 'Puts the packaged version into an environment',
  rollback: 'Puts the previous good version back into an environment',
  repro: 'Trains twice and says whether the two models are equal',
};

const TECHNOLOGIES = ['modelgate', 'python'];

/** Stages of every model; the others follow from its file, or belong to data sets. */
const MODEL_STAGES = STAGES.filter(
  (stage) => stage !== 'lock-data' && !(QUALITY_STAGES as readonly Stage[]).includes(stage),
);

/** Where a stage writes, from the workspace. Named after the stage, whatever its target is called. */
export function outputFolder(projectRoot: string, stage: Stage): string {
  return posix.join('dist', outputPath(projectRoot), stage);
}

type Targets = Record<string, TargetConfiguration>;

/** What a target has in common in all projects of a workspace. */
interface Template {
  name: string;
  common: TargetConfiguration;
  /** Whether it writes a folder below dist/. */
  writes: boolean;
}

/**
 * Makes the targets of projects: a function of the project's shape and the plugin's options alone, since the definitions of
 * a project enter the hash of each of its tasks. What is the same for all projects is made once.
 */
export class TargetMaker {
  private readonly templates = new Map<string, Template>();

  constructor(private readonly options: ModelgateOptions) {}

  /** @param problem what is wrong with the project as the workspace sees it; every target then fails with this text */
  model(root: string, shape: ModelShape, problem?: string): Targets {
    const inputs = stageInputs(root, shape);
    const targets: Targets = {};
    for (const stage of [...shape.quality, ...MODEL_STAGES]) {
      this.add(
        targets,
        stage,
        root,
        shape.name,
        shape.quality,
        inputs[stage as keyof typeof inputs],
        problem,
      );
    }
    return targets;
  }

  dataset(root: string, shape: DatasetShape, problem?: string): Targets {
    const targets: Targets = {};
    this.add(targets, 'lock-data', root, shape.name, [], undefined, problem);
    this.add(targets, 'validate-data', root, shape.name, [], datasetInputs(root, shape), problem);
    return targets;
  }

  private add(
    targets: Targets,
    stage: Stage,
    root: string,
    project: string,
    quality: readonly QualityStage[],
    inputs: Input[] | undefined,
    problem: string | undefined,
  ): void {
    const template = this.template(stage, quality);
    if (template === undefined) return;
    const { name, common, writes } = template;
    const help = { command: `nx run ${project}:${name} --help`, example: {} };
    targets[name] = {
      ...common,
      metadata: { description: DESCRIPTIONS[stage], technologies: TECHNOLOGIES, help },
      ...(problem === undefined || common.executor === 'nx:noop'
        ? {}
        : { options: { ...common.options, problem } }),
      ...(writes ? { outputs: [`{workspaceRoot}/dist/${outputPath(root)}/${stage}`] } : {}),
      ...(inputs === undefined ? {} : { inputs }),
    };
  }

  /** @returns undefined for a stage that the options leave out */
  private template(stage: Stage, quality: readonly QualityStage[]): Template | undefined {
    const name = targetName(stage, this.options);
    if (name === undefined) return undefined;
    const key = stage === 'check' ? `${stage} ${quality.join()}` : stage;
    let template = this.templates.get(key);
    if (template === undefined) {
      template = makeTemplate(stage, name, quality, this.options);
      this.templates.set(key, template);
    }
    return template;
  }
}

function makeTemplate(
  stage: Stage,
  name: string,
  quality: readonly QualityStage[],
  options: ModelgateOptions,
): Template {
  const dependsOn = [
    ...(stage === 'validate-data' ? [`^${name}`] : []),
    ...new Set(AFTER[stage].flatMap((upstream) => present(upstream, quality, options))),
  ];
  if (stage === 'check' || stage === 'gate') {
    return { name, writes: false, common: { executor: 'nx:noop', dependsOn } };
  }
  const own = executorOptions(stage, options);
  const changesEnvironment = stage === 'deploy' || stage === 'rollback';
  const given = changesEnvironment
    ? { environments: options.environments, registry: options.registry, ...own }
    : own;
  return {
    name,
    // deploy and rollback leave reports only, and what a registry says must not be restored from anywhere.
    writes: !changesEnvironment && stage !== 'lock-data',
    common: {
      executor: `@modelgate/nx:${executorOf(stage)}`,
      ...(dependsOn.length > 0 ? { dependsOn } : {}),
      cache: (CACHED_STAGES as readonly Stage[]).includes(stage),
      ...(Object.keys(given).length === 0 ? {} : { options: given }),
      ...(changesEnvironment
        ? {
            configurations: Object.fromEntries(
              options.environments.map((environment) => [environment, { environment }]),
            ),
          }
        : {}),
      ...(stage === 'measure' ? { parallelism: false } : {}),
    },
  };
}

/** The stages that judge, without those that the options leave out. */
export function presentJudges(options: ModelgateOptions): JudgingStage[] {
  return JUDGING_STAGES.filter((stage) => targetName(stage, options) !== undefined);
}

export function targetName(stage: Stage, options: ModelgateOptions): string | undefined {
  const named = options.targets[stage];
  return named === false ? undefined : (named ?? stage);
}

/** What an executor has to know of the plugin's options, where they differ from the defaults. */
function executorOptions(stage: Stage, options: ModelgateOptions): Record<string, unknown> {
  const names = targetNames(options);
  return {
    ...(stage === 'package' || stage === 'deploy' ? { judges: presentJudges(options) } : {}),
    ...(Object.keys(names).length === 0 ? {} : { names }),
  };
}

/** Names of the targets that are not called as their stage. */
export function targetNames({ targets }: ModelgateOptions): Partial<Record<Stage, string>> {
  return Object.fromEntries(
    Object.entries(targets).filter(([stage, name]) => typeof name === 'string' && name !== stage),
  ) as Partial<Record<Stage, string>>;
}

function present(stage: Stage, quality: readonly QualityStage[], options: ModelgateOptions): string[] {
  const isQuality = (QUALITY_STAGES as readonly Stage[]).includes(stage);
  if (isQuality && !(quality as readonly Stage[]).includes(stage)) return [];
  const name = targetName(stage, options);
  return name === undefined
    ? AFTER[stage].flatMap((upstream) => present(upstream, quality, options))
    : [name];
}
