import { messageOf } from '../engine/error-message';
import type { PlannedAction, PlannedMail, PlannedRequest } from './plan-actions';
import { masked } from './variables';

/** What became of an action. A failure changes no verdict. */
export interface ActionResult {
  action: string;
  outcome: 'done' | 'skipped' | 'failed';
  /** What was done, or why not; without secrets. */
  message: string;
}

/** What actions other than messages do. @returns what was done, in words */
export interface Keepers {
  store(): Promise<string>;
  docs(): Promise<string>;
}

/** How long an answer is waited for. */
const PATIENCE_MS = 10_000;
const SHOWN_ANSWER = 200;

/** Does what was planned, one after the other. Nothing is thrown: what fails is a result. */
export async function sendActions(
  actions: readonly PlannedAction[],
  keepers: Keepers,
): Promise<ActionResult[]> {
  const results: ActionResult[] = [];
  for (const planned of actions) results.push(await send(planned, keepers));
  return results;
}

async function send(planned: PlannedAction, keepers: Keepers): Promise<ActionResult> {
  const { action } = planned;
  if (planned.kind === 'skip') return { action, outcome: 'skipped', message: planned.why };
  const secrets = 'secrets' in planned ? planned.secrets : [];
  try {
    return { action, outcome: 'done', message: masked(await done(planned, keepers), secrets) };
  } catch (error) {
    return { action, outcome: 'failed', message: masked(reasonOf(error), secrets) };
  }
}

function done(planned: Exclude<PlannedAction, { kind: 'skip' }>, keepers: Keepers): Promise<string> {
  switch (planned.kind) {
    case 'store':
      return keepers.store();
    case 'docs':
      return keepers.docs();
    case 'request':
      return post(planned);
    case 'mail':
      return deliver(planned);
  }
}

async function post({ url, headers, body }: PlannedRequest): Promise<string> {
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const answer = (await response.text()).trim().slice(0, SHOWN_ANSWER);
  const { host } = new URL(url);
  if (response.ok) return `sent to ${host}`;
  throw new Error(`${host} answered ${response.status}${answer === '' ? '' : `: ${answer}`}`);
}

async function deliver({ server, from, to, subject, text, html }: PlannedMail): Promise<string> {
  const { createTransport } = await loadNodemailer();
  const { host, port, tls, login } = server;
  const transport = createTransport({
    host,
    port,
    secure: tls === 'on',
    requireTLS: tls === 'start',
    ignoreTLS: tls === 'off',
    ...(login ? { auth: { user: login.user, pass: login.password } } : {}),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  });
  try {
    await transport.sendMail({ from, to, subject, text, html });
    return `sent to ${to.length} ${to.length === 1 ? 'address' : 'addresses'} by ${host}`;
  } finally {
    transport.close();
  }
}

async function loadNodemailer(): Promise<typeof import('nodemailer')> {
  try {
    return await import('nodemailer');
  } catch (error) {
    throw new Error('e-mail needs the package nodemailer: npm install --save-dev nodemailer', {
      cause: error,
    });
  }
}

/** `fetch failed` says nothing: its cause does. */
function reasonOf(error: unknown): string {
  const message = messageOf(error) ?? String(error);
  if (isObject(error) && error['name'] === 'TimeoutError')
    return `there was no answer within ${PATIENCE_MS / 1000} s`;
  const cause = isObject(error) ? error['cause'] : undefined;
  if (message !== 'fetch failed' || !isObject(cause)) return message;
  return messageOf(cause) || String(cause['code'] ?? message);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object';
}
