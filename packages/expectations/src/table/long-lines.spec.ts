import { gzipSync } from 'node:zlib';
import { run, userErrorOf } from '../testing/run';
import { tempFolder } from '../testing/temp-folder';

const NOT_NULL = 'expect_column_values_to_not_be_null';
const MB = 1024 * 1024;

describe('a line that is too long', () => {
  const folder = tempFolder();
  const long = Buffer.alloc(40 * MB, 'x');
  const csv = Buffer.concat([Buffer.from('a,b\n1,2\n'), long, Buffer.from(',1\n')]);

  it.each<[string, Buffer, string]>([
    ['long.csv', csv, 'a line is longer than 2 MB'],
    ['alone.csv', long, 'a line is longer than 2 MB'],
    [
      'long.jsonl',
      Buffer.concat([Buffer.from('{"a": "'), long, Buffer.from('"}\n')]),
      'a line is longer than 2 MB',
    ],
    ['long.csv.gz', gzipSync(csv, { level: 1 }), 'one has 41943042 bytes'],
    [
      '3mb.csv',
      Buffer.concat([Buffer.from('a,b\n'), long.subarray(0, 3 * MB), Buffer.from(',1\n')]),
      'a line is longer than 2 MB',
    ],
  ])('is an error and no end of the rows: %s', async (name, content, message) => {
    const path = folder.write(name, content);
    expect(await userErrorOf(run(path, NOT_NULL, { column: 'a' }))).toContain(message);
  });

  it('is none where a large file has lines throughout', async () => {
    const path = folder.write('many.csv', `a\n${'12345678\n'.repeat(2_000_000)}`);
    const { success, result } = await run(path, NOT_NULL, { column: 'a' });
    expect([success, result.element_count]).toEqual([true, 2_000_000]);
  });
});
