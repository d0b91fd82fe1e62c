import { UserError, type Place } from '@modelgate/contracts';
import { errorCode } from '@modelgate/store';

const NO_NETWORK = [
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EPIPE',
];

/** What the SDK throws, as the user's mistake that it stands for; anything unknown is returned as it is. */
export function s3Error(error: unknown, uri: string, where: Place): unknown {
  if (error instanceof UserError || error === null || typeof error !== 'object') return error;
  const [name, message] = [textOf(error, 'name'), textOf(error, 'message')];
  const said = `S3 answered ${name}${message && message !== 'UnknownError' ? `: ${message}` : ''}`;
  const make = (what: string, why: string, fix: string) =>
    new UserError(`${uri} ${what}`, { where, why, fix, cause: error });
  const status = statusOf(error);
  const code = networkCode(error);

  if (code !== undefined || name === 'TimeoutError') {
    return make(
      'cannot be reached',
      `${message || name} (${code ?? name})`,
      'check the network, and the endpoint in AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL where there is one',
    );
  }
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
    return make(
      'cannot be read: there are no credentials',
      message,
      'set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE (aws sso login), or give this machine a role',
    );
  }
  if (message === 'Region is missing') {
    return make('cannot be read: no region is set', message, "set AWS_REGION to the bucket's region");
  }
  if (name === 'NoSuchBucket') {
    return make('is gone: there is no such bucket', said, 'check the name of the bucket');
  }
  if (name === 'NoSuchVersion') {
    return make(
      'is gone in the version that was locked',
      said,
      'restore that version, or lock the one that is there now with lock-data',
    );
  }
  if (status === 404) {
    return make(
      'is gone: there is no such object',
      said,
      'put it back, or name another one and run lock-data',
    );
  }
  if (status === 401 || status === 403) {
    return make(
      'cannot be read: access is denied',
      said,
      'give these credentials s3:GetObject on it (and s3:ListBucket, without which a missing object looks like this too)',
    );
  }
  if (status !== undefined && (status >= 500 || status === 429)) {
    return make('cannot be read now', `${said} (HTTP ${status})`, 'try again later');
  }
  if (status !== undefined) {
    return make('cannot be read', `${said} (HTTP ${status})`, 'check the bucket, the key and the region');
  }
  return error;
}

function networkCode(error: object): string | undefined {
  const cause: unknown = 'cause' in error ? error.cause : undefined;
  // One attempt for each address of a host.
  const attempts: unknown = 'errors' in error ? error.errors : undefined;
  const inner: unknown[] = [error, cause, ...(Array.isArray(attempts) ? attempts : [])];
  const codes = inner.map(errorCode);
  // The SDK wraps what it does not know, and leaves the code in the text alone.
  return NO_NETWORK.find((code) => codes.includes(code) || textOf(error, 'message').includes(code));
}

function textOf(error: object, key: 'name' | 'message'): string {
  const value: unknown = Reflect.get(error, key);
  return typeof value === 'string' ? value : '';
}

function statusOf(error: object): number | undefined {
  if (!('$metadata' in error)) return undefined;
  const metadata: unknown = error.$metadata;
  return metadata !== null &&
    typeof metadata === 'object' &&
    'httpStatusCode' in metadata &&
    typeof metadata.httpStatusCode === 'number'
    ? metadata.httpStatusCode
    : undefined;
}
