import type { Json, JsonObject } from '../json';
import type { Checkpoint, CheckpointAction } from './checkpoint';
import { mailOf, slackBody, teamsBody, webhookBody, type Mail } from './messages';
import { gravest, noticeOf, type CheckpointOutcome, type Notice } from './notice';
import { filled, type Environment } from './variables';

/** What an action of a checkpoint comes to, as data; nothing is sent yet. */
export type PlannedAction =
  | { kind: 'skip'; action: string; why: string }
  /** The results are kept. */
  | { kind: 'store'; action: string }
  /** The pages of the data docs are written. */
  | { kind: 'docs'; action: string }
  | PlannedRequest
  | PlannedMail;

export interface PlannedRequest {
  kind: 'request';
  action: string;
  url: string;
  headers: Record<string, string>;
  body: JsonObject;
  /** What must not be shown. */
  secrets: string[];
}

export interface PlannedMail extends Mail {
  kind: 'mail';
  action: string;
  server: {
    host: string;
    port: number;
    tls: 'on' | 'start' | 'off';
    login?: { user: string; password: string };
  };
  from: string;
  to: string[];
  secrets: string[];
}

/**
 * What the actions of a checkpoint do about an outcome, in their order. An action that names a variable without a value
 * is skipped, as is one that is not for such an outcome.
 */
export function planActions(
  { actions }: Pick<Checkpoint, 'actions'>,
  outcome: CheckpointOutcome,
  env: Environment,
): PlannedAction[] {
  const notice = noticeOf(outcome);
  return actions.map((action) => planned(action, { notice, outcome, env }));
}

interface Told {
  notice: Notice;
  outcome: CheckpointOutcome;
  env: Environment;
}

function planned(action: CheckpointAction, told: Told): PlannedAction {
  const { name, kind, type, freshOnly } = action;
  const skip = (why: string): PlannedAction => ({ kind: 'skip', action: name, why });
  if (kind === 'none')
    return skip(`${type} is an action of Great Expectations that nothing is done for here`);
  if (freshOnly && !told.outcome.fresh)
    return skip('the verdict is from the cache, and the action is for fresh runs only');
  if (kind === 'store' || kind === 'docs') {
    return told.outcome.problem === undefined
      ? { kind, action: name }
      : skip('the data could not be validated, so there is no result');
  }
  if (!isFor(action, told.notice)) return skip(`notify_on: ${action.notifyOn}`);
  const settings = new Settings(action, told.env);
  const made = kind === 'email' ? mail(name, settings, told.notice) : request(name, kind, settings, told);
  return settings.problem === undefined ? made : skip(settings.problem);
}

function isFor({ notifyOn }: CheckpointAction, notice: Notice): boolean {
  switch (notifyOn) {
    case 'all':
      return true;
    case 'success':
      return notice.success;
    case 'failure':
      return !notice.success;
    default:
      return !notice.success && (gravest(notice) ?? 'critical') === notifyOn;
  }
}

/** The settings of an action with their variables filled in. */
class Settings {
  readonly secrets: string[] = [];
  private readonly unset = new Set<string>();
  private wrong: string | undefined;

  constructor(
    private readonly action: CheckpointAction,
    private readonly env: Environment,
  ) {}

  get problem(): string | undefined {
    if (this.unset.size === 0) return this.wrong;
    const names = [...this.unset];
    return `${names.map((name) => `\${${name}}`).join(', ')} ${names.length === 1 ? 'is' : 'are'} not set`;
  }

  refuse(what: string): void {
    this.wrong ??= what;
  }

  /** The first setting of these names that is there; empty where none is. */
  text(...names: readonly string[]): string {
    const setting = names
      .map((name) => this.action.settings[name])
      .find((value) => value !== undefined && value !== null);
    return this.fill(setting);
  }

  fill(setting: Json | undefined): string {
    const { text, unset, values } = filled(setting, this.env);
    for (const name of unset) this.unset.add(name);
    this.secrets.push(...values);
    return text;
  }

  /** An address; what follows its host is a secret. */
  url(...names: readonly string[]): string {
    const text = this.text(...names);
    this.secrets.push(text);
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (!url || !/^https?:$/.test(url.protocol)) {
      this.refuse(`${names[0] ?? 'url'} is no address that begins with https:// or http://`);
      return text;
    }
    this.secrets.push(...[`${url.pathname}${url.search}`, url.password].filter((part) => part.length > 1));
    return text;
  }

  flag(name: string): boolean {
    const text = this.text(name).toLowerCase();
    return text === 'true' || text === '1' || text === 'yes';
  }

  object(name: string): JsonObject {
    const value = this.action.settings[name];
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {};
  }
}

const JSON_TYPE = { 'content-type': 'application/json' };

function request(
  action: string,
  kind: CheckpointAction['kind'],
  settings: Settings,
  { notice, outcome }: Told,
): PlannedAction {
  const common = { kind: 'request' as const, action, secrets: settings.secrets };
  switch (kind) {
    case 'slack': {
      const url = settings.url('slack_webhook', 'slack_webhook_url');
      return { ...common, url, headers: JSON_TYPE, body: slackBody(notice) };
    }
    case 'teams': {
      const url = settings.url('teams_webhook', 'microsoft_teams_webhook');
      return { ...common, url, headers: JSON_TYPE, body: teamsBody(notice) };
    }
    default: {
      const url = settings.url('url', 'webhook');
      const headers = Object.entries(settings.object('headers')).map(([name, value]) => [
        name.toLowerCase(),
        settings.fill(value),
      ]);
      const body = webhookBody(notice, outcome);
      return { ...common, url, headers: { ...JSON_TYPE, ...Object.fromEntries(headers) }, body };
    }
  }
}

/** Settings are those of Great Expectations' e-mail action. */
function mail(action: string, settings: Settings, notice: Notice): PlannedAction {
  const host = settings.text('smtp_address');
  const tls = settings.flag('use_ssl') ? 'on' : settings.flag('use_tls') ? 'start' : 'off';
  const portText = settings.text('smtp_port');
  const port = portText === '' ? { on: 465, start: 587, off: 25 }[tls] : Number(portText);
  const user = settings.text('sender_login');
  const password = settings.text('sender_password');
  if (password !== '') settings.secrets.push(password);
  const from = settings.text('sender_alias') || user;
  const to = settings
    .text('receiver_emails')
    .split(',')
    .map((address) => address.trim())
    .filter((address) => address !== '');
  if (!Number.isInteger(port) || port < 1 || port > 65535) settings.refuse('smtp_port is no port');
  if (from === '') settings.refuse('neither sender_alias nor sender_login says who sends it');
  if (to.length === 0) settings.refuse('receiver_emails names nobody');
  if ((user === '') !== (password === '')) {
    // An alias alone sends without a login.
    if (user === '' || settings.text('sender_alias') === '')
      settings.refuse('sender_login and sender_password are needed both, or neither with a sender_alias');
  }
  return {
    kind: 'mail',
    action,
    server: { host, port, tls, ...(user !== '' && password !== '' ? { login: { user, password } } : {}) },
    from,
    to,
    ...mailOf(notice),
    secrets: settings.secrets,
  };
}
