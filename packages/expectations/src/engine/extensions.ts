import { UserError } from '@modelgate/contracts';
import { firstLineOf } from './error-message';
import { sqlText } from './sql';

/** Extensions of DuckDB that its npm package does not bring: one for s3:// and one for Arrow files. */
export type Extension = 'httpfs' | 'nanoarrow';

const READS: Record<Extension, string> = {
  httpfs: 'data at s3:// is read by',
  nanoarrow: 'Arrow and Feather files are read by',
};

const INSTALLATION: Record<Extension, string> = {
  httpfs: 'INSTALL httpfs',
  nanoarrow: 'INSTALL nanoarrow FROM community',
};

/** Where DuckDB looks for extensions, when not in its own folder in the home folder. */
export const EXTENSION_FOLDER = 'MODELGATE_DUCKDB_EXTENSIONS';

/**
 * Nothing is downloaded: an extension is code, and a validation is no time to fetch some.
 * @throws UserError where it is not installed
 */
export async function loadExtension(
  run: (sql: string) => Promise<unknown>,
  extension: Extension,
): Promise<void> {
  try {
    await run(`LOAD ${extension}`);
  } catch (error) {
    throw new UserError(`${READS[extension]} DuckDB's extension ${extension}, which is not installed here`, {
      why: firstLineOf(error),
      fix:
        `run ${INSTALLATION[extension]} once in DuckDB of the same version, or let ${EXTENSION_FOLDER} name the folder of installed ` +
        'extensions; or fetch or convert the data first (Parquet, CSV)',
      cause: error,
    });
  }
}

/** The statement that tells DuckDB how to reach S3, from the usual variables of the environment. */
export function s3Secret(env: Readonly<Record<string, string | undefined>>): string {
  const endpoint = env['AWS_ENDPOINT_URL_S3'] ?? env['AWS_ENDPOINT_URL'];
  const url = endpoint === undefined ? undefined : new URL(endpoint);
  const options: [name: string, value: string | undefined][] = [
    ['KEY_ID', env['AWS_ACCESS_KEY_ID']],
    ['SECRET', env['AWS_SECRET_ACCESS_KEY']],
    ['SESSION_TOKEN', env['AWS_SESSION_TOKEN']],
    ['REGION', env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION']],
    ['ENDPOINT', url?.host],
    ['URL_STYLE', url && 'path'],
  ];
  const given = options.flatMap(([name, value]) =>
    value === undefined ? [] : [`, ${name} ${sqlText(value)}`],
  );
  return `CREATE SECRET (TYPE s3${given.join('')}${url ? `, USE_SSL ${url.protocol === 'https:'}` : ''})`;
}
