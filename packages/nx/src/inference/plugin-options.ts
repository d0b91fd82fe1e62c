import { NAME_PATTERN, STAGES, type Stage } from '@modelgate/contracts/conventions';
import { exportersProblem, type Exporters } from './exporter-options';

/** Options of the plugin in nx.json, with their defaults. */
export interface ModelgateOptions {
  /** Another name for a target, or false to leave it out. */
  targets: Partial<Record<Stage, string | false>>;
  environments: string[];
  /** Folder of the registry, from the workspace. */
  registry: string;
  /** Read by executors when they run; no target definition has them. */
  exporters: Exporters;
}

export const DEFAULT_OPTIONS: ModelgateOptions = {
  targets: {},
  environments: ['staging', 'production'],
  registry: '.modelgate/registry',
  exporters: {},
};

/** A colon would part a target from its configuration on the command line. */
const TARGET_NAME = /^[A-Za-z0-9][\w.-]*$/;

/** Stages whose files others read: without them the chain would judge nothing. */
const LINKS: Partial<Record<Stage, Stage[]>> = {
  train: ['score', 'measure'],
  score: ['evaluate'],
  measure: ['benchmark'],
};

export type OptionsReading = { options: ModelgateOptions; problem?: string };

/**
 * Fills the defaults in. A wrong option does not throw, since that would stop every command of the workspace: it comes
 * back as a problem, which the targets of all models then report.
 */
export function readPluginOptions(raw: unknown): OptionsReading {
  const given = isMapping(raw) ? raw : {};
  const targets = isMapping(given['targets']) ? given['targets'] : {};
  const environments = given['environments'] ?? DEFAULT_OPTIONS.environments;
  const registry = given['registry'] ?? DEFAULT_OPTIONS.registry;
  const problem = problemOf(given, targets, environments, registry);
  if (problem !== undefined)
    return { options: DEFAULT_OPTIONS, problem: `nx.json  options of @modelgate/nx: ${problem}` };
  return {
    options: {
      targets,
      environments: Array.isArray(environments) ? environments.map(String) : DEFAULT_OPTIONS.environments,
      registry: String(registry),
      exporters: isMapping(given['exporters']) ? given['exporters'] : DEFAULT_OPTIONS.exporters,
    },
  };
}

function problemOf(
  given: Record<string, unknown>,
  targets: Record<string, unknown>,
  environments: unknown,
  registry: unknown,
): string | undefined {
  const unknownKey = Object.keys(given).find((key) => !Object.hasOwn(DEFAULT_OPTIONS, key));
  if (unknownKey)
    return `unknown option "${unknownKey}"; known are ${Object.keys(DEFAULT_OPTIONS).join(', ')}`;
  const stages: readonly string[] = STAGES;
  const unknownStage = Object.keys(targets).find((key) => !stages.includes(key));
  if (unknownStage) return `targets.${unknownStage}: no such target; known are ${STAGES.join(', ')}`;
  const badName = Object.entries(targets).find(
    ([, name]) => name !== false && (typeof name !== 'string' || !TARGET_NAME.test(name)),
  );
  if (badName) return `targets.${badName[0]}: expected a name of letters, digits, ".", "_" and "-", or false`;
  const names = STAGES.flatMap((stage) =>
    targets[stage] === false ? [] : [String(targets[stage] ?? stage)],
  );
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return `targets: two targets would have the name "${twice}"`;
  for (const [stage, readers] of Object.entries(LINKS)) {
    const reader = readers.find((name) => targets[stage] === false && targets[name] !== false);
    if (reader) return `targets.${stage}: ${reader} reads its result, so leave ${reader} out too`;
  }
  const listed = Array.isArray(environments) ? environments : [];
  if (listed.length === 0 || listed.some((name) => typeof name !== 'string' || !NAME_PATTERN.test(name))) {
    return 'environments: expected a list of names of a-z, 0-9, ".", "_" and "-"';
  }
  if (typeof registry !== 'string' || registry === '') return 'registry: expected a folder';
  return exportersProblem(given['exporters']);
}

function isMapping(value: unknown): value is Record<string, never> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
