import { Readable } from 'node:stream';
import type { GetObjectCommandOutput, HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { UserError, type Place } from '@modelgate/contracts';
import { errorCode } from '@modelgate/store';
import type { ObjectSource, ObjectState } from './object-source';
import { s3Error } from './s3-error';

const SDK = '@aws-sdk/client-s3';
const CONNECT_MS = 10_000;
/** A server that sends nothing for so long has gone. */
const IDLE_MS = 120_000;

/**
 * An object of an S3 bucket, read with the AWS SDK: credentials, region and profile as it finds them by itself, the
 * server by AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL (then with the bucket in the path, not in the name of the host).
 * @param where the place to name in messages
 * @throws UserError where the SDK is not installed
 */
export async function s3Object(uri: string, where: Place): Promise<ObjectSource> {
  const [, Bucket = '', Key = ''] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(uri) ?? [];
  const sdk = await loadSdk(uri, where);
  const client = clientOf(sdk, process.env);
  const failed = (error: unknown) => s3Error(error, uri, where);
  return {
    async state() {
      try {
        return stateOf(await client.send(new sdk.HeadObjectCommand({ Bucket, Key })));
      } catch (error) {
        throw failed(error);
      }
    },
    async read(versionId) {
      const version = versionId === undefined ? {} : { VersionId: versionId };
      try {
        const answer = await client.send(new sdk.GetObjectCommand({ Bucket, Key, ...version }));
        if (!(answer.Body instanceof Readable)) throw new Error('S3 answered without a body');
        // The connection may break off before anybody reads; whoever reads then gets the error.
        answer.Body.on('error', () => undefined);
        return { state: stateOf(answer), body: answer.Body };
      } catch (error) {
        throw failed(error);
      }
    },
  };
}

type Sdk = typeof import('@aws-sdk/client-s3');

async function loadSdk(uri: string, where: Place): Promise<Sdk> {
  // It warns of the age of Node in every process; that concerns who installs it, not who runs a stage.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';
  try {
    return await import('@aws-sdk/client-s3');
  } catch (error) {
    const isAbsent =
      /^(ERR_)?MODULE_NOT_FOUND$/.test(errorCode(error) ?? '') && String(error).includes(`'${SDK}'`);
    if (!isAbsent) throw error;
    throw new UserError(`${uri} needs the AWS SDK, and ${SDK} is not installed`, {
      where,
      why: 'it is an optional part of modelgate, for data in S3 alone',
      fix: `npm install --save-dev ${SDK} (or pnpm add -D, yarn add -D)`,
      cause: error,
    });
  }
}

function clientOf({ S3Client: Client }: Sdk, env: NodeJS.ProcessEnv): S3Client {
  const endpoint = env['AWS_ENDPOINT_URL_S3'] || env['AWS_ENDPOINT_URL'];
  // Servers other than Amazon's have no regions, but a signature names one.
  const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || (endpoint ? 'us-east-1' : undefined);
  return new Client({
    followRegionRedirects: true,
    // The bytes are checked by their SHA-256, and a plain stream reports a broken connection in every release of the SDK.
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: { connectionTimeout: CONNECT_MS, socketTimeout: IDLE_MS },
    ...(region ? { region } : {}),
    ...(endpoint ? { endpoint, forcePathStyle: true } : {}),
  });
}

function stateOf({
  ContentLength,
  ETag,
  VersionId,
}: HeadObjectCommandOutput | GetObjectCommandOutput): ObjectState {
  const etag = ETag?.replaceAll('"', '');
  return {
    bytes: ContentLength ?? 0,
    ...(etag ? { etag } : {}),
    // What was stored before a bucket kept versions is called "null".
    ...(VersionId && VersionId !== 'null' ? { versionId: VersionId } : {}),
  };
}
