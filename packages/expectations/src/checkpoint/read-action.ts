import { suggest, UserError } from '@modelgate/contracts';
import type { Json, JsonObject } from '../json';
import type { Path, SourceDocument } from '../suite/document';
import { shown } from '../wording';
import { NOTIFY_ON, type ActionKind, type CheckpointAction, type NotifyOn } from './checkpoint';

/** Names of 0.x classes and of 1.x types. */
const KINDS: Record<string, ActionKind> = {
  StoreValidationResultAction: 'store',
  store_validation_result: 'store',
  UpdateDataDocsAction: 'docs',
  update_data_docs: 'docs',
  SlackNotificationAction: 'slack',
  slack: 'slack',
  EmailAction: 'email',
  email: 'email',
  MicrosoftTeamsNotificationAction: 'teams',
  microsoft: 'teams',
  WebhookAction: 'webhook',
  webhook: 'webhook',
};

/** Actions of Great Expectations that nothing is done for here. */
const IGNORED = [
  'StoreEvaluationParametersAction',
  'StoreSuiteParametersAction',
  'StoreMetricsAction',
  'PagerdutyAlertAction',
  'pagerduty',
  'OpsgenieAlertAction',
  'opsgenie',
  'SNSNotificationAction',
  'sns',
  'APINotificationAction',
  'api',
];

/** The settings that an action cannot do without; of several names one. */
const REQUIRED: Partial<Record<ActionKind, string[][]>> = {
  slack: [['slack_webhook', 'slack_webhook_url']],
  teams: [['teams_webhook', 'microsoft_teams_webhook']],
  webhook: [['url', 'webhook']],
  email: [['smtp_address'], ['receiver_emails']],
};

/**
 * Reads an entry of `action_list` (0.x: `name` and `action`) or of `actions` (1.x: `type`).
 * @throws UserError that names the place
 */
export function readAction(entry: Json, path: Path, source: SourceDocument): CheckpointAction {
  if (!isObject(entry)) fail(source, path, `expected an action, got ${shown(entry)}`);
  const nested = entry['action'];
  const settings = isObject(nested) ? nested : entry;
  const own = isObject(nested) ? [...path, 'action'] : path;
  const type = settings['class_name'] ?? settings['type'];
  if (typeof type !== 'string' || type === '')
    fail(source, own, `expected an action with class_name (0.x) or type (1.x), got ${shown(entry)}`);
  const name = typeof entry['name'] === 'string' ? entry['name'] : type;
  return actionOf({ name, type, settings, path: own, source });
}

/** @throws UserError for an unknown type, or a setting that is missing or of a wrong kind */
export function actionOf({
  name,
  type,
  settings,
  path,
  source,
}: {
  name: string;
  type: string;
  settings: JsonObject;
  path: Path;
  source: SourceDocument;
}): CheckpointAction {
  const kind = kindOf(type, settings, path, source);
  for (const names of REQUIRED[kind] ?? []) {
    if (names.some((key) => settings[key] !== undefined && settings[key] !== null)) continue;
    const [first = ''] = names;
    const misspelled = suggest(
      first,
      Object.keys(settings).filter((key) => key !== 'type' && key !== 'class_name'),
    );
    const hint =
      kind === 'slack' && settings['slack_token'] !== undefined
        ? 'a slack_token is not used: name the incoming webhook'
        : misspelled === undefined
          ? `expected the ${kind === 'email' ? 'setting' : 'address'}, such as \${${first.toUpperCase()}}`
          : `"${misspelled}" stands there instead`;
    fail(source, path, `${kind} action ${shown(name)}: ${first} is missing; ${hint}`);
  }
  return {
    name,
    kind,
    type,
    notifyOn: notifyOn(settings['notify_on'] ?? (kind === 'webhook' ? 'all' : null), path, source),
    freshOnly: flag(settings, 'fresh_runs_only', path, source),
    settings,
    place: source.placeOf(path),
  };
}

function kindOf(type: string, settings: JsonObject, path: Path, source: SourceDocument): ActionKind {
  const kind = KINDS[type];
  if (kind) return kind;
  // A class from a module of the team's own is Python, which is not run here.
  if (IGNORED.includes(type) || typeof settings['module_name'] === 'string') return 'none';
  const meant = suggest(type, [...Object.keys(KINDS), ...IGNORED]);
  const key = settings['class_name'] === undefined ? 'type' : 'class_name';
  return fail(
    source,
    [...path, key],
    `there is no action ${shown(type)}; ${meant === undefined ? `known are ${Object.keys(KINDS).join(', ')}` : `did you mean ${shown(meant)}?`}`,
  );
}

function notifyOn(value: Json, path: Path, source: SourceDocument): NotifyOn {
  if (value === null) return 'all';
  const known = NOTIFY_ON.find((candidate) => candidate === value);
  return (
    known ??
    fail(
      source,
      [...path, 'notify_on'],
      `notify_on: expected one of ${NOTIFY_ON.join(', ')}, got ${shown(value)}`,
    )
  );
}

function flag(settings: JsonObject, key: string, path: Path, source: SourceDocument): boolean {
  const value = settings[key] ?? false;
  if (typeof value === 'boolean') return value;
  return fail(source, [...path, key], `${key}: expected true or false, got ${shown(value)}`);
}

/** @throws UserError at the place of a path */
export function fail(source: SourceDocument, path: Path, what: string): never {
  throw new UserError(what, { where: source.placeOf(path) });
}

export function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
