import { hostname, userInfo } from 'node:os';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, posix } from 'node:path';
import {
  DEFAULT_ENVIRONMENT_POLICY,
  deployPolicySchema,
  entryFileSchema,
  UserError,
  validate,
  type Bundle,
  type DeployPolicy,
  type EnvironmentState,
  type JudgingStage,
} from '@modelgate/contracts';
import {
  applyDeploy,
  applyRollback,
  environmentRefusal,
  folderRegistry,
  isRefusal,
  planDeploy,
  planRollback,
  readBundle,
  refusalError,
  type Actor,
  type Plan,
  type Refusal,
  type Registry,
} from '@modelgate/delivery';
import { gitAuthor } from '@modelgate/runtime';
import { baselineRequest, interpreterFor, runModel } from './python-stage';
import type { Change, EnvironmentOptions } from './apply-change';
import { commandOf, projectPath, shown, stageFolder, type StageContext } from './stage-context';
import { refused } from './stage-failure';
import { withScratch } from './working-folder';

/** Deploys what was packaged. Depends on no other target: what was judged is what ships. */
export const deploy: Change = async (context, options) => {
  const environment = requestedEnvironment(context, options);
  refuseUnknown('deploy', environment, options);
  const registry = openRegistry(context, options);
  const bundleDir = join(stageFolder(context, 'package'), 'bundle');
  if (!existsSync(join(bundleDir, 'bundle.json'))) {
    const reason = `there is no packaged version of ${context.projectName}: ${shown(context, bundleDir)} is not there`;
    throw refused(new UserError(reason, { fix: commandOf(context, 'package') }), [reason]);
  }
  const bundle = await readBundle(bundleDir);
  const policy = requiring(await readPolicy(context), options.environments, context.judges);
  const plan = allowed(
    planDeploy({
      bundle,
      environment,
      environments: options.environments,
      policy,
      states: await readStates(
        registry,
        context.projectName,
        concerned(environment, policy, options.environments),
      ),
      now: new Date(),
    }),
  );
  return {
    plan,
    apply: async (onStep) =>
      applyDeploy(plan, { registry, bundleDir, onStep, ...(await applying(context, options)) }),
  };
};

/** Puts the previous good version, or a named one, back. */
export const rollback: Change = async (context, options) => {
  const environment = requestedEnvironment(context, options);
  refuseUnknown('rollback', environment, options);
  const registry = openRegistry(context, options);
  const states = await readStates(
    registry,
    context.projectName,
    environment === undefined ? [] : [environment],
  );
  const plan = allowed(
    planRollback({
      model: context.projectName,
      environment,
      environments: options.environments,
      state: environment === undefined ? undefined : states[environment],
      to: options.to,
    }),
  );
  return {
    plan,
    apply: async (onStep) => applyRollback(plan, { registry, onStep, ...(await applying(context, options)) }),
  };
};

/** @throws StageFailure where the plan is a refusal */
function allowed<P extends Plan>(planned: P | Refusal): P {
  if (isRefusal(planned)) throw refused(refusalError(planned), planned.refusals);
  return planned;
}

/** A mistyped configuration reaches an executor as none: the hook before all tasks keeps the word that was typed. */
function requestedEnvironment(
  context: StageContext,
  { environment }: EnvironmentOptions,
): string | undefined {
  return environment ?? context.env['MODELGATE_CONFIGURATION'];
}

/** An unknown environment is told before anything is looked at. */
function refuseUnknown(
  action: 'deploy' | 'rollback',
  environment: string | undefined,
  { environments }: EnvironmentOptions,
): void {
  const reason = environmentRefusal(action, environment, environments);
  if (reason !== undefined) throw refused(new UserError(reason), [reason]);
}

function openRegistry(context: StageContext, { registry }: EnvironmentOptions): Registry {
  const folder = context.env['MODELGATE_REGISTRY'] ?? registry;
  return folderRegistry(isAbsolute(folder) ? folder : join(context.workspaceRoot, folder));
}

async function readPolicy(context: StageContext): Promise<DeployPolicy | undefined> {
  const file = projectPath(context, 'deploy.yaml');
  if (!existsSync(file)) return undefined;
  return validate(deployPolicySchema, await readFile(file, 'utf8'), {
    filePath: posix.join(context.projectRoot, 'deploy.yaml'),
  });
}

/** The policy of every environment, which cannot ask for a verdict of a stage that the project has not. */
function requiring(
  policy: DeployPolicy | undefined,
  environments: readonly string[],
  judges: readonly JudgingStage[],
): DeployPolicy {
  const all = {
    ...Object.fromEntries(environments.map((name) => [name, DEFAULT_ENVIRONMENT_POLICY])),
    ...policy?.environments,
  };
  return {
    schema: 'modelgate.deploy/v1',
    environments: Object.fromEntries(
      Object.entries(all).map(([name, own]) => [
        name,
        { ...own, require: own.require.filter((stage) => judges.includes(stage)) },
      ]),
    ),
  };
}

/** The environment and the one that must have run the version before: a damaged state of another stops nothing. */
function concerned(
  environment: string | undefined,
  policy: DeployPolicy,
  environments: readonly string[],
): string[] {
  const names = [
    environment,
    environment === undefined ? undefined : policy.environments[environment]?.after,
  ];
  return environments.filter((name) => names.includes(name));
}

async function readStates(
  registry: Registry,
  model: string,
  environments: string[],
): Promise<Record<string, EnvironmentState>> {
  const states = await Promise.all(
    environments.map(async (name) => [name, await registry.readEnvironment(model, name)] as const),
  );
  return Object.fromEntries(states);
}

async function applying(context: StageContext, { reason }: EnvironmentOptions) {
  const by = await gitAuthor(context.workspaceRoot);
  const actor: Actor = {
    at: new Date().toISOString(),
    by: by ?? userInfo().username,
    host: hostname(),
    ...(reason === undefined ? {} : { reason }),
  };
  return { actor, loadCheck: loadCheck(context) };
}

/** Loads a version's model with the version's own code in the Python that runs this model. */
function loadCheck(context: StageContext): (folder: string, bundle: Bundle) => Promise<void> {
  return async (folder, bundle) => {
    const filePath = shown(context, join(folder, 'entry.json'));
    const entry = validate(entryFileSchema, await readFile(join(folder, 'entry.json'), 'utf8'), { filePath });
    const interpreter = await interpreterFor(context, [{ command: entry.command?.['load-check'] }]);
    const out = dirname(stageFolder(context, 'package'));
    await withScratch(out, (scratch) =>
      runModel(context, interpreter, {
        ...baselineRequest(context, 'load-check', { folder, entry }, { out: scratch }),
        task: bundle.task,
      }),
    );
  };
}
