import { s3Secret } from '../engine/extensions';
import { run, userErrorOf } from '../testing/run';
import { tempFolder } from '../testing/temp-folder';
import { isRemote, remoteFolder } from './remote-files';

const NOT_NULL = 'expect_column_values_to_not_be_null';

describe('data that an extension of DuckDB reads', () => {
  const folder = tempFolder();
  const before = process.env['MODELGATE_DUCKDB_EXTENSIONS'];
  beforeAll(() => {
    process.env['MODELGATE_DUCKDB_EXTENSIONS'] = folder.path;
  });
  afterAll(() => {
    if (before === undefined) delete process.env['MODELGATE_DUCKDB_EXTENSIONS'];
    else process.env['MODELGATE_DUCKDB_EXTENSIONS'] = before;
  });

  it.each([
    [
      's3://bucket/data/*.parquet',
      "data at s3:// is read by DuckDB's extension httpfs, which is not installed here",
    ],
    [
      folder.write('a.feather', 'ARROW1\0\0'),
      "Arrow and Feather files are read by DuckDB's extension nanoarrow",
    ],
    [folder.write('arrow-by-its-bytes', 'ARROW1\0\0'), 'run INSTALL nanoarrow FROM community once'],
  ])('is an error where it is not installed: %s', async (path, message) => {
    expect(await userErrorOf(run(path, NOT_NULL, { column: 'a' }))).toContain(message);
  });
});

describe('an address of S3', () => {
  it.each([
    ['s3://bucket/data/x.csv', 's3://bucket/data/'],
    ['s3://bucket/day=[12]/*.csv', 's3://bucket/'],
    ['s3://bucket/x.csv', 's3://bucket/'],
  ])('%s opens %s to reading', (path, expected) => {
    expect([isRemote({ path }), remoteFolder({ path })]).toEqual([true, expected]);
  });

  it('is no path', () => {
    expect(isRemote({ path: 's3:/bucket/x.csv' })).toBe(false);
  });

  it.each<[{ [name: string]: string }, string]>([
    [{}, 'CREATE SECRET (TYPE s3)'],
    [
      { AWS_ACCESS_KEY_ID: "k'", AWS_SECRET_ACCESS_KEY: 's', AWS_REGION: 'eu-west-1' },
      "CREATE SECRET (TYPE s3, KEY_ID 'k''', SECRET 's', REGION 'eu-west-1')",
    ],
    [
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:9000' },
      "CREATE SECRET (TYPE s3, ENDPOINT '127.0.0.1:9000', URL_STYLE 'path', USE_SSL false)",
    ],
  ])('is reached as %j says', (env, expected) => {
    expect(s3Secret(env)).toBe(expected);
  });
});
