import { UserError } from '@modelgate/contracts';
import type { DataSource } from '../data-source';
import type { Session } from '../engine/duckdb';
import { firstLineOf } from '../engine/error-message';
import { sqlText } from '../engine/sql';
import type { DataFile, DataFiles } from './data-files';
import { compressionOfName, formatOfName, KNOWN_ENDINGS } from './data-format';

export function isRemote({ path }: DataSource): boolean {
  return /^s3:\/\//i.test(path);
}

/** The folder above the first wildcard, within which a session may read: `s3://bucket/day=1/`. */
export function remoteFolder({ path }: DataSource): string {
  const fixed = path.replace(/[*?[].*$/s, '');
  return fixed.slice(0, fixed.lastIndexOf('/') + 1);
}

/**
 * The objects that an address or a pattern of S3 names (`*`, `?`, `[a-z]`, `**`).
 * @throws UserError where there are none, they cannot be listed, or their names do not tell one format
 */
export async function remoteFiles(session: Session, data: DataSource): Promise<DataFiles> {
  const name = data.name ?? data.path;
  const where = { file: name };
  const format = data.format ?? formatOfName(data.path);
  if (format === undefined) {
    throw new UserError('the address does not tell what the data are', {
      where,
      fix: `data files end in ${KNOWN_ENDINGS}; or set format`,
    });
  }
  const paths = await listed(session, data).catch((error: unknown) => {
    throw new UserError('the data cannot be listed', {
      where,
      why: firstLineOf(error),
      fix: 'check the address, AWS_REGION or AWS_ENDPOINT_URL, and the rights of AWS_ACCESS_KEY_ID',
      cause: error,
    });
  });
  const compression = format === 'parquet' ? 'none' : compressionOfName(data.path);
  const [first, ...rest] = paths.map((path): DataFile => ({ path, name: path, bytes: 0, compression }));
  if (!first) {
    throw new UserError('no object matches the address', {
      where,
      fix: 'check the address, or upload the data',
    });
  }
  return { name, format, files: [first, ...rest] };
}

async function listed(session: Session, { path }: DataSource): Promise<string[]> {
  if (!/[*?[]/.test(path)) return [path];
  const rows = await session.rows(`SELECT file FROM glob(${sqlText(path)}) ORDER BY file`);
  return rows.map(({ file }) => String(file));
}
