import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { writeParquet } from '../testing/parquet-file';
import { run, userErrorOf } from '../testing/run';
import { tempFolder } from '../testing/temp-folder';

/** The wheel that carries DuckDB's extension for the version of @duckdb/node-api. */
const WHEEL = 'duckdb-ext-httpfs==1.4.4.20260205';
const BETWEEN = 'expect_column_values_to_be_between';

describe('data at s3://', () => {
  const folder = tempFolder();
  const extensions = httpfsIn(folder.path);
  if (extensions === undefined) {
    it.skip('skipped: the extension httpfs is not to be had', () => undefined);
    console.log(`s3: skipped, pip cannot download ${WHEEL}`);
    return;
  }

  const objects = new Map<string, Buffer>();
  const before = { ...process.env };
  let server: Server;
  beforeAll(async () => {
    const rows = folder.write('rows.csv', 'v\n1\n500\n');
    const parquet = join(folder.path, 'rows.parquet');
    await writeParquet(parquet, 'SELECT * FROM (VALUES (1), (500)) AS t(v)');
    objects.set('data/one.csv', readFileSync(rows)).set('data/two.csv', Buffer.from('v\n700\n'));
    objects.set('data/a b+c.parquet', readFileSync(parquet));
    server = bucketOf(objects);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = address !== null && typeof address === 'object' ? address.port : 0;
    Object.assign(process.env, {
      MODELGATE_DUCKDB_EXTENSIONS: extensions,
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'eu-west-1',
    });
  });
  afterAll(() => {
    process.env = before;
    server?.close();
  });

  it.each([
    ['s3://bucket/data/one.csv', [500]],
    ['s3://bucket/data/*.csv', [500, 700]],
    ['s3://bucket/data/a b+c.parquet', [500]],
  ])('is read where it is: %s', async (path, unexpected) => {
    const { result } = await run(path, BETWEEN, { column: 'v', max_value: 10 });
    expect(result.partial_unexpected_list).toEqual(unexpected);
  });

  it.each([
    ['s3://bucket/data/nothing.csv', 'the data cannot be fetched'],
    ['s3://bucket/data/nothing*.csv', 'no object matches the address'],
    ['s3://bucket/data/one', 'the address does not tell what the data are'],
  ])('is a user error where it is not there: %s', async (path, message) => {
    expect(await userErrorOf(run(path, BETWEEN, { column: 'v', max_value: 10 }))).toContain(message);
  });

  it('opens nothing beside it', async () => {
    const { exception_info: info } = await run('s3://bucket/data/one.csv', 'unexpected_rows_expectation', {
      unexpected_rows_query: "SELECT * FROM read_csv('s3://other/one.csv') UNION ALL SELECT * FROM {batch}",
    });
    expect(info.raised_exception).toBe(true);
  });
});

function httpfsIn(folder: string): string | undefined {
  try {
    const quiet = { cwd: folder, stdio: 'ignore' as const, timeout: 300_000 };
    execFileSync('python3', ['-m', 'pip', 'download', '--no-deps', '-d', folder, WHEEL], quiet);
    const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
    if (wheel === undefined) return undefined;
    execFileSync('python3', ['-m', 'zipfile', '-e', wheel, folder], quiet);
    return join(folder, 'duckdb_ext', 'extensions');
  } catch {
    return undefined;
  }
}

/** What of S3 reading needs: objects by ranges, and their list. */
function bucketOf(objects: ReadonlyMap<string, Buffer>): Server {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const key = decodeURIComponent(pathname).replace(/^\/bucket\/?/, '');
    if (key === '') {
      const contents = [...objects].map(
        ([name, { length }]) =>
          `<Contents><Key>${name}</Key><Size>${length}</Size><LastModified>2024-01-01T00:00:00.000Z</LastModified><ETag>"1"</ETag></Contents>`,
      );
      response.setHeader('content-type', 'application/xml');
      response.end(
        `<?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`,
      );
      return;
    }
    const object = objects.get(key);
    if (!object) {
      response.writeHead(404).end();
      return;
    }
    const [, from, to] = /bytes=(\d+)-(\d*)/.exec(request.headers.range ?? '') ?? [];
    const start = Number(from ?? 0);
    const end = to ? Math.min(Number(to), object.length - 1) : object.length - 1;
    response.writeHead(from === undefined ? 200 : 206, {
      'accept-ranges': 'bytes',
      'last-modified': new Date(0).toUTCString(),
      'content-length': end - start + 1,
      ...(from === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${object.length}` }),
    });
    response.end(request.method === 'HEAD' ? undefined : object.subarray(start, end + 1));
  });
}
