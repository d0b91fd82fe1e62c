import { userErrorOf } from '../testing/run';
import { tempFolder } from '../testing/temp-folder';
import { loadDuckDb, withDuckDb } from './duckdb';
import { sqlList, sqlPath } from './sql';

const folder = tempFolder();

describe('loadDuckDb', () => {
  it.each([
    ["Error loading duckdb native binding: unsupported arch 'riscv64' for platform 'linux'"],
    ["Cannot find module '@duckdb/node-bindings-linux-x64/duckdb.node'\nRequire stack:\n- x"],
  ])('says that the native part is missing: %s', async (why) => {
    const message = await userErrorOf(loadDuckDb(() => Promise.reject(new Error(why))));
    expect(message).toContain(`no native part for ${process.platform}-${process.arch}`);
    expect(message).toContain(`why: ${why.split('\n')[0]}`);
    expect(message).toContain('fix: install with optional dependencies');
    expect(message).not.toContain('Require stack');
  });
});

describe('withDuckDb', () => {
  it('has all that it reads with built in, so that it loads nothing from the network', async () => {
    const wanted = ['json_extract_string', 'read_csv', 'read_parquet'];
    const built = await withDuckDb({ files: [] }, ({ rows }) =>
      rows(
        `SELECT DISTINCT function_name AS name FROM duckdb_functions() WHERE name IN (${sqlList(wanted)}) ORDER BY 1`,
      ),
    );
    expect(built.map(({ name }) => name)).toEqual(wanted);
  });

  const allowed = folder.write('allowed [1].csv', 'a\n1\n');
  const other = folder.write('other.csv', 'a\n1\n');
  const inSession = (sql: string) => withDuckDb({ files: [allowed] }, ({ rows }) => rows(sql));

  it('reads the files that it was given', async () => {
    expect(await inSession(`SELECT * FROM read_csv(${sqlPath(allowed)})`)).toEqual([{ a: '1' }]);
  });

  it.each([
    ['another file', `SELECT * FROM read_csv(${sqlPath(other)})`],
    ['a file to write', `COPY (SELECT 1) TO ${sqlPath(`${folder.path}/out.csv`)}`],
    ['an extension', 'INSTALL httpfs'],
    ['a database', `ATTACH ${sqlPath(`${folder.path}/x.db`)}`],
    ['its own configuration', 'SET enable_external_access = true'],
  ])('touches no more: %s', async (_what, sql) => {
    await expect(inSession(sql)).rejects.toThrow(/disabled|locked|Cannot/i);
  });
});
