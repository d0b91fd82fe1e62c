import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { convertToCsv } from './convert-to-csv';
import { profile } from './profile/profile';
import { writeParquet } from './testing/parquet-file';
import { userErrorOf } from './testing/run';
import { tempFolder } from './testing/temp-folder';

const folder = tempFolder();

describe('convertToCsv', () => {
  it('writes what pandas reads', async () => {
    const path = join(folder.path, "it's [1].parquet");
    const out = join(folder.path, 'new folder', 'o"ut [1].csv');
    await writeParquet(
      path,
      `SELECT * FROM (VALUES (1, 0.1, true, 'a,"b"', TIMESTAMP '2024-01-01 10:00:00', [1, 2]), (NULL, 'nan'::DOUBLE, false, NULL, NULL, NULL))
       AS t(id, share, "yes no", "q""u'o", moment, list)`,
    );
    await convertToCsv({ data: { path }, out });
    expect(readFileSync(out, 'utf8')).toBe(
      'id,share,yes no,"q""u\'o",moment,list\n1,0.1,True,"a,""b""",2024-01-01 10:00:00,"[1,2]"\n,,False,,,\n',
    );
    expect(readdirSync(join(folder.path, 'new folder'))).toEqual(['o"ut [1].csv']);
    const { rows, columns } = await profile({ data: { path: out } });
    expect([rows, columns.map(({ name }) => name)]).toEqual([
      2,
      ['id', 'share', 'yes no', 'q"u\'o', 'moment', 'list'],
    ]);
  });

  it('copies CSV as it is', async () => {
    const path = folder.write('in.csv', 'a;b\n007;"x"\n');
    const out = folder.write('existing.csv', 'old');
    await convertToCsv({ data: { path }, out });
    expect(readFileSync(out, 'utf8')).toBe('a;b\n007;"x"\n');
  });

  it('keeps the old file and leaves nothing behind where the data is broken', async () => {
    const path = folder.write('broken.parquet', 'no parquet at all, really');
    const out = folder.write('kept.csv', 'old');
    expect(await userErrorOf(convertToCsv({ data: { path }, out }))).toContain('not a readable Parquet file');
    expect(readFileSync(out, 'utf8')).toBe('old');
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('says where it cannot write', async () => {
    const path = join(folder.path, 'ok.parquet');
    await writeParquet(path, 'SELECT 1 AS a');
    const file = folder.write('a-file', '');
    chmodSync(file, 0o600);
    const message = await userErrorOf(convertToCsv({ data: { path }, out: join(file, 'out.csv') }));
    expect(message).toContain('the CSV file cannot be written');
    expect(existsSync(join(folder.path, 'out.csv'))).toBe(false);
  });
});
